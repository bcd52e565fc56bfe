import type { Draft, Position, Recorded } from './event.js';
import { microsOf, nextMicros, recordedAtOf, type Clock } from './clock.js';
import { open, seal, type SealedEvent, type Sha256 } from './seal.js';
import {
  APPEND_LIMIT_BYTES,
  type Append,
  type EventStore,
  type Head,
  type Receipt,
} from './store.js';

/** The reference store: the contract in plain data. Real in tests of deciders and projections; nothing survives. */
export class MemoryStore implements EventStore {
  private readonly log: Recorded[] = [];
  private readonly streams = new Map<string, Recorded[]>();
  private readonly byId = new Map<string, Recorded>();
  private readonly bells = new Set<() => void>();
  private lastMicros = 0;
  private closed = false;

  constructor(
    private readonly clock: Clock,
    private readonly sha256: Sha256,
  ) {}

  async append(stream: string, expectedVersion: number, drafts: readonly Draft[]): Promise<Append> {
    if (this.closed) return { outcome: 'unavailable', cause: 'the store is closed' };
    checkDrafts(stream, drafts);
    const standing = drafts.map((draft) => this.byId.get(draft.eventId));
    if (standing.some((found) => found !== undefined)) return repeated(stream, standing);
    const events = this.streams.get(stream) ?? [];
    if (events.length !== expectedVersion)
      return { outcome: 'conflict', expected: expectedVersion, actual: events.length };
    const micros = nextMicros(this.lastMicros, this.clock.nowMicros());
    const recordedAt = recordedAtOf(micros);
    const sealed = drafts.map((draft, index) =>
      seal(draft, { version: expectedVersion + index + 1, recordedAt }, this.sha256),
    );
    checkSize(sealed);
    this.lastMicros = micros;
    return { outcome: 'appended', receipts: sealed.map((one) => receiptOf(this.put(one))) };
  }

  async read(stream: string, { from = 1, limit = Infinity } = {}): Promise<Recorded[]> {
    const events = this.streams.get(stream) ?? [];
    return events.slice(from - 1, from - 1 + limit).map((found) => open(found, this.sha256));
  }

  async readAll({ after = 0n, limit = Infinity }: { after?: Position; limit?: number } = {}) {
    const start = Number(after);
    return this.log.slice(start, start + limit).map((found) => open(found, this.sha256));
  }

  async *subscribe(after: Position | 'end', signal?: AbortSignal): AsyncIterable<Recorded> {
    let next = after === 'end' ? this.log.length : Number(after);
    while (!this.closed && !signal?.aborted) {
      if (next < this.log.length) yield open(this.log[next++], this.sha256);
      else await this.rung(signal);
    }
  }

  async head(): Promise<Head> {
    const last = this.log.at(-1);
    return last
      ? { position: last.position, leaf: last.leaf }
      : { position: 0n, leaf: new Uint8Array() };
  }

  async load(events: readonly SealedEvent[]): Promise<void> {
    for (const sealed of events) {
      open({ ...sealed, position: BigInt(this.log.length + 1) }, this.sha256);
      this.put(sealed);
      this.lastMicros = Math.max(this.lastMicros, microsOf(sealed.event.recordedAt));
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.ring();
  }

  private put(sealed: SealedEvent): Recorded {
    const recorded = { ...sealed, position: BigInt(this.log.length + 1) };
    this.log.push(recorded);
    this.byId.set(sealed.event.eventId, recorded);
    const events = this.streams.get(sealed.event.stream) ?? [];
    this.streams.set(sealed.event.stream, [...events, recorded]);
    this.ring();
    return recorded;
  }

  private rung(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.bells.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.bells.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  private ring(): void {
    for (const bell of [...this.bells]) bell();
  }
}

/** What every store refuses as a mistake of the program. */
export function checkDrafts(stream: string, drafts: readonly Draft[]): void {
  if (drafts.length === 0)
    throw new Error(`append to ${stream}: expected events, found an empty batch`);
  const astray = drafts.find((draft) => draft.stream !== stream);
  if (astray) throw new Error(`append to ${stream}: found an event of stream ${astray.stream}`);
}

export function checkSize(sealed: readonly SealedEvent[]): void {
  const size = sealed.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > APPEND_LIMIT_BYTES)
    throw new Error(`append: expected at most ${APPEND_LIMIT_BYTES} bytes, found ${size}`);
}

export function receiptOf({ event, position }: Pick<Recorded, 'event' | 'position'>): Receipt {
  const { eventId, stream, version, recordedAt } = event;
  return { eventId, stream, version, position, recordedAt };
}

function repeated(stream: string, standing: readonly (Recorded | undefined)[]): Append {
  const receipts = standing.map((found) => {
    if (!found || found.event.stream !== stream)
      throw new Error(`append to ${stream}: some of these event ids stand elsewhere in the log`);
    return receiptOf(found);
  });
  return { outcome: 'appended', receipts };
}
