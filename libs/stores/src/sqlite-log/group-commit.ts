import { decideAppend } from './decide-append.js';
import { messageOf } from './failure.js';
import type { LogFile } from './log-file.js';
import type { Answer, AppendRequest } from './messages.js';
import { CHECKPOINT_PAGES } from './settings.js';
import type { Pin } from '../shared/pin.js';
import { copyFull, StoreRefused } from '../shared/store-refused.js';

/** Appends that share one transaction and one sync. */
export const GROUP = 64;

interface Queued {
  readonly id: number;
  readonly body: AppendRequest;
}

/** Collects appends and commits them in groups: commit, pin, acknowledgement, in this order. */
export class GroupCommit {
  private readonly queue: Queued[] = [];
  private stopped: string | undefined;
  /** Appends since the last look at the WAL. */
  private unseen = 0;

  constructor(
    private readonly log: LogFile,
    private readonly pin: Pin,
    private readonly acknowledge: (ids: readonly number[], answers: readonly Answer[]) => void,
    /** Takes in what has arrived meanwhile, by {@link push}. */
    private readonly takeIn: () => void = () => undefined,
  ) {}

  /** Why nothing is written any more until the log is reopened. */
  get cause(): string | undefined {
    return this.stopped;
  }

  get waiting(): boolean {
    return this.queue.length > 0;
  }

  push(id: number, body: AppendRequest): void {
    this.queue.push({ id, body });
  }

  /** One group. Each append is decided on its own; later ones see earlier ones. */
  flush(): void {
    const group: Queued[] = [];
    const answers = this.commit(group);
    this.acknowledge(
      group.map(({ id }) => id),
      answers,
    );
    // Behind each single append a look would cost it a hundredth of its time; so many may be in one group in any case.
    this.unseen += group.length;
    if (this.unseen >= GROUP) this.checkpointIfDue();
  }

  /** Runs `work` as a write of its own. Throws StoreRefused `store-full` or `log-unreadable` when it does not stand. */
  write(work: () => void): void {
    if (this.stopped) throw notWritten(this.stopped);
    const ended = this.log.transact(work);
    if (ended.ended !== 'committed') {
      if (ended.stop) this.stop(ended.cause);
      throw ended.full ? copyFull(ended.cause) : notWritten(ended.cause);
    }
    this.guarded(() => this.pin.write(this.log.end));
    if (this.stopped) throw notWritten(this.stopped);
    this.checkpointIfDue();
  }

  /** The failed operation is never repeated: after a failed sync the next one may lie. */
  guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.stop(messageOf(error));
    }
  }

  private commit(group: Queued[]): Answer[] {
    if (this.stopped) {
      group.push(...this.queue.splice(0, GROUP));
      return all(group, { outcome: 'unavailable', cause: this.stopped, stopped: true });
    }
    const before = this.log.end.position;
    const ended = this.log.transact(() => this.decided(group));
    if (ended.ended !== 'committed') {
      if (ended.stop) this.stop(ended.cause);
      const { cause, full, stop } = ended;
      const outcome = ended.ended === 'unknown' ? 'unknown' : 'unavailable';
      return all(group, { outcome, cause, ...(full && { full }), ...(stop && { stopped: true }) });
    }
    if (this.log.end.position > before) this.guarded(() => this.pin.write(this.log.end));
    return this.stopped
      ? all(group, { outcome: 'unknown', cause: this.stopped, stopped: true })
      : ended.value;
  }

  /** Up to the commit whoever comes still joins: those who wait are on their way while the first are decided. */
  private decided(group: Queued[]): Answer[] {
    const answers: Answer[] = [];
    while (group.length < GROUP) {
      if (this.queue.length === 0) this.takeIn();
      const next = this.queue.shift();
      if (!next) break;
      group.push(next);
      answers.push(decideAppend(this.log, next.body));
    }
    return answers;
  }

  private checkpointIfDue(): void {
    if (this.stopped) return;
    this.unseen = 0;
    this.guarded(() => {
      if (this.log.pagesInWal >= CHECKPOINT_PAGES) this.log.checkpoint('PASSIVE');
    });
  }

  private stop(cause: string): void {
    this.stopped ??= `the log stopped writing and must be reopened: ${cause}`;
  }
}

function notWritten(cause: string): StoreRefused {
  return new StoreRefused('log-unreadable', `expected that it may be written, found "${cause}"`);
}

function all(group: readonly Queued[], answer: Answer): Answer[] {
  return group.map(() => answer);
}
