import { microsOf } from '@cluetrail/event-sourcing';
import type { OwnReading } from './own-reading.js';
import { recordedAtOf, type Stored } from './stored-event.js';

/** What appending to a stream needs of it. */
export interface Known {
  readonly stream: string;
  version: number;
  /** `recordedAt` of its last event, in microseconds. */
  micros: number;
  /** Ids of all its events, with their versions. */
  readonly ids: Map<string, number>;
}

/** Ids kept of streams, and as many of single events: about 50 MB each when full. */
const LIMIT = 200_000;

/**
 * The ids of streams that this process wrote to lately. KurrentDB has no index of event ids, and takes ids for a retry
 * only where they stand right behind the version expected; so a stream is read once before its first append.
 */
export class KnownStreams {
  private readonly streams = new Map<string, Known>();
  private readonly places = new Map<string, string>();
  private readonly stale = new Set<string>();
  private count = 0;

  constructor(private readonly reading: OwnReading) {}

  /** As it was last seen; read where it was not, or where one of these ids was seen in it since. */
  async of(stream: string, ids: readonly string[]): Promise<Known> {
    const known = this.streams.get(stream);
    const news = ids.some((id) => this.places.get(id) === stream && !known?.ids.has(id));
    return known && !news && !this.stale.has(stream) ? known : this.refreshed(stream);
  }

  /** With what was written since, by whomever. */
  async refreshed(stream: string): Promise<Known> {
    const known = this.streams.get(stream);
    const from = (known?.version ?? 0) + 1;
    const newer = await this.reading.stream(stream, from, Infinity);
    this.stale.delete(stream);
    return this.add(known ?? { stream, version: 0, micros: 0, ids: new Map() }, newer);
  }

  add(known: Known, newer: readonly Stored[]): Known {
    for (const stored of newer) {
      known.version = Number(stored.revision) + 1;
      known.micros = Math.max(known.micros, microsOf(recordedAtOf(stored)));
      known.ids.set(stored.id, known.version);
      this.saw(stored.id, stored.stream);
    }
    this.remember(known, newer.length);
    return known;
  }

  /** After a failure that left open what stands: the next append looks for more. */
  doubt(stream: string): void {
    this.stale.add(stream);
  }

  /** An event passed by, written by another process or long ago. */
  saw(id: string, stream: string): void {
    this.places.set(id, stream);
    const [oldest] = this.places.keys();
    if (this.places.size > LIMIT && oldest !== undefined) this.places.delete(oldest);
  }

  /** Whether an id was seen in another stream; false says nothing about ids from longer ago. */
  elsewhere(id: string, stream: string): boolean {
    return (this.places.get(id) ?? stream) !== stream;
  }

  private remember(known: Known, more: number): void {
    const before = this.streams.delete(known.stream);
    this.streams.set(known.stream, known);
    this.count += before ? more : known.ids.size;
    for (const [stream, { ids }] of this.streams) {
      if (this.count <= LIMIT || stream === known.stream) break;
      this.count -= ids.size;
      this.streams.delete(stream);
    }
  }
}
