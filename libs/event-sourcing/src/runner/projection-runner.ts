import type { Position } from '../event.js';
import { breath, rest } from './breath.js';
import type { Work } from './cursor.js';
import { Handlers } from './entry.js';
import { Procession } from './procession.js';
import type { Parked } from './read-database.js';
import { retryOne } from './retry.js';
import type { Progress, Runner, RunnerOptions, RunnerStatus } from './runner.js';
import { Waiters } from './waiters.js';

const BATCH = 500;
const CACHE = 50_000;
const VACUUM_RETRY_MILLIS = 1000;
const REVIVAL_MILLIS = 1000;

/** Brings the log's events into the tables of a read database. One runner per database. */
export function createRunner(options: RunnerOptions): Runner {
  return new ProjectionRunner(options);
}

export class ProjectionRunner implements Runner {
  private readonly work: Work;
  private readonly waiters = new Waiters();
  private readonly stops: ((error?: unknown) => void)[] = [];
  private procession?: Procession;
  /** The last one; stands until a round has succeeded again. */
  private failure?: { readonly error: unknown };
  private reviving = false;
  /** Told, and not yet that it goes on. */
  private stopped = false;
  /** What all projections have reached, ever. */
  private most: Position = 0n;
  private following?: Promise<void>;
  /** Ends the wait for the next event. */
  private wake = new AbortController();
  private life = new AbortController();
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
      nowMillis: () => options.nowMillis?.() ?? 0,
    };
  }

  async start(): Promise<void> {
    if (this.following && !this.failure) return;
    const { signal } = this.life;
    await (this.failure ? this.anew(() => this.catchUp()) : this.catchUp());
    if (!signal.aborted) this.following ??= this.follow(signal);
  }

  async stop(): Promise<void> {
    this.life.abort();
    this.life = new AbortController();
    await this.following;
    this.following = undefined;
    await this.turn;
    this.waiters.giveUp();
  }

  async catchUp(): Promise<Position> {
    const { signal } = this.life;
    const head = await this.head();
    for (let moved = true; moved && !signal.aborted;) {
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
    // Known no more while it tries to go on: on a server tables may have been emptied since, in a file they stand.
    const { database } = this.work;
    const position = this.procession?.position() ?? (database.onLost ? 0n : this.most);
    const parked = this.procession?.parkedCount() ?? 0;
    const behind = head > position ? head - position : 0n;
    const recordedAt = this.procession?.recordedAt();
    const emptied = position < (this.most < head ? this.most : head);
    const figures = { position, recordedAt, head, behind, parked, emptied };
    const isFilling = this.procession && (this.reviving || !this.failure);
    if (emptied && isFilling) return { state: 'rebuilding', ...figures };
    if (this.failure) return { state: 'dead', ...figures, error: this.failure.error };
    return { state: parked > 0 ? 'parked' : behind > 0n ? 'behind' : 'idle', ...figures };
  }

  onStopped(listener: (error?: unknown) => void): void {
    this.stops.push(listener);
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
    const { signal } = this.life;
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
      if (signal.aborted) throw new Error('the runner was stopped while rebuilding');
      onProgress?.({ position: building[0].cursor.checkpoint.position, head });
      await this.round();
    }
    onProgress?.({ position: head, head });
  }

  private async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted)
      try {
        if (this.failure) await this.anew(() => this.round());
        while (!signal.aborted) if (!(await this.round())) await this.nextEvent(signal);
      } catch (error) {
        this.die(error);
        await rest(REVIVAL_MILLIS, signal);
      }
  }

  /** From the checkpoint: what was in hand when it failed was rolled back. */
  private async anew<T>(work: () => Promise<T>): Promise<T> {
    this.procession = undefined;
    this.reviving = true;
    try {
      return await work();
    } finally {
      this.reviving = false;
    }
  }

  private async nextEvent(stop: AbortSignal): Promise<void> {
    const { database, store } = this.work;
    const wake = (this.wake = new AbortController());
    const timer = this.vacuumDue && setTimeout(() => wake.abort(), VACUUM_RETRY_MILLIS);
    let lost = false;
    const stopListening = database.onLost?.(() => {
      lost = true;
      wake.abort();
    });
    const signal = AbortSignal.any([stop, wake.signal]);
    const after = (await this.line()).front();
    try {
      for await (const _ of store.subscribe(after, signal)) return;
    } finally {
      if (timer) clearTimeout(timer);
      stopListening?.();
    }
    // Tables that a crash has emptied must not wait for the next event.
    if (lost) await this.exclusive(() => database.transaction(async () => undefined));
    if (!signal.aborted) throw new Error('the store ended its subscription');
  }

  /** True = there may be more to do. */
  private round(): Promise<boolean> {
    return this.exclusive(async () => {
      const line = await this.line();
      await breath();
      const { moved, settled, erased } = await line.round();
      this.vacuumDue ||= erased;
      if (settled) await this.vacuum();
      this.failure = undefined;
      const position = line.position();
      if (this.stopped && (position === undefined || position >= this.most)) this.goOn();
      if (position !== undefined && position > this.most) this.most = position;
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

  /** One at a time; what fails here is the database or the store, and stops the runner until it can go on. */
  private exclusive<T>(work: () => Promise<T>): Promise<T> {
    const run = this.turn.then(async () => {
      if (this.failure && !this.reviving) throw this.failure.error;
      return work();
    });
    this.turn = run.catch((error: unknown) => this.die(error));
    return run;
  }

  private die(error: unknown): void {
    this.failure = { error };
    this.stopped = true;
    this.waiters.giveUp();
    // Whoever follows tries to go on, also where it was another that failed.
    this.wake.abort();
    for (const told of this.stops) told(error);
  }

  private goOn(): void {
    this.stopped = false;
    for (const told of this.stops) told();
  }
}
