import { idOf, noEarlier } from '@cluetrail/event-sourcing';
import { doersOf, type Circumstances, type Objection } from '@cluetrail/workflow';
import { correctingTimes, type Moved } from '../correcting.js';
import { movedOverJoining } from '../signing.js';
import { cluesOf, streamsOfClocks, streamsOfClues } from './its-clues.js';
import type { Case } from './state.js';

/** It was opened by a process: whoever had it opened told when. Its clocks are extended and stopped on its clues. */
export const corrected = correctingTimes<Case>({
  reads: streamsOfClocks,
  behind: (file, { type }, { known }) =>
    type === 'CaseFiled'
      ? cluesOf(file, known).flatMap((clue) => OPENING.flatMap((one) => doersOf(clue, one)))
      : [],
  watching: streamsOfClues,
  crosses: (file, moved, circumstances) =>
    movedOverJoining(moved, circumstances) || outsideItsClue(file, moved, circumstances),
});

const OPENING = ['startInvestigation', 'takeOver'];

/** It is filed no earlier than its clue is, and over before that is settled; what a clue did for a later case binds it to nothing. */
function outsideItsClue(
  file: Case,
  { target: { type, stream }, happenedAt }: Moved,
  { known }: Circumstances,
): Objection {
  const times = cluesOf(file, known)
    .filter(({ caseId }) => caseId === idOf(stream))
    .map(({ actsAt }) => actsAt);
  const isEarly = (act: string) => times.some((at) => at[act] && !noEarlier(happenedAt, at[act]));
  const isLate = times.some(({ settle }) => settle && !noEarlier(settle, happenedAt));
  return (isLate || (type === 'CaseFiled' && OPENING.some(isEarly))) && 'happened-before-previous';
}
