import type { Circumstances } from '@cluetrail/workflow';
import { streamOf, type Clue, type ClueState } from './state.js';

type Origins = Pick<Clue, 'splitFrom' | 'takenIn'>;

/**
 * A clue with all that it was split off from, and that was merged into it, as far as they are known by now: what went on
 * with another part is told there alone.
 */
export function wholeOf<C extends Origins>(
  clue: C,
  known: Circumstances['known'],
): readonly (C | ClueState)[] {
  const whole: (C | ClueState)[] = [clue];
  const seen = new Set<string>();
  for (const one of whole)
    for (const stream of originsOf(one)) {
      const origin = seen.has(stream) ? undefined : (known(stream) as ClueState | undefined); // its stream's name says a clue
      seen.add(stream);
      if (origin) whole.push(origin);
    }
  return whole;
}

/** Their streams. */
export function originsOf({ splitFrom, takenIn = [] }: Origins): readonly string[] {
  return [...(splitFrom === undefined ? [] : [splitFrom]), ...takenIn].map(streamOf);
}
