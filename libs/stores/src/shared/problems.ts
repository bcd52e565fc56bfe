import type { Problem, Verification } from './log.js';

/** No more are kept. */
export const LISTED = 1000;

/** What a verification found, each with the position where it shows. */
export class Problems {
  private readonly listed: Problem[] = [];
  private least: number | undefined;

  add(position: number, problem: string): void {
    if (this.least === undefined || position < this.least) this.least = position;
    if (this.listed.length < LISTED) this.listed.push({ position: BigInt(position), problem });
  }

  get none(): boolean {
    return this.least === undefined;
  }

  result(events: number): Verification {
    const base = { events, problems: this.listed };
    return this.least === undefined ? base : { ...base, firstBad: BigInt(this.least) };
  }
}
