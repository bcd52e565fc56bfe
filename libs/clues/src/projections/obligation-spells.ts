import { idOf, temporal } from '@cluetrail/event-sourcing';
import { timeline } from '@cluetrail/deadlines';
import { knownClue, placesIn } from './known.js';

export type ObligationSpellRow = {
  readonly clue: string;
  /** Code and ordinal: `verify#1`. */
  readonly obligation: string;
  readonly code: string;
  readonly state: string;
  readonly startedAt: string;
  readonly due: string | null;
  readonly dueOn: string | null;
  readonly provisional: number;
  readonly endedAt: string | null;
  readonly daysLate: number | null;
  readonly blueAt: string | null;
  readonly yellowAt: string | null;
  readonly redAt: string | null;
};

/** Every obligation over both axes. Overdue at T as known at K = the row of (T, K) is open and due < T. */
export const obligationSpells = temporal<ObligationSpellRow>({
  name: 'obligation_spells',
  version: 1,
  columns: {
    clue: 'text',
    obligation: 'text',
    code: 'text',
    state: 'text',
    startedAt: 'text',
    due: 'text?',
    dueOn: 'text?',
    provisional: 'integer',
    endedAt: 'text?',
    daysLate: 'integer?',
    blueAt: 'text?',
    yellowAt: 'text?',
    redAt: 'text?',
  },
  indexes: [['clue'], ['state', 'due']],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const { all, procedure } = known;
    const places = placesIn(references, procedure.zone);
    const clue = idOf(matter.stream);
    return timeline({ events: all, rules: procedure.obligations, places }).flatMap((spell) =>
      spell.obligations.map((one) => ({
        happenedFrom: spell.from,
        happenedTo: spell.to,
        row: {
          clue,
          obligation: one.key,
          code: one.code,
          state: one.state,
          startedAt: one.startedAt,
          due: one.due,
          dueOn: one.dueOn,
          provisional: one.provisional ? 1 : 0,
          endedAt: one.endedAt,
          daysLate: one.daysLate,
          blueAt: one.alerts.blue,
          yellowAt: one.alerts.yellow,
          redAt: one.alerts.red,
        },
      })),
    );
  },
});
