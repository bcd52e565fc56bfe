import { APPEND_LIMIT_BYTES, type Append } from '@cluetrail/event-sourcing';

/** Appends sent and not yet answered: bounded in number and bytes, so that a slow disk cannot fill the memory. */
export class InFlight {
  private count = 0;
  private bytes = 0;

  constructor(
    private readonly limit: number,
    private readonly limitBytes = 64 * APPEND_LIMIT_BYTES,
  ) {}

  /** The cause of `unavailable`, undefined where there is room. */
  full(size: number): string | undefined {
    if (this.count >= this.limit)
      return `the queue is full: ${this.count} appends wait, at most ${this.limit} may`;
    return this.count > 0 && this.bytes + size > this.limitBytes
      ? `the queue is full: ${this.bytes} bytes wait, at most ${this.limitBytes} may`
      : undefined;
  }

  /** Counts `answer` until it settles, also when nobody waits for it any more. */
  async counted<T>(size: number, answer: Promise<T>): Promise<T> {
    this.count += 1;
    this.bytes += size;
    try {
      return await answer;
    } finally {
      this.count -= 1;
      this.bytes -= size;
    }
  }
}

/** `unknown` where no answer came in time: the events may stand, now or later. */
export function within(timeoutMs: number, answer: Promise<Append>): Promise<Append> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => resolve({ outcome: 'unknown', cause: `no answer within ${timeoutMs} ms` }),
      timeoutMs,
    );
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
