import { SeededRandom } from './random.js';
import { clueStory } from './story.js';
import type { DemoCommand } from './teller.js';
import { DAY } from './working-time.js';

export interface DemoOptions {
  /** The end of the history: nothing is recorded later. Milliseconds since 1970. */
  readonly until: number;
  readonly seed?: number;
  readonly clues?: number;
}

/** About ten months of work on about 300 clues, ending at `until`, in the order in which it is recorded. */
export function demoScript({
  until,
  seed = 20_211_108,
  clues = 300,
}: DemoOptions): readonly DemoCommand[] {
  const random = new SeededRandom(seed);
  const commands = Array.from({ length: clues }, (_, number) => {
    const due = number < DUE_SOON ? until - (60 - (number % 5)) * DAY : undefined;
    return clueStory(random, { number, until, verifyingSince: due });
  });
  return commands
    .flat()
    .filter(({ at }) => at <= until)
    .sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/** So many clues have their verification fall due in the days after `until`. */
const DUE_SOON = 6;
