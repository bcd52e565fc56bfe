import type { Event, EventStore, Position, Recorded } from '@cluetrail/event-sourcing';

/** A stream as it stands in the store: newest shapes, with the places that receipts need. */
export interface Loaded {
  readonly stream: string;
  readonly version: number;
  readonly recorded: readonly Recorded[];
  readonly events: readonly Event[];
}

/** A stream with the head of the log that was seen before it was read: while the head stands, so does the stream. */
interface Kept extends Loaded {
  readonly seenAt: Position;
}

/**
 * A bounded cache of streams. A load reads what came since, so that it is right on every store, also when another
 * process appends; it reads nothing while the log has not moved, and answers during a slow sync too.
 */
export class LoadedStreams {
  private readonly cache = new Map<string, Kept>();

  constructor(
    private readonly store: EventStore,
    private readonly upcast: (event: Event) => Event,
    private readonly limit = 2000,
  ) {}

  async load(stream: string): Promise<Loaded> {
    const { position: seenAt } = await this.store.head();
    const known = this.cache.get(stream);
    if (known && known.seenAt >= seenAt) return known;
    const { version, recorded, events } = known ?? { version: 0, recorded: [], events: [] };
    const newer = await this.store.read(stream, { from: version + 1 });
    const loaded: Kept = {
      stream,
      seenAt,
      version: version + newer.length,
      recorded: newer.length === 0 ? recorded : [...recorded, ...newer],
      events:
        newer.length === 0 ? events : [...events, ...newer.map(({ event }) => this.upcast(event))],
    };
    if (loaded.version > 0) this.remember(loaded);
    return loaded;
  }

  private remember(loaded: Kept): void {
    this.cache.delete(loaded.stream);
    this.cache.set(loaded.stream, loaded);
    const [oldest] = this.cache.keys();
    if (this.cache.size > this.limit && oldest !== undefined) this.cache.delete(oldest);
  }
}
