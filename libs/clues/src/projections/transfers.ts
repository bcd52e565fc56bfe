import { derived, idOf, type Effective } from '@cluetrail/event-sourcing';
import { foldedClue } from './known.js';

export type TransferRow = {
  readonly clue: string;
  readonly ordinal: number;
  readonly fromOrgan: string;
  readonly toOrgan: string;
  readonly direction: string;
  readonly sentAt: string;
  /** waiting · accepted · refused · recalled */
  readonly outcome: string;
  readonly answeredAt: string | null;
};

/** Every hand-over: who holds the clue now, and what is not signed for. */
export const transfers = derived<TransferRow>({
  name: 'transfers',
  version: 2,
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
  of: (matter) => transfersOf(foldedClue(matter)?.events ?? []),
});

/** In the order in which they were sent. */
export function transfersOf(events: readonly Effective[]): TransferRow[] {
  return events.reduce<TransferRow[]>(next, []);
}

const ANSWERS: { readonly [type: string]: string | undefined } = {
  TransferAccepted: 'accepted',
  TransferRefused: 'refused',
  TransferRecalled: 'recalled',
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
