import { LogDamaged } from '@cluetrail/event-sourcing';
import type { Problem } from './log.js';
import { LISTED } from './problems.js';
import { StoreRefused } from './store-refused.js';

/** What a log knows of its damage, whoever met it, and the alarm that is sounded at what is new. */
export class Damage {
  private listed: readonly Problem[] = [];
  private readonly alarms = new Set<(problems: readonly Problem[]) => void>();

  get known(): readonly Problem[] {
    return this.listed;
  }

  /** Answers how to stop it. */
  onNew(alarm: (problems: readonly Problem[]) => void): () => void {
    this.alarms.add(alarm);
    return () => void this.alarms.delete(alarm);
  }

  /** For what was found by whoever looked at everything: it takes the place of what was known. */
  becomes(problems: readonly Problem[]): void {
    const fresh = problems.filter((one) => !isIn(this.listed, one));
    this.listed = problems;
    if (fresh.length > 0) for (const alarm of [...this.alarms]) alarm(fresh);
  }

  /** A reading; damage that it meets is thrown, and known from then on. */
  async metBy<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      this.met(error);
      throw error;
    }
  }

  met(error: unknown): void {
    const problem = damageOf(error);
    if (problem && !isIn(this.listed, problem) && this.listed.length < LISTED)
      this.becomes([...this.listed, problem]);
  }
}

export function isIn(problems: readonly Problem[], { position, problem }: Problem): boolean {
  return problems.some((one) => one.position === position && one.problem === problem);
}

/** The place of it and what is wrong there, as a verification names it; undefined for any other error. */
export function damageOf(error: unknown): Problem | undefined {
  if (error instanceof LogDamaged) {
    const { position, expectedLeaf, foundLeaf } = error.at;
    return { position, problem: `leaf: expected ${expectedLeaf}, found ${foundLeaf}` };
  }
  if (!(error instanceof StoreRefused) || error.code !== 'log-damaged') return undefined;
  return { position: BigInt(error.detail['position'] ?? 0), problem: error.message };
}
