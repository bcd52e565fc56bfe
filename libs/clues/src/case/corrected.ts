import { doersOf } from '@cluetrail/workflow';
import { correctingTimes } from '../correcting.js';
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
});

const OPENING = ['startInvestigation', 'takeOver'];
