import type { Recorded, SealedEvent } from '@cluetrail/event-sourcing';
import { stamped } from '../shared/stamp.js';
import type { Place } from './messages.js';
import { eventOf } from './row.js';

/** As sent, under a blank time, with the time and position that it got. */
interface Sent {
  readonly position: number;
  readonly recordedAt: string;
  readonly blank: Uint8Array;
}

/** The end of a stream, from version `first` on. */
interface Tail {
  readonly first: number;
  readonly events: Sent[];
}

/**
 * The ends of the streams that were written last, so that who reads what is being worked on does not wait with the writers
 * for the disk. Right only where it hears of every append before the head moves, and nobody else writes.
 */
export class RecentEvents {
  private readonly tails = new Map<string, Tail>();
  private bytes = 0;
  /** The last position heard of. */
  private newest = 0;

  constructor(private readonly limitBytes = 32 * 1024 * 1024) {}

  /** Acknowledged; `head`: the last position before its group. A retry stands behind nothing new, and changes nothing. */
  appended(
    stream: string,
    {
      checked,
      places,
      head,
    }: { checked: readonly SealedEvent[]; places: readonly Place[]; head: number },
  ): void {
    const [position, first] = places[0];
    // Of any stream: what it repeats may stand in a group of which that stream is forgotten already.
    if (position <= Math.max(head, this.newest)) return;
    this.newest = position + places.length - 1;
    const events = this.taken(stream)?.events ?? [];
    for (const { blank } of events) this.bytes += blank.length;
    places.forEach(([place, , recordedAt], index) => {
      const blank = checked[index].bytes;
      this.bytes += blank.length;
      events.push({ position: place, recordedAt, blank });
    });
    // Last: what was written longest ago goes first.
    this.tails.set(stream, { first: first + places.length - events.length, events });
    for (const [oldest] of this.tails)
      if (this.bytes > this.limitBytes) this.taken(oldest);
      else break;
  }

  /** As the file would give them; undefined where it has to be asked. */
  read(stream: string, from: number, limit: number): Recorded[] | undefined {
    const tail = this.tails.get(stream);
    if (!tail || from < tail.first) return undefined;
    const start = from - tail.first;
    return tail.events.slice(start, start + limit).map(recordedOf);
  }

  clear(): void {
    this.tails.clear();
    this.bytes = 0;
  }

  private taken(stream: string): Tail | undefined {
    const tail = this.tails.get(stream);
    this.tails.delete(stream);
    for (const { blank } of tail?.events ?? []) this.bytes -= blank.length;
    return tail;
  }
}

function recordedOf({ position, recordedAt, blank }: Sent): Recorded {
  const { bytes, leaf } = stamped(blank, recordedAt);
  return { position: BigInt(position), leaf, bytes, event: eventOf({ bytes }) };
}
