import type { Clock } from '@cluetrail/event-sourcing';

/** Set by hand while the demo is filled; afterwards it runs on from where it stands, or is the system's. */
export class DemoClock implements Clock {
  private last = 0;
  private reading: () => number = () => 0;

  nowMicros(): number {
    // Every reading is later than the one before, also while the clock stands.
    this.last = Math.max(this.last + 1, Math.floor(this.reading()));
    return this.last;
  }

  /** It stands. Milliseconds since 1970. */
  set(millis: number): void {
    this.reading = () => millis * 1000;
  }

  /** From now on it runs, beginning at `millis`. */
  run(millis: number): void {
    const since = performance.now();
    this.reading = () => (millis + performance.now() - since) * 1000;
  }

  /** From now on it is the system's clock. */
  follow(): void {
    this.reading = () => Date.now() * 1000;
  }
}
