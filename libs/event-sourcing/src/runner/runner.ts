import type { Event, Position } from '../event.js';
import type { Unseal } from '../projection.js';
import type { EventStore } from '../store.js';
import type { Matters } from './entry.js';
import type { Parked, ReadDatabase } from './read-database.js';
import type { Definition } from './table.js';

export interface RunnerOptions {
  readonly store: EventStore;
  readonly database: ReadDatabase;
  readonly projections: readonly Definition[];
  readonly upcast?: (event: Event) => Event;
  readonly unseal?: Unseal;
  readonly matters?: Matters;
  /** Types of event after which deleted text must leave the files, as `KeyDestroyed`. */
  readonly erasing?: readonly string[];
  /** Events per transaction. */
  readonly batch?: number;
  /** Events held in memory for derived projections. */
  readonly cache?: number;
  /** By which a batch is parted into slices, so that nobody waits for the whole of it. Default: it is not parted. */
  nowMillis?(): number;
  /** Called after every commit with the position that all projections have reached. */
  onCommitted?(position: Position): void;
}

/**
 * `parked`: some streams wait for a retry, all else goes on. `rebuilding`: tables in use were emptied under it, and are
 * filled from the log again. `dead`: stopped by an error; it tries again each second.
 */
export interface RunnerStatus {
  readonly state: 'idle' | 'behind' | 'parked' | 'rebuilding' | 'dead';
  /** What all projections have reached. */
  readonly position: Position;
  /** When the event there was recorded; undefined where none was read since the start. */
  readonly recordedAt?: string;
  readonly head: Position;
  /** head - position: the number of events where the store counts positions one by one. */
  readonly behind: bigint;
  /** All of them had reached more of this log: some hold less than was answered from them before. */
  readonly emptied: boolean;
  /** Entries parked. */
  readonly parked: number;
  readonly error?: unknown;
}

export interface Runner {
  /** Resolves once caught up, and goes on following the log. Rejects with what stopped the catching up. */
  start(): Promise<void>;
  /** Ends after the transaction at hand. */
  stop(): Promise<void>;
  /** Reads up to the head as it is now; answers the position reached. Rejects with what killed the runner. */
  catchUp(): Promise<Position>;
  /** True once all projections have reached `position`; false after the time, or when the runner stops or dies. */
  reached(position: Position, timeoutMillis: number): Promise<boolean>;
  status(): Promise<RunnerStatus>;
  /** Called with what stopped it, again at each try that fails, and with nothing once all hold what they did. */
  onStopped(listener: (error?: unknown) => void): void;
  parked(): Promise<readonly Parked[]>;
  /** Applies what waits, in order. Without arguments: all that is parked. */
  retry(projection?: string, stream?: string): Promise<{ restored: number; parked: number }>;
  /**
   * Builds tables anew beside those in use (without a name: all) and puts them in their place; readers never see one
   * half built, and following goes on meanwhile.
   */
  rebuild(name?: string, onProgress?: (progress: Progress) => void): Promise<void>;
}

export interface Progress {
  readonly position: Position;
  readonly head: Position;
}
