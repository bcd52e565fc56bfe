import {
  type Append,
  checkDrafts,
  type Clock,
  type Draft,
  type Head,
  type Position,
  type Recorded,
  type SealedEvent,
} from '@cluetrail/event-sourcing';
import { errorOf } from './failure.js';
import { InFlight, within } from '../shared/in-flight.js';
import { liveReading } from '../shared/live-reading.js';
import { inOrder, inStream } from '../shared/places.js';
import {
  type Answer,
  type Op,
  PAGE_BYTES,
  type Requests,
  type Tip,
  type WriterOptions,
} from './messages.js';
import { recordedOf } from './recorded.js';
import type { BackedUp, Log, Loss, Problem, Verification } from '../shared/log.js';
import { WriterGone, WriterLink } from './writer-link.js';

const PAGE = 1000;

export interface SqliteLogOptions {
  readonly clock: Clock;
  /** Appends that may wait for an answer; beyond it `unavailable`. */
  readonly queueLimit: number;
  /** An append without an answer by then is `unknown`. */
  readonly timeoutMs: number;
}

/** Why an append was not written; after `until` (of the process's clock) another one is worth a try. */
interface Refusal {
  readonly cause: string;
  readonly until?: number;
}

/** A full disk is emptied from outside, and whoever sends commands only to a store that is ready would never find out. */
const FULL_MS = 10_000;

function refusalOf(answer: Answer): Refusal | undefined {
  if (!('cause' in answer)) return undefined;
  const { cause } = answer;
  return 'full' in answer ? { cause, until: performance.now() + FULL_MS } : { cause };
}

/** The embedded event store: a proxy of its writer thread, which holds the only connection to the log. */
export class SqliteLog implements Log {
  readonly monotone = true;
  private readonly bells = new Set<(head: Position) => void>();
  private readonly inFlight: InFlight;
  private readonly alarms = new Set<(problems: readonly Problem[]) => void>();
  private known: readonly Problem[] = [];
  private accepted: Loss | undefined;
  private link: WriterLink | undefined;
  private closing: Promise<void> | undefined;
  private lastRefusal: Refusal | undefined;
  private current: Head = { position: 0n, leaf: new Uint8Array() };

  constructor(private readonly options: SqliteLogOptions) {
    this.inFlight = new InFlight(options.queueLimit);
  }

  /** For openSqliteLog only: starts the writer thread. */
  async connect(file: string, options: WriterOptions): Promise<void> {
    this.link = await WriterLink.start(file, options, {
      onTip: (tip) => this.moveTo(tip),
      onDamage: (problems) => this.damaged(problems),
      onLoss: (loss) => (this.accepted = loss),
      onEnd: () => this.ring(),
    });
  }

  get closed(): boolean {
    return this.closing !== undefined;
  }

  async append(stream: string, expectedVersion: number, drafts: readonly Draft[]): Promise<Append> {
    if (this.closed) return { outcome: 'unavailable', cause: 'the store is closed' };
    const checked = checkDrafts(stream, expectedVersion, drafts);
    const size = checked.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const cause = this.writer().ended ?? this.inFlight.full(size);
    if (cause !== undefined) return { outcome: 'unavailable', cause };
    const answer = this.inFlight.counted(size, this.send(stream, expectedVersion, checked));
    return within(this.options.timeoutMs, answer);
  }

  async read(stream: string, { from = 1, limit = Infinity } = {}): Promise<Recorded[]> {
    const events: Recorded[] = [];
    let next = Math.max(from, 1);
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

  /** Why the last append was not written, or may not have been; undefined once one was decided again. */
  get refusing(): string | undefined {
    const { cause, until = Infinity } = this.lastRefusal ?? {};
    return performance.now() < until ? cause : undefined;
  }

  /** What the scrubber found in this cycle, and until its end in the last one. */
  get damage(): readonly Problem[] {
    return this.known;
  }

  onDamage(listener: (problems: readonly Problem[]) => void): () => void {
    this.alarms.add(listener);
    return () => void this.alarms.delete(listener);
  }

  /** A loss that was accepted when it opened. The pin moves with the first append, and names no loss from then on: record it. */
  get loss(): Loss | undefined {
    return this.accepted;
  }

  async head(): Promise<Head> {
    return this.current;
  }

  /** The bell: called after each group of appends, with the head as it then is. Answers how to stop it. */
  onAppended(listener: (head: Position) => void): () => void {
    this.bells.add(listener);
    return () => void this.bells.delete(listener);
  }

  /** In order; a failure throws and leaves the events of earlier pages of {@link PAGE} standing. */
  async load(events: readonly SealedEvent[]): Promise<void> {
    for (let start = 0; start < events.length; start += PAGE) {
      const page = events.slice(start, start + PAGE);
      await this.ask('load', { events: page.map(({ bytes, leaf }) => ({ bytes, leaf })) });
    }
  }

  /** Checks every event of the log against its leaf, its place and the indexes; reads and appends go on meanwhile. */
  verifyAll(onProgress?: (checked: number, total: number) => void): Promise<Verification> {
    return this.ask('verify', {}, onProgress);
  }

  /**
   * Copies the log to a directory, or to a file `….db`, while appends go on, and checks the copy; see backup.ts. Rejects
   * with StoreRefused `backup-exists` or `log-damaged`.
   */
  backup(to: string, onProgress?: (done: number, total: number) => void): Promise<BackedUp> {
    return this.ask('backup', { to }, onProgress);
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
      const answer = await this.ask('append', { stream, expected, ids, drafts, now });
      if (answer.outcome === 'failed') throw errorOf(answer.failure);
      this.lastRefusal = refusalOf(answer);
      if (answer.outcome !== 'appended') return answer;
      const receipts = answer.places.map(([position, version, recordedAt], index) => {
        const { eventId } = checked[index].event;
        return { eventId, stream, version, position: BigInt(position), recordedAt };
      });
      return { outcome: 'appended', receipts };
    } catch (error) {
      if (!(error instanceof WriterGone)) throw error;
      this.lastRefusal = { cause: error.message };
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
    const page = await this.ask('readAll', { after: Number(after), limit });
    return inOrder(recordedOf(page), { after, head });
  }

  // A subscription must not wait for ever on a thread that died.
  private livingHead(): Position {
    const { ended } = this.writer();
    if (ended !== undefined) throw new WriterGone(ended);
    return this.current.position;
  }

  private async ask<O extends Op>(
    op: O,
    body: Requests[O],
    onProgress?: (checked: number, total: number) => void,
  ) {
    if (this.closed) throw new Error('the store is closed');
    return this.writer().ask(op, body, onProgress);
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

  private damaged(problems: readonly Problem[]): void {
    const fresh = problems.filter(
      ({ position, problem }) =>
        !this.known.some((one) => one.position === position && one.problem === problem),
    );
    this.known = problems;
    if (fresh.length > 0) for (const alarm of [...this.alarms]) alarm(fresh);
  }

  private ring(): void {
    for (const bell of [...this.bells]) bell(this.current.position);
  }
}
