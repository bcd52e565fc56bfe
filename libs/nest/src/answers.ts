import type { Append, Receipt, Refusal, Unwritten } from '@cluetrail/event-sourcing';
import type { InputFault } from '@cluetrail/workflow';

/** What became of a command. HTTP numbers are made from it in one place, elsewhere. */
export type Answer =
  | { readonly outcome: 'done'; readonly receipts: readonly Receipt[]; readonly repeated: boolean }
  | { readonly outcome: 'invalid'; readonly faults: readonly InputFault[] }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  /** There is none, or the person may not see it: the same answer. */
  | { readonly outcome: 'hidden' }
  | { readonly outcome: 'version-needed' }
  | { readonly outcome: 'stale'; readonly expected: number; readonly actual: number }
  | { readonly outcome: 'key-reused' }
  | ({ readonly outcome: 'unknown' } & Pick<Unwritten, 'cause' | 'stopped'>)
  | ({ readonly outcome: 'unavailable' } & Unwritten);

/** What became of a command that was appended at the version that it was decided on. */
export function answerOf(append: Append): Answer {
  switch (append.outcome) {
    case 'appended':
      return { outcome: 'done', receipts: append.receipts, repeated: false };
    case 'conflict':
      return { outcome: 'stale', expected: append.expected, actual: append.actual };
    default:
      return append;
  }
}
