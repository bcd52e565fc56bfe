import { derived, idOf } from '@cluetrail/event-sourcing';
import { personList } from '@cluetrail/access';
import { isEnded, phaseOf } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import { accessOf, knownClue, pathIn } from './known.js';

export type ClueRow = {
  readonly clue: string;
  readonly procedure: string;
  readonly procedureVersion: number;
  /** Version of the stream: the ETag. */
  readonly revision: number;
  readonly state: string;
  readonly phase: string;
  /** 1 = not settled yet. */
  readonly open: number;
  readonly organ: string;
  readonly receiver: string | null;
  readonly source: string;
  readonly field: string;
  /** `|id|id|` */
  readonly subjects: string;
  readonly imported: number;
  readonly discoveredAt: string;
  /** When the last event happened. */
  readonly lastEventAt: string;
  readonly organPath: string;
  readonly receiverPath: string | null;
  readonly level: string;
  readonly assigned: string;
  readonly excluded: string;
};

/** Every clue as it stands now; the row that rights are decided on, whatever is asked about it. */
export const clues = derived<ClueRow>({
  name: 'clues',
  version: 1,
  columns: {
    clue: 'text',
    procedure: 'text',
    procedureVersion: 'integer',
    revision: 'integer',
    state: 'text',
    phase: 'text',
    open: 'integer',
    organ: 'text',
    receiver: 'text?',
    source: 'text',
    field: 'text',
    subjects: 'text',
    imported: 'integer',
    discoveredAt: 'text',
    lastEventAt: 'text',
    organPath: 'text',
    receiverPath: 'text?',
    level: 'text',
    assigned: 'text',
    excluded: 'text',
  },
  indexes: [
    ['clue'],
    ['organPath', 'discoveredAt'],
    ['receiverPath'],
    ['discoveredAt', 'clue'],
    ['state', 'lastEventAt'],
  ],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const { events, state } = known;
    const [opening] = events;
    return [
      {
        clue: idOf(matter.stream),
        procedure: state.procedure.name,
        procedureVersion: state.procedure.version,
        revision: matter.events.length,
        state: state.state,
        phase: phaseOf(clue, state.state),
        open: isEnded(clue, state.state) ? 0 : 1,
        organ: state.organ,
        receiver: state.receiver ?? null,
        source: textOf(opening.data.source),
        field: textOf(opening.data.field),
        subjects: personList(state.subjects),
        imported: opening.imported ? 1 : 0,
        discoveredAt: opening.effectiveAt,
        lastEventAt: events[events.length - 1].effectiveAt,
        ...accessOf(state, (organ) => pathIn(references, organ)),
      },
    ];
  },
});

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
