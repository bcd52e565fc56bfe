import { setTimeout as delay } from 'node:timers/promises';
import { type FailureKind, KurrentFailure } from './failure.js';

const FIRST_MILLIS = 50;
const LONGEST_MILLIS = 2000;

/** What a node that restarts or a change of leaders gives, and what goes by. */
const PASSING: ReadonlySet<FailureKind> = new Set(['not-leader', 'not-handled', 'lost']);

export interface Patience {
  /** Until when, in milliseconds from now. */
  readonly forMillis: number;
  /** Failures after which the work is done again. Default: all that pass; for what may be done twice. */
  readonly passing?: ReadonlySet<FailureKind>;
  readonly given?: () => boolean;
}

/** Does `work` again while its failure is one that passes and the time lasts; the last failure is thrown. */
export async function patiently<T>(
  work: () => Promise<T>,
  { forMillis, passing = PASSING, given = () => false }: Patience,
): Promise<T> {
  const until = performance.now() + forMillis;
  for (let pause = FIRST_MILLIS; ; pause = Math.min(pause * 2, LONGEST_MILLIS)) {
    try {
      return await work();
    } catch (error) {
      const passes = error instanceof KurrentFailure && passing.has(error.kind);
      if (!passes || performance.now() + pause > until || given()) throw error;
    }
    await delay(pause);
  }
}
