import { messageOf } from './failure.js';
import type { LogFile } from './log-file.js';
import type { Problem } from '../shared/log.js';
import { isIn } from '../shared/damage.js';
import { Problems } from '../shared/problems.js';
import { verification } from './verification.js';

/** Events read at a step: about a millisecond, which no append notices. */
const STEP = 100;

/** At least one step a second: a server that is restarted every night gets through a million events before. */
const LONGEST_WAIT_MS = 1000;

/** The longest timer there is. */
const LONGEST_CYCLE_MS = 2 ** 31 - 1;

/**
 * Reads the whole log again and again, a little at a time, since a byte that changes on the disk shows only when it is
 * read. `tell` gets all problems known, whenever they change: those of this cycle, and until its end those of the last.
 */
export class Scrubber {
  private timer: NodeJS.Timeout | undefined;
  private known: readonly Problem[] = [];

  constructor(
    private readonly log: LogFile,
    private readonly cycleMs: number,
    private readonly tell: (problems: readonly Problem[]) => void,
  ) {}

  start(): void {
    const began = performance.now();
    const problems = new Problems();
    const steps = verification(this.log, { pageLength: STEP, problems });
    const expected = Math.ceil(this.log.end.position / STEP) + 1;
    const wait = Math.min(LONGEST_WAIT_MS, this.cycleMs / (expected + 1));
    const last = this.known;
    const step = () => {
      const done = this.stepped(steps, problems);
      const found = problems.result(0).problems;
      this.now(done ? found : [...found, ...last.filter((one) => !isIn(found, one))]);
      if (!done) return this.after(wait, step);
      this.after(this.cycleMs - (performance.now() - began), () => this.start());
    };
    this.after(wait, step);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private stepped(steps: ReturnType<typeof verification>, problems: Problems): boolean {
    try {
      return steps.next().done === true;
    } catch (error) {
      // A disk that cannot be read is what we look for; the rest is tried again in the next cycle.
      problems.add(0, messageOf(error));
      return true;
    }
  }

  private now(problems: readonly Problem[]): void {
    const same =
      problems.length === this.known.length && problems.every((one) => isIn(this.known, one));
    this.known = problems;
    if (!same) this.tell(problems);
  }

  private after(millis: number, work: () => void): void {
    this.timer = setTimeout(work, Math.min(Math.max(millis, 0), LONGEST_CYCLE_MS)).unref();
  }
}
