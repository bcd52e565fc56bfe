import {
  type Append,
  APPEND_LIMIT_BYTES,
  checkDrafts,
  type Draft,
  type Position,
  type SealedEvent,
  type Unwritten,
} from '@cluetrail/event-sourcing';

export interface AdmissionOptions {
  /** Appends that may wait for an answer; beyond it `unavailable`. */
  readonly queueLimit: number;
  /** What has to be on the disk before any event, as the keys that it is sealed under; undefined = it is. */
  readonly before?: () => Promise<void> | undefined;
  /** Told of each append that stands: where its last event does. */
  readonly after?: (last: Position) => void;
}

export interface Asked {
  readonly stream: string;
  readonly expectedVersion: number;
  readonly drafts: readonly Draft[];
}

const LIMIT_BYTES = 64 * APPEND_LIMIT_BYTES;

/** A full disk is emptied from outside, and whoever sends commands only to a store that is ready would never find out. */
const FULL_MS = 10_000;

/**
 * The way of an append into any log: checked, and counted until it is answered, in number and bytes, so that a slow disk
 * cannot fill the memory. Remembers why the last one was not written.
 */
export class Admission {
  private count = 0;
  private bytes = 0;
  private readonly listeners = new Set<(cause: string | undefined) => void>();
  private readonly doubts = new Doubts();
  private refusal: (Unwritten & { readonly until: number }) | undefined;

  /** `shut`: why nothing is taken in at all. */
  constructor(
    private readonly options: AdmissionOptions,
    private readonly shut: () => Unwritten | undefined,
  ) {}

  get open(): boolean {
    return this.shut() === undefined;
  }

  /** Why the last append was not written, or may not have been; undefined once one was decided again. */
  get refusing(): string | undefined {
    const { cause, until = 0 } = this.refusal ?? {};
    return performance.now() < until ? cause : undefined;
  }

  /** Nothing is written any more before the log is opened again. */
  get stopped(): boolean {
    return (this.shut()?.stopped ?? this.refusal?.stopped) === true;
  }

  /** Calls back whenever the cause of {@link Admission.refusing} becomes another one; undefined = written again. */
  onRefusing(listener: (cause: string | undefined) => void): void {
    this.listeners.add(listener);
  }

  /** Counts it until `send` answers, also when nobody waits for it any more. What {@link AdmissionOptions.before} rejects with is thrown. */
  async append(
    { stream, expectedVersion, drafts }: Asked,
    send: (checked: readonly SealedEvent[]) => Promise<Append>,
  ): Promise<Append> {
    const checked = checkDrafts(stream, expectedVersion, drafts);
    const size = checked.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const ids = checked.map(({ event }) => event.eventId);
    const unwritten = this.shut() ?? this.full(size);
    if (unwritten) return this.doubts.unwritten(ids, unwritten);
    this.count += 1;
    this.bytes += size;
    try {
      const before = this.options.before?.();
      if (before) await before;
      const shut = before && this.shut();
      if (shut) return this.doubts.unwritten(ids, shut);
      const answer = await this.doubts.settled(ids, () => send(checked));
      const last = answer.outcome === 'appended' ? answer.receipts.at(-1) : undefined;
      if (last) this.options.after?.(last.position);
      return this.noted(answer);
    } finally {
      this.count -= 1;
      this.bytes -= size;
    }
  }

  /** For an answer that another one than `send` gave. */
  noted(append: Append): Append {
    const until = 'full' in append ? performance.now() + FULL_MS : Infinity;
    const before = this.refusal?.cause;
    this.refusal = 'cause' in append ? { ...append, until } : undefined;
    const cause = this.refusal?.cause;
    if (cause !== before) for (const listener of this.listeners) listener(cause);
    return append;
  }

  private full(size: number): Unwritten | undefined {
    const { queueLimit } = this.options;
    const cause = (wait: string, limit: number) => ({
      cause: `the queue is full: ${wait} wait, at most ${limit} may`,
    });
    if (this.count >= queueLimit) return cause(`${this.count} appends`, queueLimit);
    return this.count > 0 && this.bytes + size > LIMIT_BYTES
      ? cause(`${this.bytes} bytes`, LIMIT_BYTES)
      : undefined;
  }
}

/** About 10 MB of ids. */
const DOUBTED = 65_536;

/**
 * Ids of events that were sent and may stand: without an answer yet, or answered by `unknown`. Whoever gives them again
 * is not told that nothing was written, only because this try wrote nothing.
 */
class Doubts {
  private readonly ids = new Set<string>();

  async settled(ids: readonly string[], send: () => Promise<Append>): Promise<Append> {
    const earlier = this.among(ids);
    this.add(ids);
    const append = await send();
    if (append.outcome === 'unavailable' && earlier) return { ...append, outcome: 'unknown' };
    if (append.outcome === 'unknown') this.add(ids);
    else for (const id of ids) this.ids.delete(id);
    return append;
  }

  unwritten(ids: readonly string[], why: Unwritten): Append {
    return { outcome: this.among(ids) ? 'unknown' : 'unavailable', ...why };
  }

  private among(ids: readonly string[]): boolean {
    return ids.some((id) => this.ids.has(id));
  }

  private add(ids: readonly string[]): void {
    for (const id of ids) this.ids.add(id);
    for (const oldest of this.ids)
      if (this.ids.size > DOUBTED) this.ids.delete(oldest);
      else break;
  }
}

/** `unknown` where no answer came in time: the events may stand, now or later. */
export function within(timeoutMs: number, answer: Promise<Append>): Promise<Append> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => resolve({ outcome: 'unknown', cause: `no answer within ${timeoutMs} ms` }),
      timeoutMs,
    );
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
