import type { Clock } from '@cluetrail/event-sourcing';

/** Set by hand while the demo is filled; afterwards it runs on from where it stands, or with the system's. */
export class DemoClock implements Clock {
  private micros = 0;
  private last = 0;
  private running: { readonly since: number } | undefined;

  nowMicros(): number {
    const now = this.running
      ? this.micros + (performance.now() - this.running.since) * 1000
      : this.micros;
    // Every reading is later than the one before, also while the clock stands.
    this.last = Math.max(this.last + 1, Math.floor(now));
    return this.last;
  }

  /** Milliseconds since 1970. */
  set(millis: number): void {
    this.micros = millis * 1000;
  }

  /** From now on it runs, beginning at `millis`. */
  run(millis: number): void {
    this.set(millis);
    this.running = { since: performance.now() };
  }
}
