import type { Draft, Position, Recorded } from './event.js';
import { microsOf, nextMicros, recordedAtOf, type Clock } from './clock.js';
import { freeze, open, seal, type SealedEvent, type Sha256 } from './seal.js';
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
    checkDrafts(stream, expectedVersion, drafts);
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
    this.lastMicros = micros;
    return { outcome: 'appended', receipts: sealed.map((one) => receiptOf(this.put(one))) };
  }

  async read(stream: string, { from = 1, limit = Infinity } = {}): Promise<Recorded[]> {
    const events = this.streams.get(stream) ?? [];
    const start = Math.max(from, 1) - 1;
    return events.slice(start, start + limit).map((found) => open(found, this.sha256));
  }

  async readAll({ after = 0n, limit = Infinity }: { after?: Position; limit?: number } = {}) {
    const start = Number(after);
    return this.log.slice(start, start + limit).map((found) => open(found, this.sha256));
  }

  // Not a generator itself: the end is the end at the call, not at the first wait.
  subscribe(after: Position | 'end', signal?: AbortSignal): AsyncIterable<Recorded> {
    return this.from(after === 'end' ? this.log.length : Number(after), signal);
  }

  async head(): Promise<Head> {
    const last = this.log.at(-1);
    return last
      ? { position: last.position, leaf: last.leaf }
      : { position: 0n, leaf: new Uint8Array() };
  }

  async load(events: readonly SealedEvent[]): Promise<void> {
    for (const sealed of events) {
      const opened = open({ ...sealed, position: BigInt(this.log.length + 1) }, this.sha256);
      this.checkNext(opened);
      this.put(opened);
      this.lastMicros = Math.max(this.lastMicros, microsOf(opened.event.recordedAt));
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    this.ring();
  }

  private async *from(start: number, signal?: AbortSignal): AsyncGenerator<Recorded, void, void> {
    let next = start;
    while (!this.closed && !signal?.aborted) {
      if (next < this.log.length) yield open(this.log[next++], this.sha256);
      else await this.rung(signal);
    }
  }

  private checkNext({ event: { stream, version, eventId } }: Recorded): void {
    const next = (this.streams.get(stream)?.length ?? 0) + 1;
    if (version !== next)
      throw new Error(`load of ${stream}: expected version ${next}, found ${version}`);
    if (this.byId.has(eventId))
      throw new Error(`load of ${stream}: event ${eventId} stands in the log already`);
  }

  private put(sealed: SealedEvent): Recorded {
    const recorded = { ...sealed, position: BigInt(this.log.length + 1) };
    this.log.push(recorded);
    this.byId.set(sealed.event.eventId, recorded);
    const events = this.streams.get(sealed.event.stream);
    if (events) events.push(recorded);
    else this.streams.set(sealed.event.stream, [recorded]);
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

/**
 * What every store refuses as a mistake of the program, before it looks at what stands; throws. Answers the
 * drafts under a blank stamp: as long as they will be stored, with an empty leaf.
 */
export function checkDrafts(
  stream: string,
  expectedVersion: number,
  drafts: readonly Draft[],
): SealedEvent[] {
  if (drafts.length === 0)
    throw new Error(`append to ${stream}: expected events, found an empty batch`);
  const astray = drafts.find((draft) => draft.stream !== stream);
  if (astray) throw new Error(`append to ${stream}: found an event of stream ${astray.stream}`);
  const ids = new Set(drafts.map(({ eventId }) => eventId));
  if (ids.size < drafts.length)
    throw new Error(`append to ${stream}: an event id stands twice in one batch`);
  const odd = drafts.find(({ eventId }) => !LOWER_CASE_UUID.test(eventId));
  if (odd)
    throw new Error(
      `append to ${stream}: expected a lower-case UUID as event id, found ${odd.eventId}`,
    );
  const blank = drafts.map((draft, index) => ({
    ...freeze(draft, { version: expectedVersion + index + 1, recordedAt: NO_TIME }),
    leaf: NO_LEAF,
  }));
  checkSize(blank);
  return blank;
}

const NO_TIME = recordedAtOf(0);
const NO_LEAF = new Uint8Array();

// Stores keep ids as 16 bytes; another spelling of the same id would be another id to some and not to others.
const LOWER_CASE_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function checkSize(sealed: readonly SealedEvent[]): void {
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
