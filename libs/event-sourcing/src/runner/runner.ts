import type { Event, Position } from '../event.js';
import type { Unseal } from '../projection.js';
import type { EventStore } from '../store.js';
import type { Work } from './cursor.js';
import { Handlers, type Matters } from './entry.js';
import { Procession } from './procession.js';
import type { Parked, ReadDatabase } from './read-database.js';
import { retryOne } from './retry.js';
import type { Definition } from './table.js';
import { Waiters } from './waiters.js';

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
  /** Called after every commit with the position that all projections have reached. */
  onCommitted?(position: Position): void;
}

/** `parked`: some streams wait for a retry, all else goes on. `dead`: stopped by an error; `start` tries again. */
export interface RunnerStatus {
  readonly state: 'idle' | 'behind' | 'parked' | 'dead';
  /** What all projections have reached. */
  readonly position: Position;
  readonly head: Position;
  /** head - position: the number of events where the store counts positions one by one. */
  readonly behind: bigint;
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

/** Brings the log's events into the tables of a read database. One runner per database. */
export function createRunner(options: RunnerOptions): Runner {
  return new ProjectionRunner(options);
}

const BATCH = 500;
const CACHE = 50_000;
const VACUUM_RETRY_MILLIS = 1000;

class ProjectionRunner implements Runner {
  private readonly work: Work;
  private readonly waiters = new Waiters();
  private procession?: Procession;
  private failure?: { readonly error: unknown };
  private following?: { readonly abort: AbortController; readonly done: Promise<void> };
  private stopped = false;
  private vacuumDue = false;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: RunnerOptions) {
    const { store, database, batch = BATCH, cache = CACHE } = options;
    this.work = {
      store,
      database,
      batch,
      cache,
      upcast: options.upcast ?? ((event) => event),
      handlers: new Handlers(options.unseal ?? (() => undefined)),
      matters: options.matters ?? { kinds: [], links: () => [] },
      erasing: new Set(options.erasing),
    };
  }

  async start(): Promise<void> {
    if (this.following && !this.failure) return;
    this.stopped = false;
    if (this.failure) this.procession = this.failure = undefined;
    await this.catchUp();
    const abort = new AbortController();
    this.following = { abort, done: this.follow(abort.signal) };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.following?.abort.abort();
    await this.following?.done;
    this.following = undefined;
    await this.turn;
    this.waiters.giveUp();
  }

  async catchUp(): Promise<Position> {
    const head = await this.head();
    let moved = true;
    while (moved && !this.stopped) {
      moved = await this.round();
      if (((await this.line()).position() ?? head) >= head) break;
    }
    await this.exclusive(() => this.vacuum());
    return (await this.line()).position() ?? head;
  }

  async reached(position: Position, timeoutMillis: number): Promise<boolean> {
    const now = this.procession?.position();
    if (now !== undefined && now >= position) return true;
    return this.failure ? false : this.waiters.wait(position, timeoutMillis);
  }

  async status(): Promise<RunnerStatus> {
    const { position: head } = await this.work.store.head();
    const position = this.procession?.position() ?? 0n;
    const parked = this.procession?.parkedCount() ?? 0;
    const behind = head > position ? head - position : 0n;
    const figures = { position, head, behind, parked };
    if (this.failure) return { state: 'dead', ...figures, error: this.failure.error };
    return { state: parked > 0 ? 'parked' : behind > 0n ? 'behind' : 'idle', ...figures };
  }

  async parked(): Promise<readonly Parked[]> {
    const names = new Set(this.options.projections.map(({ name }) => name));
    const all = await this.work.database.transaction((tx) => tx.parked());
    return all.filter(({ projection }) => names.has(projection));
  }

  retry(projection?: string, stream?: string): Promise<{ restored: number; parked: number }> {
    return this.exclusive(async () => {
      const line = await this.line();
      let restored = 0;
      for (const parked of await this.parked()) {
        if (projection !== undefined && parked.projection !== projection) continue;
        if (stream !== undefined && parked.stream !== stream) continue;
        const found = line.find(parked.projection);
        if (found && (await retryOne(this.work, { ...found, parked }))) restored += 1;
      }
      return { restored, parked: line.parkedCount() };
    });
  }

  async rebuild(name?: string, onProgress?: (progress: Progress) => void): Promise<void> {
    const { projections } = this.options;
    if (name !== undefined && !projections.some((one) => one.name === name))
      throw new Error(`rebuild: there is no projection called ${name}`);
    const beside = await this.exclusive(async () => (await this.line()).beginBeside(name));
    if (beside.length === 0 && projections.length > 0)
      throw new Error(`rebuild: ${name ?? 'every projection'} is being rebuilt already`);
    const head = await this.head();
    for (;;) {
      const line = await this.line();
      const building = beside.map((one) => line.find(one.name)).filter((one) => one !== undefined);
      if (building.length === 0) break;
      if (this.stopped) throw new Error('the runner was stopped while rebuilding');
      onProgress?.({ position: building[0].cursor.checkpoint.position, head });
      await this.round();
    }
    onProgress?.({ position: head, head });
  }

  private async follow(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted) if (!(await this.round())) await this.nextEvent(signal);
    } catch (error) {
      this.die(error);
    }
  }

  private async nextEvent(stop: AbortSignal): Promise<void> {
    const wake = new AbortController();
    const timer = this.vacuumDue && setTimeout(() => wake.abort(), VACUUM_RETRY_MILLIS);
    const signal = AbortSignal.any([stop, wake.signal]);
    const after = (await this.line()).front();
    try {
      for await (const _ of this.work.store.subscribe(after, signal)) return;
    } finally {
      if (timer) clearTimeout(timer);
    }
    if (!signal.aborted) throw new Error('the store ended its subscription');
  }

  /** True = there may be more to do. */
  private round(): Promise<boolean> {
    return this.exclusive(async () => {
      const line = await this.line();
      const { moved, settled, erased } = await line.round();
      this.vacuumDue ||= erased;
      if (settled) await this.vacuum();
      const position = line.position();
      if (moved && position !== undefined) {
        this.options.onCommitted?.(position);
        this.waiters.reached(position);
      }
      return moved;
    });
  }

  private async vacuum(): Promise<void> {
    if (this.vacuumDue) this.vacuumDue = !(await this.work.database.vacuum());
  }

  private async line(): Promise<Procession> {
    if (!this.procession) {
      this.vacuumDue = await this.work.database.vacuumNeeded();
      this.procession = await Procession.of(this.work, this.options.projections);
    }
    return this.procession;
  }

  private async head(): Promise<Position> {
    return (await this.work.store.head()).position;
  }

  /** One at a time; what fails here is the database or the store, and ends the runner. */
  private exclusive<T>(work: () => Promise<T>): Promise<T> {
    const run = this.turn.then(async () => {
      if (this.failure) throw this.failure.error;
      return work();
    });
    this.turn = run.catch((error: unknown) => this.die(error));
    return run;
  }

  private die(error: unknown): void {
    this.failure ??= { error };
    this.waiters.giveUp();
  }
}
