import { doersOf, isAmong, isOne, type Capacity, type Objection } from '@cluetrail/workflow';
import type { ClueState } from './state.js';

/**
 * Four eyes on a disposal: not by who proposed it, here or in a clue that came here. Where that was before the clue was
 * taken over, by nobody who may have.
 */
export function notByProposer(clue: ClueState, who: Capacity): Objection {
  const { proposers = [] } = clue.disposal ?? {};
  const own = doersOf(clue, 'proposeDisposal').some((doer) => isOne(who, doer));
  return (own || isAmong(who, proposers)) && 'four-eyes';
}
