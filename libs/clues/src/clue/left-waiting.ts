import type { Circumstances, Objection } from '@cluetrail/workflow';
import { inDispute } from './disputed.js';
import type { Clue, ClueState } from './state.js';

/**
 * What waits for an answer that is given on this clue alone: once it has gone, or is void, nobody could give it. Nor does
 * a side of a dispute end it so.
 */
export function leftWaiting(clue: ClueState, circumstances: Circumstances): Objection {
  return recusalUndecided(clue) || noticeStanding(clue) || inDispute(clue, circumstances);
}

export function recusalUndecided({ recusalAsked }: Pick<Clue, 'recusalAsked'>): Objection {
  const found = Object.keys(recusalAsked);
  return found.length > 0 && { code: 'recusal-undecided', detail: { found } };
}

export function noticeStanding({ notices }: Pick<Clue, 'notices'>): Objection {
  const found = Object.keys(notices).filter((noticeId) => notices[noticeId] !== 'lifted');
  return found.length > 0 && { code: 'notice-standing', detail: { found } };
}

/** By these it is answered. */
export const ANSWERING = ['decideRecusal', 'liftNotice'];
