import type { Event, Position, Recorded } from '../event.js';
import { hex } from '../seal.js';
import type { EventStore } from '../store.js';
import { derivedPass, type DerivedPass } from './apply-derived.js';
import { applyProjection } from './apply-projection.js';
import { Slices } from './breath.js';
import type { Derivation, Known } from './derivation.js';
import { type Entry, Handlers, type Matters } from './entry.js';
import type { Checkpoint, ReadDatabase, ReadTransaction } from './read-database.js';
import { Lru, type Placed, StreamCache } from './stream-cache.js';

/** What every cursor of a runner works with. */
export interface Work {
  readonly store: EventStore;
  readonly database: ReadDatabase;
  readonly upcast: (event: Event) => Event;
  readonly handlers: Handlers;
  readonly matters: Matters;
  readonly erasing: ReadonlySet<string>;
  /** Events per transaction, and events held in memory. */
  readonly batch: number;
  readonly cache: number;
  readonly nowMillis: () => number;
}

/** Projections that stand at the same place of the log and read on together. */
export class Cursor {
  readonly known: Known;
  /** Of the event at the checkpoint; undefined until it has read one. */
  recordedAt: string | undefined;

  constructor(
    private readonly work: Work,
    public checkpoint: Checkpoint,
    public entries: readonly Entry[],
  ) {
    this.known = knownFrom(work);
  }

  /** Applies events that follow the checkpoint: rows and checkpoints in one transaction. True = one erases text. */
  async advance(batch: readonly Recorded[]): Promise<boolean> {
    const { database, upcast, erasing, nowMillis } = this.work;
    const events = batch.map(({ position, event }) => ({ position, event: upcast(event) }));
    const last = batch[batch.length - 1];
    const checkpoint = { position: last.position, leaf: hex(last.leaf) };
    const erases = events.some(({ event }) => erasing.has(event.type));
    await database.transaction(async (tx) => {
      const slices = new Slices(nowMillis);
      await this.project(tx, events, slices);
      await this.derive(tx, events, slices);
      for (const { name } of this.entries) await tx.saveCheckpoint(name, checkpoint);
      if (erases) await tx.needVacuum();
    });
    this.checkpoint = checkpoint;
    this.recordedAt = last.event.recordedAt;
    return erases;
  }

  private async project(
    tx: ReadTransaction,
    events: readonly Placed[],
    slices: Slices,
  ): Promise<void> {
    for (const entry of this.entries) {
      await slices.next();
      const { definition } = entry;
      if (definition.kind === 'projection')
        await applyProjection(
          tx,
          { ...entry, definition },
          { events, handlers: this.work.handlers },
        );
    }
  }

  private async derive(
    tx: ReadTransaction,
    events: readonly Placed[],
    slices: Slices,
  ): Promise<void> {
    const passes: DerivedPass[] = [];
    for (const entry of this.entries) {
      const derivation = derivationOf(this.work, { tx, entry, known: this.known });
      if (derivation) passes.push(await derivedPass(derivation, events));
    }
    if (passes.length === 0) return;
    const kinds = this.work.matters.kinds.map((kind) => `${kind}-`);
    for (const [index, placed] of events.entries()) {
      await slices.next();
      const keep = kinds.some((prefix) => placed.event.stream.startsWith(prefix));
      this.known.streams.offer(placed, { keep });
      for (const pass of passes) await pass.see(placed, events[index + 1]);
    }
    for (const pass of passes) {
      await slices.next();
      await pass.finish(events[events.length - 1].position);
    }
  }
}

/** Undefined for a projection that is not derived. */
export function derivationOf(
  { handlers, matters }: Work,
  { tx, entry, known }: { tx: ReadTransaction; entry: Entry; known: Known },
): Derivation | undefined {
  const { definition } = entry;
  return definition.kind === 'derived'
    ? { tx, entry: { ...entry, definition }, known, handlers, matters, watched: new Set() }
    : undefined;
}

function knownFrom(work: Work): Known {
  return {
    streams: new StreamCache((stream) => readStream(work, stream), work.cache),
    watching: new Lru(work.cache, (streams) => streams.length + 1),
  };
}

async function readStream({ store, upcast }: Work, stream: string): Promise<Placed[]> {
  const recorded = await store.read(stream);
  return recorded.map(({ position, event }) => ({ position, event: upcast(event) }));
}

/** Events behind `after`, up to and including `upTo` where given. */
export async function readOn(
  { store, batch }: Work,
  after: Position,
  upTo?: Position,
): Promise<Recorded[]> {
  const read = await store.readAll({ after, limit: batch });
  return upTo === undefined ? read : read.filter(({ position }) => position <= upTo);
}
