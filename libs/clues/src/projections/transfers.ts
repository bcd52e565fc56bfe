import { derived, idOf, type Effective } from '@cluetrail/event-sourcing';
import { knownClue } from './known.js';

export type TransferRow = {
  readonly clue: string;
  readonly ordinal: number;
  readonly fromOrgan: string;
  readonly toOrgan: string;
  readonly direction: string;
  readonly sentAt: string;
  /** waiting · accepted · refused */
  readonly outcome: string;
  readonly answeredAt: string | null;
};

/** Every hand-over: who holds the clue now, and what is not signed for. */
export const transfers = derived<TransferRow>({
  name: 'transfers',
  version: 1,
  columns: {
    clue: 'text',
    ordinal: 'integer',
    fromOrgan: 'text',
    toOrgan: 'text',
    direction: 'text',
    sentAt: 'text',
    outcome: 'text',
    answeredAt: 'text?',
  },
  indexes: [['clue'], ['outcome', 'sentAt'], ['sentAt']],
  of(matter, references) {
    const known = knownClue(matter, references);
    return (known?.events ?? []).reduce<TransferRow[]>((rows, event) => next(rows, event), []);
  },
});

const ANSWERS: { readonly [type: string]: string | undefined } = {
  TransferAccepted: 'accepted',
  TransferRefused: 'refused',
};

function next(rows: TransferRow[], event: Effective): TransferRow[] {
  const answer = ANSWERS[event.type];
  const waiting = rows.at(-1);
  if (answer && waiting)
    return [...rows.slice(0, -1), { ...waiting, outcome: answer, answeredAt: event.effectiveAt }];
  if (event.type !== 'ClueTransferred') return rows;
  const sent: TransferRow = {
    clue: idOf(event.stream),
    ordinal: rows.length + 1,
    fromOrgan: event.organ ?? '',
    toOrgan: String(event.data.to),
    direction: String(event.data.direction),
    sentAt: event.effectiveAt,
    outcome: 'waiting',
    answeredAt: null,
  };
  return [...rows, sent];
}
