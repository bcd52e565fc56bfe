import {
  type Append,
  type Clock,
  type Draft,
  microsOf,
  nextMicros,
  type Receipt,
  type Recorded,
  receiptOf,
  recordedAtOf,
  seal,
  type SealedEvent,
} from '@cluetrail/event-sourcing';
import { patiently } from '../shared/patience.js';
import { sha256 } from '../shared/sha256.js';
import { StoreRefused } from '../shared/store-refused.js';
import type { Connection } from './connection.js';
import { elsewhere, failureOf, KurrentFailure, passing } from './failure.js';
import type { Known, KnownStreams } from './known-streams.js';
import type { OwnReading } from './own-reading.js';
import { proposedOf, recordedOf } from './stored-event.js';

/** One append on its way. `over`: nobody waits any more, so it must not be sent. */
export interface Sending {
  sent: boolean;
  over: boolean;
}

export interface Parts {
  readonly connection: Connection;
  readonly reading: OwnReading;
  readonly known: KnownStreams;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** The last event of an append that stands. */
  readonly onWritten: (last: Recorded) => void;
}

/** Decides appends and sends them. Appends to one stream go one after another: each needs to know what stands. */
export class Appending {
  private readonly turns = new Map<string, Promise<unknown>>();
  /** Latest `recordedAt` of this process, in microseconds. */
  private lastMicros: number;

  constructor(
    private readonly parts: Parts,
    lastMicros: number,
  ) {
    this.lastMicros = lastMicros;
  }

  append(
    stream: string,
    expected: number,
    drafts: readonly Draft[],
    sending: Sending,
  ): Promise<Append> {
    return this.inTurn(stream, () => this.decide(stream, expected, drafts, sending));
  }

  /** As they are, behind what stands: for a copy. Events of one stream only. */
  load(stream: string, events: readonly SealedEvent[]): Promise<void> {
    return this.inTurn(stream, async () => {
      const known = await this.fresh(stream);
      events.forEach(({ event }, index) => {
        const next = known.version + index + 1;
        if (event.version !== next)
          throw new Error(`load of ${stream}: expected version ${next}, found ${event.version}`);
        if (known.ids.has(event.eventId) || this.parts.known.elsewhere(event.eventId, stream))
          throw new Error(`load of ${stream}: event ${event.eventId} stands in the log already`);
      });
      await this.sent(known, events);
      await this.readBack(known, events);
      this.lastMicros = Math.max(this.lastMicros, known.micros);
    });
  }

  private async decide(
    stream: string,
    expected: number,
    drafts: readonly Draft[],
    sending: Sending,
  ): Promise<Append> {
    try {
      return await this.decided(stream, expected, drafts, sending);
    } catch (error) {
      if (!(error instanceof KurrentFailure)) throw error;
      if (error.kind === 'deleted') throw tombstoned(stream);
      const open = sending.sent && error.kind === 'lost';
      return { outcome: open ? 'unknown' : 'unavailable', cause: error.message };
    }
  }

  private async decided(
    stream: string,
    expected: number,
    drafts: readonly Draft[],
    sending: Sending,
  ): Promise<Append> {
    const ids = drafts.map(({ eventId }) => eventId);
    let known = await this.parts.known.of(stream, ids);
    for (;;) {
      let places = this.placesOf(known, ids);
      if (!places && known.version !== expected) {
        known = await this.fresh(stream);
        places = this.placesOf(known, ids);
        if (!places && known.version !== expected)
          return { outcome: 'conflict', expected, actual: known.version };
      }
      if (places) return { outcome: 'appended', receipts: await this.receipts(stream, places) };
      if (sending.over) return { outcome: 'unavailable', cause: 'no answer in time, nothing sent' };
      sending.sent = true;
      try {
        return { outcome: 'appended', receipts: await this.written(known, drafts) };
      } catch (error) {
        if (failureOf(error).kind !== 'conflict') throw error;
      }
      // Another process was faster, with this very command or another: look again.
      sending.sent = false;
      known = await this.fresh(stream);
    }
  }

  /** Versions under which these ids stand in the stream; undefined where none does. Throws where some stand elsewhere. */
  private placesOf(known: Known, ids: readonly string[]): number[] | undefined {
    const { stream } = known;
    const places = ids.map((id) => known.ids.get(id));
    const found = places.filter((version) => version !== undefined);
    if (found.length === ids.length) return found;
    const elsewhere = ids.some((id) => this.parts.known.elsewhere(id, stream));
    if (found.length > 0 || elsewhere)
      throw new Error(`append to ${stream}: some of these event ids stand elsewhere in the log`);
    return undefined;
  }

  private async receipts(stream: string, versions: readonly number[]): Promise<Receipt[]> {
    const first = Math.min(...versions);
    const count = Math.max(...versions) - first + 1;
    const events = await this.parts.reading.recorded(stream, first, count);
    return versions.map((version) => receiptOf(events[version - first]));
  }

  private async written(known: Known, drafts: readonly Draft[]): Promise<Receipt[]> {
    const { clock } = this.parts;
    const micros = nextMicros(Math.max(known.micros, this.lastMicros), clock.nowMicros());
    const recordedAt = recordedAtOf(micros);
    const sealed = drafts.map((draft, index) =>
      seal(draft, { version: known.version + index + 1, recordedAt }, sha256),
    );
    await this.sent(known, sealed);
    const receipts = await this.readBack(known, sealed);
    this.lastMicros = Math.max(this.lastMicros, microsOf(receipts[0].recordedAt));
    return receipts;
  }

  private async sent(known: Known, sealed: readonly SealedEvent[]): Promise<void> {
    const { connection, timeoutMs } = this.parts;
    const { stream, version } = known;
    const send = () => connection.append(stream, version, sealed.map(proposedOf));
    try {
      const last = await patiently(send, { forMillis: timeoutMs, passes: elsewhere });
      const expected = BigInt(version + sealed.length - 1);
      if (last !== expected) throw misplaced(stream, expected, last);
    } catch (error) {
      this.parts.known.doubt(stream);
      throw error;
    }
  }

  /**
   * What the server now holds there. It names one position for the whole append, and says success also when another
   * process wrote the same ids a moment before: then the receipts are those of the first.
   */
  private async readBack(known: Known, sealed: readonly SealedEvent[]): Promise<Receipt[]> {
    const { reading, timeoutMs } = this.parts;
    const { stream, version } = known;
    const read = () => reading.stream(stream, version + 1, sealed.length);
    try {
      const stored = await patiently(read, { forMillis: timeoutMs, passes: passing });
      const events = stored.map(recordedOf);
      sealed.forEach(({ event }, index) => {
        const found = events[index]?.event.eventId;
        if (found !== event.eventId) throw misplaced(stream, event.eventId, found);
      });
      this.parts.known.add(known, stored);
      this.parts.onWritten(events[events.length - 1]);
      return events.map(receiptOf);
    } catch (error) {
      this.parts.known.doubt(stream);
      // They stand, but where is not known: a retry will find them.
      if (error instanceof KurrentFailure) throw new KurrentFailure('lost', error.message);
      throw error;
    }
  }

  private fresh(stream: string): Promise<Known> {
    const { known, timeoutMs } = this.parts;
    return patiently(() => known.refreshed(stream), { forMillis: timeoutMs, passes: passing });
  }

  private inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(stream) ?? Promise.resolve()).then(work);
    const settled = turn
      .catch(() => undefined)
      .then(() => {
        if (this.turns.get(stream) === settled) this.turns.delete(stream);
      });
    this.turns.set(stream, settled);
    return turn;
  }
}

function misplaced(stream: string, expected: unknown, found: unknown): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the log is damaged: stream ${stream}: expected ${String(expected)} as its last revision or id, found ${String(found)}`,
    { stream, expected: String(expected), found: String(found) },
  );
}

function tombstoned(stream: string): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the log is damaged: expected stream ${stream} whole, found it deleted for ever`,
    { stream, expected: 'whole', found: 'deleted for ever' },
  );
}
