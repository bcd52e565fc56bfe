import type { Circumstances } from '@cluetrail/workflow';
import { idOf } from '@cluetrail/event-sourcing';
import { isEndedClue } from './states.js';
import { streamOf, type ClueState } from './state.js';

/**
 * What comes is handled with the rest: no more where the way is decided already, or was deliberated on without it, or the
 * verification is over. No clock of the clue itself would hold what was due, and nobody would look into it.
 */
export function takesIn({
  state,
  disposal,
  done,
}: Pick<ClueState, 'state' | 'disposal' | 'done'>): boolean {
  if (state === 'disposalPending')
    return disposal?.approved !== true && !done.includes('deliberate');
  return !isEndedClue(state) && !OVER.includes(state);
}

const OVER = ['verified', 'investigating', 'adjudicating', 'decided', 'closing'];

/** What came, and through which clues: the one that went, and those that had gone themselves. */
export interface Came {
  readonly clueId: string;
  readonly via?: readonly string[];
}

/**
 * Who goes on with what came here: undefined = this clue. Gone itself, it is the one that it went into; over, the one
 * that went, which gets it back. Of clues that went into one another in a ring the one with the least id goes on, so
 * that whichever is asked first says the same.
 */
export function whoGoesOn(
  clue: ClueState,
  came: Came,
  circumstances: Pick<Circumstances, 'self' | 'other'>,
): string | undefined {
  if (clue.survivor === undefined) return takesIn(clue) ? undefined : came.clueId;
  const [least] = ringOf(clue, came, circumstances).toSorted();
  if (least !== undefined || clue.survivor !== came.clueId) return least ?? clue.survivor;
  // It came round, but the ring is open by now: on to where it went first.
  return survivorOf(came.clueId, circumstances) ?? came.clueId;
}

function survivorOf(clueId: string, { other }: Pick<Circumstances, 'other'>): string | undefined {
  return (other(streamOf(clueId)) as ClueState | undefined)?.survivor; // it is read as a clue
}

/**
 * Clues that can be given back, of the ring that begins here as they stand now; none where it does not come round. What
 * one of them took in already does not come back.
 */
function ringOf(
  clue: ClueState,
  { clueId, via = [] }: Came,
  { self, other }: Pick<Circumstances, 'self' | 'other'>,
): readonly string[] {
  const ring = new Map([[idOf(self), clue]]);
  for (let next = clue.survivor; next !== idOf(self);) {
    const known = next !== undefined && !ring.has(next) && [clueId, ...via].includes(next);
    const gone = known ? (other(streamOf(next as string)) as ClueState | undefined) : undefined; // it is read as a clue
    if (!gone) return [];
    ring.set(next as string, gone); // known is no less
    next = gone.survivor;
  }
  const takenIn = [...ring.values()].flatMap((one) => one.takenIn ?? []);
  return [...ring].flatMap(([id, { state }]) =>
    RETURNABLE.includes(state) && !takenIn.includes(id) ? [id] : [],
  );
}

const RETURNABLE = ['mergedAway', 'duplicate'];
