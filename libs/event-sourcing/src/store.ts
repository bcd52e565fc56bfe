import type { Draft, Position, Recorded } from './event.js';
import type { SealedEvent } from './seal.js';

/** What a writer gets back for each event; the same again at every retry. */
export interface Receipt {
  readonly eventId: string;
  readonly stream: string;
  readonly version: number;
  readonly position: Position;
  readonly recordedAt: string;
}

/**
 * `unknown`: a time-out or a failed sync; the events may stand. Retry with the same ids: exactly one copy results.
 * `unavailable`: nothing was written (queue full, store down), nor by an earlier try whose outcome was unknown to this
 * process. `full`: since the disk has no room. `stopped`: nothing is written any more before the log is opened again.
 */
export type Append =
  | { readonly outcome: 'appended'; readonly receipts: readonly Receipt[] }
  | { readonly outcome: 'conflict'; readonly expected: number; readonly actual: number }
  | ({ readonly outcome: 'unknown' } & Pick<Unwritten, 'cause' | 'stopped'>)
  | ({ readonly outcome: 'unavailable' } & Unwritten);

export interface Unwritten {
  readonly cause: string;
  readonly full?: true;
  readonly stopped?: true;
}

export interface Head {
  readonly position: Position;
  /** Leaf of the last event; empty before the first. */
  readonly leaf: Uint8Array;
}

/** One append: at most this many bytes of canonical events together. */
export const APPEND_LIMIT_BYTES = 1024 * 1024;

/**
 * The port. All adapters keep one contract (test/contract).
 * Versions: a stream's first event is 1; a missing stream reads as empty; `expectedVersion` = number of events there.
 */
export interface EventStore {
  /**
   * All or nothing. A stream that holds these ids already answers `appended` with the first receipts, whatever
   * version is expected. Otherwise `conflict` unless the stream has exactly `expectedVersion` events.
   * Outcomes are returned, never thrown; an empty batch, ids that stand elsewhere or an append beyond
   * {@link APPEND_LIMIT_BYTES} is a mistake of the program and throws.
   */
  append(stream: string, expectedVersion: number, drafts: readonly Draft[]): Promise<Append>;
  /** `from` = first version wanted (default 1), in order of version. Throws LogDamaged. */
  read(stream: string, options?: { from?: number; limit?: number }): Promise<Recorded[]>;
  /** Events behind `after` (default 0n) in the global order. Nothing ever appears behind a position already read. */
  readAll(options?: { after?: Position; limit?: number }): Promise<Recorded[]>;
  /** Endless: history behind `after` (or from the end), then live, without gap or duplicate. Ends with `signal` or close. */
  subscribe(after: Position | 'end', signal?: AbortSignal): AsyncIterable<Recorded>;
  head(): Promise<Head>;
  /** For a copy: sealed events of another log, as they are, only behind this log's own head. */
  load(events: readonly SealedEvent[]): Promise<void>;
  close(): Promise<void>;
}
