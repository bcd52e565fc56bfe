import {
  type Append,
  APPEND_LIMIT_BYTES,
  checkLeaf,
  type Clock,
  type Draft,
  type Head,
  type Position,
  type Recorded,
  type SealedEvent,
} from '@cluetrail/event-sourcing';
import { Admission, type AdmissionOptions } from '../shared/admission.js';
import { Bell } from '../shared/bell.js';
import { Damage } from '../shared/damage.js';
import { liveReading } from '../shared/live-reading.js';
import type { Log, Problem, Verification } from '../shared/log.js';
import { patiently } from '../shared/patience.js';
import { sha256 } from '../shared/sha256.js';
import { StoreRefused } from '../shared/store-refused.js';
import { Appending, type Sending } from './appending.js';
import type { AllRecord, Connection } from './connection.js';
import { KurrentFailure, passing } from './failure.js';
import { KnownStreams } from './known-streams.js';
import { isOwn, type Own, OwnReading } from './own-reading.js';
import { recordedOf } from './stored-event.js';
import { verification } from './verification.js';
import { Watch } from './watch.js';

const PAGE = 1000;

export interface KurrentLogOptions extends AdmissionOptions {
  readonly clock: Clock;
  readonly connection: Connection;
  readonly prefix: string;
  /** An append sent and without an answer by then is `unknown`; a read waits as long for a node that answers. */
  readonly timeoutMs: number;
}

/** The log as it stood at the opening. `newest`: the last record of the server, also when it is not ours. */
export interface Standing {
  readonly head: Head;
  readonly newest: Position;
  readonly micros: number;
  readonly events: readonly Own[];
}

/** The event store on a KurrentDB cluster: one client, one subscription, streams under one prefix. */
export class KurrentLog implements Log {
  /** Any number of processes write at once, each by its own clock. */
  readonly monotone = false;
  /** The server's own places. */
  readonly dense = false;
  readonly stopped = false;
  private readonly bell = new Bell();
  private readonly admission: Admission;
  private readonly damages = new Damage();
  private readonly reading: OwnReading;
  private readonly appending: Appending;
  private readonly known: KnownStreams;
  private readonly watch: Watch;
  private readonly running = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;
  private current: Head;
  private newest: Position;

  constructor(
    private readonly options: KurrentLogOptions,
    standing: Standing,
  ) {
    const { connection, clock, timeoutMs } = options;
    this.admission = new Admission(options, () =>
      this.closed ? { cause: 'the store is closed' } : undefined,
    );
    this.reading = new OwnReading(connection);
    this.known = new KnownStreams(this.reading);
    for (const { id, stream } of standing.events) this.known.saw(id, stream);
    const { reading, known } = this;
    const onWritten = (last: Recorded) => this.moveTo(last);
    const parts = { connection, reading, known, clock, timeoutMs, onWritten };
    this.appending = new Appending(parts, standing.micros);
    this.current = standing.head;
    this.newest = standing.newest;
    this.watch = new Watch(connection, standing.newest, (record) => this.heard(record));
    this.watch.start();
  }

  get closed(): boolean {
    return this.closing !== undefined;
  }

  get damage(): readonly Problem[] {
    return this.damages.known;
  }

  onDamage(listener: (problems: readonly Problem[]) => void): () => void {
    return this.damages.onNew(listener);
  }

  async append(stream: string, expectedVersion: number, drafts: readonly Draft[]): Promise<Append> {
    const sending: Sending = { sent: false, over: false };
    const answer = this.admission.append({ stream, expectedVersion, drafts }, () =>
      this.appending.append(stream, expectedVersion, drafts, sending),
    );
    return this.admission.noted(await this.inTime(this.tracked(answer), sending));
  }

  async read(stream: string, { from = 1, limit = Infinity } = {}): Promise<Recorded[]> {
    const first = Math.max(from, 1);
    return this.damages.metBy(this.asked(() => this.reading.recorded(stream, first, limit)));
  }

  async readAll({ after = 0n, limit = Infinity }: { after?: Position; limit?: number } = {}) {
    // The question for the last event: the server answers it without first refusing a place between two records.
    const { position } = this.current;
    const place = after + 1n === position ? position : after;
    const found = this.asked(() => this.reading.behind(after, limit, place));
    return this.damages.metBy(found.then((page) => page.map(recordedOf)));
  }

  subscribe(after: Position | 'end', signal?: AbortSignal): AsyncIterable<Recorded> {
    return liveReading(
      {
        isClosed: () => this.closed,
        headPosition: () => this.current.position,
        page: (last) => this.damages.metBy(this.livePage(last, signal)),
        onAppended: (listener) => this.onAppended(listener),
      },
      after === 'end' ? this.current.position : after,
      signal,
    );
  }

  get refusing(): string | undefined {
    return this.admission.refusing;
  }

  onRefusing(listener: (cause: string | undefined, lasting: boolean) => void): void {
    this.admission.onRefusing((cause) => listener(cause, false));
  }

  /** Asks the server: another process may have written. */
  async head(): Promise<Head> {
    const { events, newest } = await this.asked(() => this.reading.last(1, this.newest));
    const [last] = events;
    if (last) this.moveTo(recordedOf(last));
    if (newest > this.newest) this.newest = newest;
    return this.current;
  }

  onAppended(listener: (head: Position) => void): () => void {
    return this.bell.listen(listener);
  }

  /** In order, runs of one stream in one append; a failure throws and leaves the events before it standing. */
  async load(events: readonly SealedEvent[]): Promise<void> {
    for (const [index, { bytes, leaf }] of events.entries()) {
      // Its place among those given: what position it would have here is for the server to say.
      checkLeaf({ position: BigInt(index + 1), bytes, leaf }, sha256);
    }
    for (const run of runsOf(events))
      await this.asked(() => this.appending.load(run[0].event.stream, run), false);
  }

  /** Checks every event of the log against its leaf and its place; reads and appends go on meanwhile. */
  async verifyAll(onProgress?: (checked: number, total: number) => void): Promise<Verification> {
    const { newest } = await this.asked(() => this.reading.last(1, this.newest));
    const { prefix } = this.options;
    const { position: known } = this.current;
    const check = () => verification(this.reading, { prefix, newest, known }, onProgress);
    const found = await this.asked(check, false);
    this.damages.becomes(found.problems);
    return found;
  }

  /** Waits for the appends that were sent, then ends subscription and connection. */
  close(): Promise<void> {
    this.closing ??= this.end();
    this.ring();
    return this.closing;
  }

  private async end(): Promise<void> {
    await Promise.allSettled(this.running);
    await this.watch.stop();
    await this.options.connection.close();
  }

  private asked<T>(work: () => Promise<T>, repeatable = true): Promise<T> {
    if (this.closed) return Promise.reject(new Error('the store is closed'));
    const given = () => this.closed;
    const forMillis = repeatable ? this.options.timeoutMs : 0;
    return patiently(work, { forMillis, passes: passing, given }).catch((error: unknown) => {
      if (this.closed) throw new Error('the store is closed');
      throw error instanceof KurrentFailure ? unreadable(error) : error;
    });
  }

  /** A page for a subscription, which outlasts any time without a server. */
  private async livePage(after: Position, signal?: AbortSignal): Promise<Recorded[]> {
    const ended = () => this.closed || signal?.aborted === true;
    const read = () => (ended() ? Promise.resolve([]) : this.reading.behind(after, PAGE));
    const page = await patiently(read, {
      forMillis: Infinity,
      passes: passing,
      given: ended,
    }).catch((error: unknown) => {
      if (ended()) return [];
      throw error instanceof KurrentFailure ? unreadable(error) : error;
    });
    if (page.length === 0 && !ended()) throw vanished(after, this.current.position);
    return page.map(recordedOf);
  }

  /** `unknown` for what was sent and not answered; what was not sent in time is not sent at all. */
  private inTime(answer: Promise<Append>, sending: Sending): Promise<Append> {
    const { timeoutMs } = this.options;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        sending.over = true;
        const outcome = sending.sent ? 'unknown' : 'unavailable';
        resolve({ outcome, cause: `no answer within ${timeoutMs} ms` });
      }, timeoutMs);
      answer.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  private tracked<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    this.running.add(settled);
    void settled.then(() => this.running.delete(settled));
    return work;
  }

  private heard(record: AllRecord): void {
    if (!isOwn(record)) return;
    this.known.saw(record.id, record.stream);
    try {
      this.moveTo(recordedOf(record));
    } catch {
      // Damage is for those who read to report: here it is only news.
      this.ring();
    }
  }

  private moveTo({ position, leaf }: Recorded): void {
    if (position > this.newest) this.newest = position;
    if (position <= this.current.position) return;
    this.current = { position, leaf };
    this.ring();
  }

  private ring(): void {
    this.bell.ring(this.current.position);
  }
}

/** Neighbours of one stream, as many as one append may carry. */
function runsOf(events: readonly SealedEvent[]): SealedEvent[][] {
  const runs: SealedEvent[][] = [];
  let bytes = 0;
  for (const sealed of events) {
    const run = runs.at(-1);
    bytes += sealed.bytes.length;
    if (run?.[0].event.stream === sealed.event.stream && bytes <= APPEND_LIMIT_BYTES)
      run.push(sealed);
    else {
      runs.push([sealed]);
      bytes = sealed.bytes.length;
    }
  }
  return runs;
}

function unreadable({ kind, message }: KurrentFailure): StoreRefused {
  return new StoreRefused('log-unreadable', `KurrentDB: expected an answer, found "${message}"`, {
    found: kind,
  });
}

function vanished(after: Position, head: Position): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the log is damaged behind position ${after}: expected events up to ${head}, found none`,
    { position: String(after), expected: String(head), found: 'none' },
  );
}
