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
import { Damage, damageOf } from '../shared/damage.js';
import type { Problems } from '../shared/problems.js';
import { Scrubber, STEP } from '../shared/scrubber.js';
import { liveReading } from '../shared/live-reading.js';
import type { Ahead, Log, Loss, Problem, Verification } from '../shared/log.js';
import type { Pin } from '../shared/pin.js';
import { copyFull } from '../shared/store-refused.js';
import type { Address } from './address.js';
import type { End, NewEvent } from './decide-group.js';
import { codeOf, isBroken, isOfFullDisk, messageOf } from './failure.js';
import { GroupTransaction } from './group-transaction.js';
import { GroupWriter } from './group-writer.js';
import type { Hold } from './hold.js';
import { load, type Loading } from './load.js';
import { Reading } from './reading.js';
import { markUnfinished, markWhole } from './schema.js';
import { connect, ended, type Session } from './session.js';
import { Statements } from './statements.js';
import { type Ask, verification, verified } from './verification.js';
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
  /** Reads the whole log again within so many milliseconds, over and over; undefined = never. */
  readonly scrubCycleMs?: number;
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
  private readonly damages = new Damage();
  private readonly statements: Statements;
  private readonly writer: GroupWriter;
  private readonly reading: Reading;
  private readonly watch: Watch;
  private readonly scrubber: Scrubber | undefined;
  private readonly onFound: Loading['onFound'] = async (...found) =>
    this.options.hold?.meets(...found);
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
    const { statements, onFound } = this;
    this.writer = new GroupWriter({
      ...{ timeoutMs, session },
      transaction: new GroupTransaction({ statements, onFound, onSending, onWritten }, end),
    });
    const isClosed = () => this.closed;
    this.reading = new Reading({ address, statements, timeoutMs, isClosed });
    const onEnd = (last: End) => {
      // Under a hold nobody else writes: what another one put there is met by the next append, and not joined.
      if (!hold) this.writer.saw(last);
      this.moveTo(last);
      if (hold && !hold.overtaken && !this.closed) this.writer.stayConnected();
    };
    // Before anybody asks: an end behind what was written may be older than the last append, and is looked at again.
    const onLook = ({ position }: End) => {
      if (position < this.current.position) void this.meetEnd();
    };
    this.watch = new Watch(address, this.statements, { timeoutMs, onEnd, onLook });
    this.watch.start();
    this.scrubber = this.scrubberOf(options);
    this.scrubber?.start();
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

  get damage(): readonly Problem[] {
    return this.damages.known;
  }

  onDamage(listener: (problems: readonly Problem[]) => void): () => void {
    return this.damages.onNew(listener);
  }

  async append(stream: string, expectedVersion: number, drafts: readonly Draft[]): Promise<Append> {
    return this.admission.append({ stream, expectedVersion, drafts }, (checked) => {
      const now = this.options.clock.nowMicros();
      return this.writer.append({ stream, expected: expectedVersion, drafts: checked, now });
    });
  }

  async read(stream: string, { from = 1, limit = Infinity } = {}): Promise<Recorded[]> {
    return this.met(this.reading.stream(stream, Math.max(from, 1), limit));
  }

  async readAll({ after = 0n, limit = Infinity }: { after?: Position; limit?: number } = {}) {
    const { position: head } = await this.head();
    return this.met(this.reading.behind(after, limit, head));
  }

  subscribe(after: Position | 'end', signal?: AbortSignal): AsyncIterable<Recorded> {
    const ended = () => this.closed || signal?.aborted === true;
    return liveReading(
      {
        isClosed: () => this.closed,
        headPosition: () => this.current.position,
        page: (last) => this.met(this.reading.live(last, this.current.position, ended)),
        onAppended: (listener) => this.onAppended(listener),
      },
      after === 'end' ? this.current.position : after,
      signal,
    );
  }

  /** Asks the server: another process may have written. */
  async head(): Promise<Head> {
    this.moveTo(await this.damages.metBy(this.reading.end()));
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
        return load(client, this.statements, { sealed: page, onFound: this.onFound });
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
      if (isOfFullDisk(error)) throw copyFull(messageOf(error));
      throw codeOf(error) !== undefined || isBroken(error) ? this.reading.told(error) : error;
    }
  }

  /** Checks every event of the log against its leaf, its columns and its place; reads and appends go on meanwhile. */
  async verifyAll(onProgress?: (checked: number, total: number) => void): Promise<Verification> {
    const { address, timeoutMs } = this.options;
    const { position: known } = this.current;
    const client = await connect(address, timeoutMs).catch((error: unknown) => {
      throw this.reading.told(error);
    });
    try {
      const found = await verified(client, this.statements, { known, onProgress });
      this.damages.becomes(found.problems);
      return found;
    } catch (error) {
      throw this.reading.told(error);
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
    this.scrubber?.stop();
    await this.watch.stop();
    await this.reading.close();
    this.options.pin?.sync();
    this.options.pin?.close();
  }

  /** Damage is known from then on, unless it is only that the whole log was set back. */
  private met<T>(reading: Promise<T>): Promise<T> {
    const { hold } = this.options;
    const sound = reading.catch(async (error: unknown) => {
      if (hold && damageOf(error)) await this.meetEnd();
      throw hold?.overtaken && damageOf(error) ? hold.overtaken : error;
    });
    return this.damages.metBy(sound);
  }

  /** Between two appends, by the session that holds the log. */
  private async meetEnd(): Promise<void> {
    const { hold, session } = this.options;
    if (!hold || hold.overtaken || this.closed) return;
    await this.writer
      .alone(async (client) => hold.meets(client, await this.statements.end(client)))
      // Who appends next is told what else is wrong.
      .catch(() => (hold.overtaken ? session.drop() : undefined));
  }

  private scrubberOf({ scrubCycleMs }: PostgresLogOptions): Scrubber | undefined {
    if (scrubCycleMs === undefined) return undefined;
    const ask: Ask = (work) => this.reading.atLeisure(work);
    const log = {
      read: (problems: Problems) =>
        verification(ask, this.statements, { pageLength: STEP, problems }),
      length: () => Number(this.current.position),
    };
    return new Scrubber(log, scrubCycleMs, (problems) => this.damages.becomes(problems));
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
