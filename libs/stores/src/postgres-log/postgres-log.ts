import {
  type Append,
  type Clock,
  type Draft,
  type Head,
  type Position,
  type Recorded,
  type SealedEvent,
} from '@cluetrail/event-sourcing';
import type pg from 'pg';
import { Admission, type AdmissionOptions } from '../shared/admission.js';
import { Bell } from '../shared/bell.js';
import { liveReading } from '../shared/live-reading.js';
import type { Ahead, Log, Loss, Verification } from '../shared/log.js';
import { patiently } from '../shared/patience.js';
import { inOrder, inStream } from '../shared/places.js';
import { StoreRefused } from '../shared/store-refused.js';
import type { Pin } from '../shared/pin.js';
import type { Address } from './address.js';
import type { End, NewEvent } from './decide-group.js';
import { codeOf, isBroken, isLost, messageOf } from './failure.js';
import { GroupTransaction } from './group-transaction.js';
import { GroupWriter } from './group-writer.js';
import type { Hold } from './hold.js';
import { load } from './load.js';
import { Readers } from './readers.js';
import { markUnfinished, markWhole } from './schema.js';
import { connect, ended, type Session } from './session.js';
import { Statements } from './statements.js';
import { verification } from './verification.js';
import { Watch } from './watch.js';

const PAGE = 1000;

export interface PostgresLogOptions extends AdmissionOptions {
  readonly address: Address;
  readonly clock: Clock;
  /** Names the last event that this installation acknowledged; undefined = none is kept. */
  readonly pin?: Pin;
  /** See {@link Log.ahead}. */
  readonly ahead?: Ahead;
  /** See {@link Log.loss}. */
  readonly loss?: Loss;
  /** See {@link Log.alters}. */
  readonly alters?: string;
  readonly timeoutMs: number;
  /** By which it appends. */
  readonly session: Session;
  /** No other server may serve it: the lock of the session that says so. Undefined = any may. */
  readonly hold?: Hold;
}

/** The event store on PostgreSQL: one connection that appends, a few that read, one that listens. */
export class PostgresLog implements Log {
  readonly monotone = true;
  readonly dense = true;
  readonly ahead: Ahead | undefined;
  /** A loss that was accepted when it opened. The pin moves with the first append, and names no loss from then on: record it. */
  readonly loss: Loss | undefined;
  readonly alters: string | undefined;
  private readonly bell = new Bell();
  private readonly admission: Admission;
  private readonly statements: Statements;
  private readonly writer: GroupWriter;
  private readonly readers: Readers;
  private readonly watch: Watch;
  private closing: Promise<void> | undefined;
  private current: Head;

  constructor(
    private readonly options: PostgresLogOptions,
    end: End,
  ) {
    const { address, timeoutMs, pin, session, hold } = options;
    hold?.knows(end);
    this.current = { position: end.position, leaf: end.leaf };
    this.ahead = options.ahead;
    this.loss = options.loss;
    this.alters = options.alters;
    this.admission = new Admission(options, () => {
      if (this.closed) return { cause: 'the store is closed' };
      return hold?.overtaken && { cause: hold.overtaken.message, stopped: true };
    });
    this.statements = new Statements(address.schema);
    const onWritten = (last: End) => this.written(last, pin);
    const onSending = (events: readonly NewEvent[]) => hold?.sends(events);
    this.writer = new GroupWriter({
      ...{ timeoutMs, session },
      transaction: new GroupTransaction({ statements: this.statements, onSending, onWritten }, end),
    });
    this.readers = new Readers(address, timeoutMs);
    const onEnd = (last: End) => {
      this.writer.saw(last);
      this.moveTo(last);
      if (hold && !hold.overtaken && !this.closed) this.writer.stayConnected();
    };
    this.watch = new Watch(address, this.statements, { timeoutMs, onEnd });
    this.watch.start();
  }

  get closed(): boolean {
    return this.closing !== undefined;
  }

  get refusing(): string | undefined {
    return this.options.hold?.overtaken?.message ?? this.admission.refusing;
  }

  get stopped(): boolean {
    return this.admission.stopped;
  }

  onRefusing(listener: (cause: string | undefined, lasting: boolean) => void): void {
    const { hold } = this.options;
    hold?.onOvertaken(({ message }) => listener(message, true));
    this.admission.onRefusing((cause) => {
      // Told already, and for good.
      if (!hold?.overtaken) listener(cause, false);
    });
  }

  async append(stream: string, expectedVersion: number, drafts: readonly Draft[]): Promise<Append> {
    return this.admission.append({ stream, expectedVersion, drafts }, (checked) => {
      const now = this.options.clock.nowMicros();
      return this.writer.append({ stream, expected: expectedVersion, drafts: checked, now });
    });
  }

  async read(stream: string, { from = 1, limit = Infinity } = {}): Promise<Recorded[]> {
    const events: Recorded[] = [];
    for (let more = true; more && events.length < limit;) {
      const next = Math.max(from, 1) + events.length;
      const wanted = Math.min(PAGE, limit - events.length);
      const page = await this.asked(() =>
        this.statements.stream(this.readers.pool, stream, next, wanted),
      );
      events.push(...inStream(page.events, { stream, from: next }));
      ({ more } = page);
    }
    return events;
  }

  async readAll({ after = 0n, limit = Infinity }: { after?: Position; limit?: number } = {}) {
    const { position: head } = await this.head();
    const events: Recorded[] = [];
    let last = after;
    while (events.length < limit && last < head) {
      const page = await this.page(last, Math.min(PAGE, limit - events.length), head);
      events.push(...page);
      last += BigInt(page.length);
    }
    return events;
  }

  subscribe(after: Position | 'end', signal?: AbortSignal): AsyncIterable<Recorded> {
    const ended = () => this.closed || signal?.aborted === true;
    return liveReading(
      {
        isClosed: () => this.closed,
        headPosition: () => this.current.position,
        page: (last) => this.livePage(last, ended),
        onAppended: (listener) => this.onAppended(listener),
      },
      after === 'end' ? this.current.position : after,
      signal,
    );
  }

  /** Asks the server: another process may have written. */
  async head(): Promise<Head> {
    this.moveTo(await this.asked(() => this.readers.with((client) => this.statements.end(client))));
    return this.current;
  }

  onAppended(listener: (head: Position) => void): () => void {
    return this.bell.listen(listener);
  }

  /** In order; a failure throws and leaves the events of earlier pages of {@link PAGE} standing. */
  async load(events: readonly SealedEvent[]): Promise<void> {
    if (this.closed) throw new Error('the store is closed');
    for (let start = 0; start < events.length; start += PAGE) {
      const page = events.slice(start, start + PAGE);
      const end = await this.alone((client) => {
        this.options.hold?.sends(page);
        return load(client, this.statements, page);
      });
      this.written(end, this.options.pin);
    }
  }

  async beginCopy(): Promise<void> {
    await this.alone((client) => markUnfinished(client, this.options.address));
  }

  async endCopy(): Promise<void> {
    await this.alone((client) => markWhole(client, this.options.address));
  }

  private async alone<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    try {
      return await this.writer.alone(work);
    } catch (error) {
      throw codeOf(error) !== undefined || isBroken(error) ? this.unreadable(error) : error;
    }
  }

  /** Checks every event of the log against its leaf, its columns and its place; reads and appends go on meanwhile. */
  async verifyAll(onProgress?: (checked: number, total: number) => void): Promise<Verification> {
    const { address, timeoutMs } = this.options;
    const client = await connect(address, timeoutMs).catch((error: unknown) => {
      throw this.unreadable(error);
    });
    try {
      return await verification(client, this.statements, onProgress);
    } finally {
      await ended(client);
    }
  }

  /** Answers what was asked before, syncs the pin and ends every connection. */
  close(): Promise<void> {
    this.closing ??= this.end();
    this.ring();
    return this.closing;
  }

  private async end(): Promise<void> {
    await this.writer.close();
    await this.watch.stop();
    await this.readers.end();
    this.options.pin?.sync();
    this.options.pin?.close();
  }

  private async page(after: Position, limit: number, head: Position): Promise<Recorded[]> {
    const page = await this.asked(() => this.statements.behind(this.readers.pool, after, limit));
    return inOrder(page, { after, head });
  }

  /** A page for a subscription, which outlasts any time without a server. */
  private async livePage(after: Position, ended: () => boolean): Promise<Recorded[]> {
    const head = this.current.position;
    const read = () => this.statements.behind(this.readers.pool, after, PAGE);
    const page = await patiently(read, { forMillis: Infinity, passes: isLost, given: ended }).catch(
      (error: unknown) => {
        if (ended()) return [];
        throw isLost(error) ? this.unreadable(error) : error;
      },
    );
    return ended() ? page : inOrder(page, { after, head });
  }

  /** Reads again while the server is away, for as long as an append would wait. */
  private async asked<T>(work: () => Promise<T>): Promise<T> {
    if (this.closed) throw new Error('the store is closed');
    const given = () => this.closed;
    const forMillis = this.options.timeoutMs;
    try {
      return await patiently(work, { forMillis, passes: isLost, given });
    } catch (error) {
      if (this.closed) throw new Error('the store is closed', { cause: error });
      throw isLost(error) ? this.unreadable(error) : error;
    }
  }

  private unreadable(error: unknown): StoreRefused {
    const found = messageOf(error);
    return new StoreRefused(
      'log-unreadable',
      `${this.options.address.place}: expected an answer, found "${found}"`,
      { found },
    );
  }

  private written(end: End, pin?: Pin): void {
    const { position, leaf } = end;
    this.options.hold?.knows(end);
    pin?.write({ position: Number(position), leaf });
    pin?.syncIfDue(performance.now());
    this.watch.tell(end);
    this.moveTo(end);
  }

  private moveTo({ position, leaf }: Head): void {
    if (position <= this.current.position) return;
    // A copy: the head must not keep a page of the driver's.
    this.current = { position, leaf: new Uint8Array(leaf) };
    this.ring();
  }

  private ring(): void {
    this.bell.ring(this.current.position);
  }
}
