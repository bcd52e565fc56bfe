import { isIn } from './damage.js';
import type { Problem } from './log.js';
import { Problems } from './problems.js';

/** Events read at a step: about a millisecond, which no append notices. */
export const STEP = 100;

/** At least one step a second: a server that is restarted every night gets through a million events before. */
const LONGEST_WAIT_MS = 1000;

/** The longest timer there is. */
const LONGEST_CYCLE_MS = 2 ** 31 - 1;

export const WEEK_MS = 7 * 86_400_000;

export interface Scrubbed {
  /** Begins to read everything, {@link STEP} events with each `next`. What it throws is damage, too. */
  read(problems: Problems): Iterator<unknown> | AsyncIterator<unknown>;
  /** Events, more or less. */
  length(): number;
}

/**
 * Reads the whole log again and again, a little at a time, since a byte that changes on the disk shows only when it is
 * read. `tell` gets all problems known, whenever they change: those of this cycle, and until its end those of the last.
 */
export class Scrubber {
  private timer: NodeJS.Timeout | undefined;
  private known: readonly Problem[] = [];
  private stopped = false;

  constructor(
    private readonly log: Scrubbed,
    private readonly cycleMs: number,
    private readonly tell: (problems: readonly Problem[]) => void,
  ) {}

  start(): void {
    const began = performance.now();
    const problems = new Problems();
    const steps = this.log.read(problems);
    const expected = Math.ceil(this.log.length() / STEP) + 1;
    const wait = Math.min(LONGEST_WAIT_MS, this.cycleMs / (expected + 1));
    const last = this.known;
    const step = async () => {
      const done = await stepped(steps, problems);
      if (this.stopped) return;
      const found = problems.result(0).problems;
      this.now(done ? found : [...found, ...last.filter((one) => !isIn(found, one))]);
      if (!done) return this.after(wait, step);
      this.after(this.cycleMs - (performance.now() - began), () => this.start());
    };
    this.after(wait, step);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private now(problems: readonly Problem[]): void {
    const same =
      problems.length === this.known.length && problems.every((one) => isIn(this.known, one));
    this.known = problems;
    if (!same) this.tell(problems);
  }

  private after(millis: number, work: () => unknown): void {
    this.timer = setTimeout(work, Math.min(Math.max(millis, 0), LONGEST_CYCLE_MS)).unref();
  }
}

async function stepped(
  steps: Iterator<unknown> | AsyncIterator<unknown>,
  problems: Problems,
): Promise<boolean> {
  try {
    return (await steps.next()).done === true;
  } catch (error) {
    // A disk that cannot be read is what we look for; the rest is tried again in the next cycle.
    problems.add(0, String(Object(error).message ?? error));
    return true;
  }
}
