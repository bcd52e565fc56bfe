import type { EventStore, Position } from '@cluetrail/event-sourcing';

/** An event store as the product runs it: one that can be asked how it is, rung, and checked as a whole. */
export interface Log extends EventStore {
  readonly closed: boolean;
  /** Whether recordedAt rises strictly over the whole log; where not, it does so in each stream. */
  readonly monotone: boolean;
  /** Whether positions count events one by one, from 1. */
  readonly dense: boolean;
  /** Where the pin stood and where the log ended, if that was behind it, when it was opened. */
  readonly ahead?: Ahead;
  /** Why the last append was not written, or may not have been; undefined once one was decided again. */
  readonly refusing: string | undefined;
  /** Nothing is written any more before it is opened again. */
  readonly stopped: boolean;
  /** Called whenever {@link Log.refusing} becomes another cause, with it; undefined once it writes again. */
  onRefusing?(listener: (cause: string | undefined, lasting: boolean) => void): void;
  /** The bell: called after appends, with the head as it then is. Answers how to stop it. */
  onAppended(listener: (head: Position) => void): () => void;
  /** Damage that is known: a read met it, a verification found it, or the store by itself, reading in the background. Position 0: the schema. */
  readonly damage: readonly Problem[];
  /** The alarm: called with damage that was not known yet. Answers how to stop it. */
  onDamage(listener: (problems: readonly Problem[]) => void): () => void;
  /** Copies the log to a directory or a file and checks the copy; absent where the store's own tools do it. */
  backup?(to: string, onProgress?: (done: number, total: number) => void): Promise<BackedUp>;
  /**
   * Marks the log as the beginning of another one, until {@link endCopy}: meanwhile it opens for a copy alone. Absent
   * where a store cannot keep a mark.
   */
  beginCopy?(): Promise<void>;
  /** Takes the mark away, if there is one. */
  endCopy?(): Promise<void>;
  /** A loss that was accepted at the opening, and is not recorded yet. */
  readonly loss?: Loss;
  /** By what the role that serves could alter events, where a store knows roles: it need not. */
  readonly alters?: string;
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

/** Where a backup lies, how many events it holds, and the leaf of the last one in hexadecimal. */
export interface BackedUp {
  readonly file: string;
  readonly events: number;
  readonly leaf: string;
}

/** What a log has lost: the end that its pin names, and the one that stands. */
export interface Loss {
  readonly expected: End;
  readonly found: End;
}

/** A pin is written after each commit: a crash leaves one group between, a power cut what came in the last second. */
export interface Ahead {
  readonly pinned: number;
  readonly found: number;
}

/** Undefined where the pin named the end. */
export function aheadOf(pinned: number, found: number): Ahead | undefined {
  return found > pinned ? { pinned, found } : undefined;
}

/** Position and leaf (in hexadecimal) of the last event. */
interface End {
  readonly position: number;
  readonly leaf: string;
}
