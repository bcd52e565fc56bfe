import {
  type Append,
  type Clock,
  type Draft,
  type Head,
  type Position,
  type Recorded,
  type SealedEvent,
} from '@cluetrail/event-sourcing';
import { errorOf } from './failure.js';
import { Admission, type AdmissionOptions, within } from '../shared/admission.js';
import { Bell } from '../shared/bell.js';
import { liveReading } from '../shared/live-reading.js';
import { Damage } from '../shared/damage.js';
import { inOrder, inStream } from '../shared/places.js';
import { type Answer, type Op, PAGE_BYTES, type Requests, type WriterOptions } from './messages.js';
import { RecentEvents } from './recent-events.js';
import { recordedOf } from './recorded.js';
import {
  type Ahead,
  aheadOf,
  type BackedUp,
  type Log,
  type Loss,
  type Problem,
  type Verification,
} from '../shared/log.js';
import type { Tip } from '../shared/pin.js';
import { type AskOptions, WriterGone, WriterLink } from './writer-link.js';

const PAGE = 1000;

export interface SqliteLogOptions extends AdmissionOptions {
  readonly clock: Clock;
  /** An append without an answer by then is `unknown`. */
  readonly timeoutMs: number;
}

/** The embedded event store: a proxy of its writer thread, which holds the only connection to the log. */
export class SqliteLog implements Log {
  readonly monotone = true;
  readonly dense = true;
  private readonly bell = new Bell();
  private readonly admission: Admission;
  private readonly recent = new RecentEvents();
  private readonly damages = new Damage();
  private accepted: Loss | undefined;
  private aheadOfPin: Ahead | undefined;
  private link: WriterLink | undefined;
  private closing: Promise<void> | undefined;
  private current: Head = { position: 0n, leaf: new Uint8Array() };

  constructor(private readonly options: SqliteLogOptions) {
    this.admission = new Admission(options, () => {
      if (this.closed) return { cause: 'the store is closed' };
      const { ended: cause } = this.writer();
      return cause === undefined ? undefined : { cause, stopped: true };
    });
  }

  /** For openSqliteLog only: starts the writer thread. */
  async connect(file: string, options: WriterOptions): Promise<void> {
    this.link = await WriterLink.start(file, options, {
      onTip: (tip) => this.moveTo(tip),
      onDamage: (problems) => this.damages.becomes(problems),
      onReady: ({ pinned, tip, loss }) => {
        this.accepted = loss;
        this.aheadOfPin = aheadOf(pinned, tip.position);
      },
      onEnd: () => this.ring(),
    });
  }

  get closed(): boolean {
    return this.closing !== undefined;
  }

  async append(stream: string, expectedVersion: number, drafts: readonly Draft[]): Promise<Append> {
    const asked = { stream, expectedVersion, drafts };
    const answer = this.admission.append(asked, (checked) =>
      this.send(stream, expectedVersion, checked),
    );
    return within(this.options.timeoutMs, answer);
  }

  async read(stream: string, { from = 1, limit = Infinity } = {}): Promise<Recorded[]> {
    const first = Math.max(from, 1);
    const recent = this.admission.open && this.recent.read(stream, first, limit);
    return recent || this.damages.metBy(this.stream(stream, first, limit));
  }

  private async stream(stream: string, from: number, limit: number): Promise<Recorded[]> {
    const events: Recorded[] = [];
    let next = from;
    while (events.length < limit) {
      const wanted = Math.min(PAGE, limit - events.length);
      const page = await this.ask('read', { stream, from: next, limit: wanted });
      const found = inStream(recordedOf(page), { stream, from: next });
      events.push(...found);
      next += found.length;
      if (found.length < wanted && page.bytes.length < PAGE_BYTES) break;
    }
    return events;
  }

  async readAll({ after = 0n, limit = Infinity }: { after?: Position; limit?: number } = {}) {
    const events: Recorded[] = [];
    let last = after;
    while (events.length < limit && last < this.current.position) {
      const found = await this.page(last, Math.min(PAGE, limit - events.length));
      events.push(...found);
      last += BigInt(found.length);
    }
    return events;
  }

  subscribe(after: Position | 'end', signal?: AbortSignal): AsyncIterable<Recorded> {
    return liveReading(
      {
        isClosed: () => this.closed,
        headPosition: () => this.livingHead(),
        page: this.readingAhead(),
        onAppended: (listener) => this.onAppended(listener),
      },
      after === 'end' ? this.current.position : after,
      signal,
    );
  }

  get refusing(): string | undefined {
    return this.admission.refusing;
  }

  get stopped(): boolean {
    return this.admission.stopped;
  }

  onRefusing(listener: (cause: string | undefined, lasting: boolean) => void): void {
    this.admission.onRefusing((cause) => listener(cause, this.stopped));
  }

  /** Besides what reads met: what the scrubber found in this cycle, and until its end in the last one. */
  get damage(): readonly Problem[] {
    return this.damages.known;
  }

  onDamage(listener: (problems: readonly Problem[]) => void): () => void {
    return this.damages.onNew(listener);
  }

  /** A loss that was accepted when it opened. The pin moves with the first append, and names no loss from then on: record it. */
  get loss(): Loss | undefined {
    return this.accepted;
  }

  get ahead(): Ahead | undefined {
    return this.aheadOfPin;
  }

  async head(): Promise<Head> {
    return this.current;
  }

  onAppended(listener: (head: Position) => void): () => void {
    return this.bell.listen(listener);
  }

  /** In order; a failure throws and leaves the events of earlier pages of {@link PAGE} standing. */
  async load(events: readonly SealedEvent[]): Promise<void> {
    for (let start = 0; start < events.length; start += PAGE) {
      const page = events.slice(start, start + PAGE);
      const onAnswer = () => this.recent.clear();
      const body = { events: page.map(({ bytes, leaf }) => ({ bytes, leaf })) };
      await this.ask('load', body, { onAnswer });
    }
  }

  async beginCopy(): Promise<void> {
    await this.ask('beginCopy', {});
  }

  async endCopy(): Promise<void> {
    await this.ask('endCopy', {});
  }

  /** Checks every event of the log against its leaf, its place and the indexes; reads and appends go on meanwhile. */
  async verifyAll(onProgress?: (checked: number, total: number) => void): Promise<Verification> {
    const found = await this.ask('verify', {}, { onProgress });
    this.damages.becomes(found.problems);
    return found;
  }

  /**
   * Copies the log to a directory, or to a file `….db`, while appends go on, and checks the copy; see backup.ts. Rejects
   * with StoreRefused `backup-exists` or `log-damaged`.
   */
  backup(to: string, onProgress?: (done: number, total: number) => void): Promise<BackedUp> {
    return this.ask('backup', { to }, { onProgress });
  }

  /** Answers what was asked before, syncs the pin and ends the writer thread. */
  close(): Promise<void> {
    this.closing ??= this.end();
    this.ring();
    return this.closing;
  }

  private async send(
    stream: string,
    expected: number,
    checked: readonly SealedEvent[],
  ): Promise<Append> {
    const now = this.options.clock.nowMicros();
    const ids = checked.map(({ event }) => event.eventId);
    const drafts = checked.map(({ bytes }) => bytes);
    try {
      const onAnswer = (answer: Answer) => {
        // What may stand was heard of by nobody.
        if (answer.outcome === 'unknown') this.recent.clear();
        if (answer.outcome !== 'appended') return;
        const head = Number(this.current.position);
        this.recent.appended(stream, { checked, places: answer.places, head });
      };
      const body = { stream, expected, ids, drafts, now };
      const answer = await this.ask('append', body, { onAnswer });
      if (answer.outcome === 'failed') throw errorOf(answer.failure);
      if (answer.outcome !== 'appended') return answer;
      const receipts = answer.places.map(([position, version, recordedAt], index) => {
        const { eventId } = checked[index].event;
        return { eventId, stream, version, position: BigInt(position), recordedAt };
      });
      return { outcome: 'appended', receipts };
    } catch (error) {
      if (!(error instanceof WriterGone)) throw error;
      return { outcome: 'unknown', cause: error.message };
    }
  }

  /** The writer reads the next page while this one is being used. */
  private readingAhead(): (after: Position) => Promise<Recorded[]> {
    let ahead: { after: Position; page: Promise<Recorded[]> } | undefined;
    return async (after) => {
      const events = await (ahead?.after === after ? ahead.page : this.page(after, PAGE));
      const last = events.at(-1)?.position;
      ahead = undefined;
      if (last === undefined || last >= this.current.position) return events;
      const page = this.page(last, PAGE);
      // Whoever asks for it is told; else nobody wants to know.
      page.catch(() => undefined);
      ahead = { after: last, page };
      return events;
    };
  }

  private async page(after: Position, limit: number): Promise<Recorded[]> {
    const head = this.current.position;
    const page = this.ask('readAll', { after: Number(after), limit });
    return this.damages.metBy(page.then((found) => inOrder(recordedOf(found), { after, head })));
  }

  // A subscription must not wait for ever on a thread that died.
  private livingHead(): Position {
    const { ended } = this.writer();
    if (ended !== undefined) throw new WriterGone(ended);
    return this.current.position;
  }

  private async ask<O extends Op>(op: O, body: Requests[O], options?: AskOptions<O>) {
    if (this.closed) throw new Error('the store is closed');
    return this.writer().ask(op, body, options);
  }

  private async end(): Promise<void> {
    const link = this.writer();
    if (link.ended) return;
    await link.ask('close', {});
    await link.finished();
  }

  private writer(): WriterLink {
    if (!this.link) throw new Error('unreachable: a log is handed out only when it is connected');
    return this.link;
  }

  private moveTo({ position, leaf }: Tip): void {
    if (BigInt(position) <= this.current.position) return;
    this.current = { position: BigInt(position), leaf };
    this.ring();
  }

  private ring(): void {
    this.bell.ring(this.current.position);
  }
}
