import { aboveBoth, type Circumstances, type Objection } from '@cluetrail/workflow';
import type { ClueState } from './state.js';

/** A dispute that somebody can determine: until then the clue goes nowhere. */
export function inDispute(
  clue: Pick<ClueState, 'organ' | 'refusedBy' | 'disputed'>,
  circumstances: Pick<Circumstances, 'above'>,
): Objection {
  return clue.disputed && !nobodyAbove(clue, circumstances) && 'disputed';
}

/** Nobody could determine it: the refusal stands, and the clue goes another way. */
export function nobodyAbove(
  { organ, refusedBy = '' }: Pick<ClueState, 'organ' | 'refusedBy'>,
  circumstances: Pick<Circumstances, 'above'>,
): Objection {
  const organs = aboveBoth(organ, refusedBy, circumstances);
  return (
    organs.length === 0 && { code: 'no-organ-above-both', detail: { organ, found: refusedBy } }
  );
}
