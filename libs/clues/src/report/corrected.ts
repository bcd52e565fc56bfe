import { noEarlier } from '@cluetrail/event-sourcing';
import type { Circumstances, Objection, Standing } from '@cluetrail/workflow';
import { streamsOfClocks, streamsOfClues } from '../case/its-clues.js';
import { streamOf } from '../clue/state.js';
import { correctingTimes, type Moved } from '../correcting.js';
import type { Report } from './state.js';

export const corrected = correctingTimes<Report>({
  reads: streamsOfClocks,
  watching: (one, { self }) => [self, ...streamsOfClues(one)],
  crosses: afterItsClues,
});

/** By one of these a clue has reports that did not come with its discovery. */
const BRINGING = ['attachReport', 'takeMerged'];

/**
 * It was received before a clue came of it, whatever that time was corrected to meanwhile. Of what was attached later its
 * own events say when.
 */
function afterItsClues(
  { clueIds }: Report,
  { target: { type }, happenedAt: { at } }: Moved,
  { other, known }: Circumstances,
): Objection {
  if (type !== 'ReportReceived') return false;
  const code = 'happened-before-previous';
  for (const stream of clueIds.map(streamOf)) {
    const found = discoveredWithAll(known(stream));
    if (found && !noEarlier(found, { ...found, at, precision: 'ms' }))
      return other(stream) ? { code, detail: { expected: at, found: found.at } } : code;
  }
  return false;
}

function discoveredWithAll(clue: Standing | undefined) {
  const came = clue && !BRINGING.some((command) => command in clue.actsAt);
  return came ? clue.actsAt.discover : undefined;
}
