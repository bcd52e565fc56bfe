import { doerOf, isAmong, isOne, type Capacity, type Objection } from '@cluetrail/workflow';
import type { ClueState } from './state.js';

/**
 * Four eyes on a disposal: not by who proposed it. Where that was before the clue was taken over, by nobody who may have.
 */
export function notByProposer(clue: ClueState, who: Capacity): Objection {
  const { proposers = [] } = clue.disposal ?? {};
  return (isOne(who, doerOf(clue, 'proposeDisposal')) || isAmong(who, proposers)) && 'four-eyes';
}
