import type { Event, EventStore, Recorded } from '@cluetrail/event-sourcing';

/** A stream as it stands in the store: newest shapes, with the places that receipts need. */
export interface Loaded {
  readonly stream: string;
  readonly version: number;
  readonly recorded: readonly Recorded[];
  readonly events: readonly Event[];
}

/**
 * A bounded cache of streams. Every load reads what came since, so that it is right on every store, also when another
 * process appends; what it saves is reading and checking the old part again.
 */
export class LoadedStreams {
  private readonly cache = new Map<string, Loaded>();

  constructor(
    private readonly store: EventStore,
    private readonly upcast: (event: Event) => Event,
    private readonly limit = 2000,
  ) {}

  async load(stream: string): Promise<Loaded> {
    const known = this.cache.get(stream) ?? { stream, version: 0, recorded: [], events: [] };
    const newer = await this.store.read(stream, { from: known.version + 1 });
    const loaded: Loaded =
      newer.length === 0
        ? known
        : {
            stream,
            version: known.version + newer.length,
            recorded: [...known.recorded, ...newer],
            events: [...known.events, ...newer.map(({ event }) => this.upcast(event))],
          };
    if (loaded.version > 0) this.remember(loaded);
    return loaded;
  }

  private remember(loaded: Loaded): void {
    this.cache.delete(loaded.stream);
    this.cache.set(loaded.stream, loaded);
    const [oldest] = this.cache.keys();
    if (this.cache.size > this.limit && oldest !== undefined) this.cache.delete(oldest);
  }
}
