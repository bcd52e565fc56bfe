import type { SpellColumns } from '@cluetrail/event-sourcing';
import type {
  BreachRow,
  ClueRow,
  ClueSpellRow,
  ObligationSpellRow,
  OrganRow,
  PersonRow,
  SearchRow,
  TransferRow,
} from '@cluetrail/clues';
import type { FollowUpRow, ReferenceStreamRow } from '@cluetrail/nest';

/** The read database as queries see it: a table per projection, in camelCase. */
export interface Tables {
  readonly clues: ClueRow;
  readonly clueSpells: ClueSpellRow & SpellColumns;
  readonly obligationSpells: ObligationSpellRow & SpellColumns;
  readonly transfers: TransferRow;
  readonly search: SearchRow;
  readonly people: PersonRow;
  readonly organs: OrganRow;
  readonly fourEyesBreaches: BreachRow;
  readonly followUps: FollowUpRow;
  readonly referenceStreams: ReferenceStreamRow;
}
