import type { EventStore, Position } from '@cluetrail/event-sourcing';

/** An event store as the product runs it: one that can be asked how it is, rung, and checked as a whole. */
export interface Log extends EventStore {
  readonly closed: boolean;
  /** Whether recordedAt rises strictly over the whole log; where not, it does so in each stream. */
  readonly monotone: boolean;
  /** Why the last append was not written, or may not have been; undefined once one was decided again. */
  readonly refusing: string | undefined;
  /** The bell: called after appends, with the head as it then is. Answers how to stop it. */
  onAppended(listener: (head: Position) => void): () => void;
  /** Checks every event against its leaf and its place; reads and appends go on meanwhile. */
  verifyAll(onProgress?: (checked: number, total: number) => void): Promise<Verification>;
}

/** `firstBad`: the lowest position with a problem. At most the first 1,000 problems are listed. */
export interface Verification {
  readonly events: number;
  readonly firstBad?: bigint;
  readonly problems: readonly Problem[];
}

export interface Problem {
  readonly position: bigint;
  readonly problem: string;
}
