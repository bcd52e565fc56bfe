import { setTimeout as delay } from 'node:timers/promises';

const FIRST_MILLIS = 50;
const LONGEST_MILLIS = 2000;

export interface Patience {
  /** Until when, in milliseconds from now. */
  readonly forMillis: number;
  /** Failures after which the work is done again. */
  readonly passes: (error: unknown) => boolean;
  /** True = nobody waits any more. */
  readonly given?: () => boolean;
}

/** Does `work` again while its failure is one that passes and the time lasts; the last failure is thrown. */
export async function patiently<T>(
  work: () => Promise<T>,
  { forMillis, passes, given = () => false }: Patience,
): Promise<T> {
  const until = performance.now() + forMillis;
  for (let pause = FIRST_MILLIS; ; pause = Math.min(pause * 2, LONGEST_MILLIS)) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || performance.now() + pause > until || given()) throw error;
    }
    await delay(pause);
  }
}
