import { setTimeout as delay } from 'node:timers/promises';
import { StoreRefused } from '../shared/store-refused.js';

/** A lost lock is taken again at once, unless the server is away. */
const PATIENCE_MILLIS = 2000;

/**
 * Whether tables are as this process left them. While it does not hold them, and until it has seen whether another one
 * wrote meanwhile, their rows may be those of another log: no question is answered from them.
 */
export class Standing {
  private losses = 0;
  private refusal: StoreRefused | undefined;
  private again: PromiseWithResolvers<void> | undefined;

  /** `place`: for messages. */
  constructor(private readonly place: string) {}

  /** `refusal`: who holds them now, where that is known. */
  lost(refusal?: StoreRefused): void {
    this.losses += 1;
    this.refusal = refusal;
    this.again ??= Promise.withResolvers();
    // Those who wait are told at once.
    if (refusal) this.over();
  }

  found(): void {
    this.refusal = undefined;
    this.over();
  }

  /** Rejects with StoreRefused: `in-use`, or `read-models-unreadable` where the tables are not held again in time. */
  async answered<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.checked();
      const { losses } = this;
      const answer = await ask();
      if (losses === this.losses) return answer;
    }
  }

  private async checked(): Promise<void> {
    if (this.again)
      await Promise.race([this.again.promise, delay(PATIENCE_MILLIS, undefined, { ref: false })]);
    if (this.refusal) throw this.refusal;
    if (!this.again) return;
    const found = 'a session that was lost';
    throw new StoreRefused(
      'read-models-unreadable',
      `${this.place}: expected to hold them, found ${found}`,
      { found },
    );
  }

  private over(): void {
    this.again?.resolve();
    this.again = undefined;
  }
}
