import type { Event, Position } from '../event.js';

/** An event, upcast, with its place in the log. */
export interface Placed {
  readonly position: Position;
  readonly event: Event;
}

/** Least recently used values go first once their weights together pass the limit. */
export class Lru<V> {
  private readonly entries = new Map<string, V>();
  private total = 0;

  constructor(
    private readonly limit: number,
    private readonly weight: (value: V) => number,
  ) {}

  get(key: string): V | undefined {
    const found = this.entries.get(key);
    if (found === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, found);
    return found;
  }

  set(key: string, value: V): void {
    const before = this.entries.get(key);
    if (before !== undefined) this.remove(key, before);
    this.entries.set(key, value);
    this.total += this.weight(value);
    for (const [oldest, old] of this.entries) {
      if (this.total <= this.limit || oldest === key) return;
      this.remove(oldest, old);
    }
  }

  private remove(key: string, value: V): void {
    this.entries.delete(key);
    this.total -= this.weight(value);
  }
}

interface Held {
  readonly positions: readonly Position[];
  readonly events: readonly Event[];
  /** The shorter prefix that was last asked for. */
  prefix?: readonly Event[];
}

/**
 * The events of recently used streams. A cursor offers it every event that it passes, so that following the log reads
 * nothing again. While a stream stands still its events are the same array: handlers may remember by it.
 */
export class StreamCache {
  private readonly streams: Lru<Held>;

  /** `limit` = events held together. `read` answers a whole stream, in order of version. */
  constructor(
    private readonly read: (stream: string) => Promise<readonly Placed[]>,
    limit: number,
  ) {
    this.streams = new Lru(limit, ({ events }) => events.length + 1);
  }

  /** `keep`: hold the stream from its first event on, even though nobody asked for it yet. */
  offer({ position, event }: Placed, { keep }: { keep: boolean }): void {
    const held = this.streams.get(event.stream);
    if (!held) {
      if (keep && event.version === 1)
        this.streams.set(event.stream, { positions: [position], events: [event] });
      return;
    }
    if (position <= (held.positions.at(-1) ?? 0n)) return;
    this.streams.set(event.stream, {
      positions: [...held.positions, position],
      events: [...held.events, event],
    });
  }

  /** The events of a stream with positions ≤ `upTo`; undefined = not held, ask {@link at}. */
  peek(stream: string, upTo: Position): readonly Event[] | undefined {
    const held = this.streams.get(stream);
    return held && prefixOf(held, upTo);
  }

  async at(stream: string, upTo: Position): Promise<readonly Event[]> {
    const found = this.peek(stream, upTo);
    if (found) return found;
    const held = await this.fetch(stream);
    return prefixOf(held, upTo);
  }

  /** The first event of a stream behind `after` and not behind `upTo`. */
  async next(stream: string, after: Position, upTo: Position): Promise<Placed | undefined> {
    const { positions, events } = this.streams.get(stream) ?? (await this.fetch(stream));
    const index = positions.findIndex((position) => position > after);
    return index >= 0 && positions[index] <= upTo
      ? { position: positions[index], event: events[index] }
      : undefined;
  }

  private async fetch(stream: string): Promise<Held> {
    const placed = await this.read(stream);
    const held = {
      positions: placed.map(({ position }) => position),
      events: placed.map(({ event }) => event),
    };
    this.streams.set(stream, held);
    return held;
  }
}

function prefixOf(held: Held, upTo: Position): readonly Event[] {
  const { positions, events } = held;
  if (positions.length === 0 || positions[positions.length - 1] <= upTo) return events;
  const count = countUpTo(positions, upTo);
  if (held.prefix?.length !== count) held.prefix = events.slice(0, count);
  return held.prefix;
}

function countUpTo(positions: readonly Position[], upTo: Position): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (positions[middle] <= upTo) low = middle + 1;
    else high = middle;
  }
  return low;
}
