import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { backUp } from './backup.js';
import { loadAll } from './load-all.js';
import { eachAppend, sentGroup } from './crossing.js';
import { failureOf } from './failure.js';
import { GroupCommit } from './group-commit.js';
import type { LogFile } from './log-file.js';
import type { FromWriter, OtherRequest, Replies, ToWriter, WriterData } from './messages.js';
import { openDirectory, type OpenDirectory } from './open-directory.js';
import type { Pin } from '../shared/pin.js';
import { markUnfinished, markWhole } from './schema.js';
import { buffersOf, pageOf, type Row } from './row.js';
import { type Scrubbed, Scrubber, STEP } from '../shared/scrubber.js';
import { verification } from './verification.js';

/**
 * How long a group waits for appends that are being made, at most. Whoever makes them could take no answer meanwhile: this
 * is for a main thread that dies.
 */
const MORE_MS = 250;

/** After one append that came so soon after the last, the thread looks out for the next: it takes long to wake. */
const SOON_MS = 1;

/** For so long it does. */
const LINGER_MS = 0.4;

/**
 * The writer thread: the only user of the log's one connection. Appends are decided in the order they came, and so are
 * all other requests; those see whole groups only.
 */
class Writer {
  private readonly commits: GroupCommit;
  private readonly scrubber: Scrubber;
  private readonly deferred: OtherRequest[] = [];
  private readonly sent: WriterData['sent'];
  private more = false;
  /** Messages, as `sent` counts them. */
  private taken = 0;
  private backingUp: Promise<void> = Promise.resolve();
  private closing = false;
  private flushing = false;
  /** When the last group ended. */
  private flushedAt = 0;
  private lingering = false;
  private pinTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: LogFile,
    private readonly pin: Pin,
    { scrubCycleMs, sent }: WriterData,
    { pinned, loss }: Pick<OpenDirectory, 'pinned' | 'loss'>,
  ) {
    this.commits = new GroupCommit(
      log,
      pin,
      (ids, answers) => post(sentGroup(ids, answers, this.tip())),
      () => this.takeIn(),
    );
    this.sent = sent;
    this.scrubber = new Scrubber(scrubbed(log), scrubCycleMs, (problems) =>
      post({ kind: 'damage', problems }),
    );
    this.scrubber.start();
    post({ kind: 'ready', tip: this.tip(), pinned, ...(loss && { loss }) });
  }

  receive(message: ToWriter): void {
    const alone = message[0].length === 1 && performance.now() - this.flushedAt < SOON_MS;
    this.sort(message);
    // Else its turn comes after the group under way.
    if (!this.flushing) this.flush();
    else this.serveDeferred();
    if (alone) this.linger();
  }

  private serveDeferred(): void {
    for (let request; (request = this.deferred.shift());)
      try {
        this.answer(request);
      } catch (error) {
        post({ kind: 'failure', id: request.id, failure: failureOf(error) });
      }
  }

  // Within a group's transaction. Whoever said that more is coming is just making it: the group waits for that, since
  // one of its own would cost a sync more.
  private takeIn(): void {
    // What has just come and is not yet counted joins the next group.
    if (!this.more && Atomics.load(this.sent, 0) === this.taken) return;
    const until = performance.now() + MORE_MS;
    for (;;) {
      // Counted first: what comes after this look changes the count, and nothing is waited for that is there.
      const seen = Atomics.load(this.sent, 0);
      const message: ToWriter | undefined = receiveMessageOnPort(port)?.message;
      if (message) return this.sort(message);
      if (!this.more || performance.now() >= until) break;
      Atomics.wait(this.sent, 0, seen, MORE_MS);
    }
    this.more = false;
  }

  private sort(message: ToWriter): void {
    const [, , others, more] = message;
    this.more = more;
    this.taken += 1;
    eachAppend(message, (id, body) => this.commits.push(id, body));
    // Until the group has ended.
    this.deferred.push(...others);
  }

  private answer(request: OtherRequest): void {
    const { id, op, body } = request;
    switch (op) {
      case 'read':
        return this.page(id, this.log.rowsOfStream(body.stream, body.from, body.limit));
      case 'readAll':
        return this.page(id, this.log.rowsBehind(body.after, body.limit));
      case 'load':
        return this.write(id, () => loadAll(this.log, body.events));
      case 'beginCopy':
        return this.write(id, () => markUnfinished(this.log.db));
      case 'endCopy':
        return this.write(id, () => markWhole(this.log.db));
      case 'verify':
        return this.verify(id, verification(this.log));
      case 'backup':
        return void (this.backingUp = this.backUp(id, body.to));
      case 'close':
        this.closing = true;
        return void this.backingUp.then(() => this.close(id));
    }
  }

  private write(id: number, work: () => void): void {
    while (this.commits.waiting) this.commits.flush();
    this.commits.write(work);
    this.reply(id, null);
  }

  // What comes meanwhile is taken in by the group, or waits for the next one; reads come between.
  private flush(): void {
    if (this.commits.waiting) this.commits.flush();
    this.serveDeferred();
    this.syncPin();
    this.flushing = this.commits.waiting;
    if (this.flushing) setImmediate(() => this.flush());
    else this.flushedAt = performance.now();
  }

  // Whoever appends one after the other. In a turn of its own each time, so that timers and the scrubber have theirs.
  private linger(): void {
    if (this.lingering || this.closing) return;
    this.lingering = true;
    setImmediate(() => {
      this.lingering = false;
      const until = performance.now() + LINGER_MS;
      while (!this.flushing && performance.now() < until) {
        if (Atomics.load(this.sent, 0) === this.taken) continue;
        const message: ToWriter | undefined = receiveMessageOnPort(port)?.message;
        if (message) return this.receive(message);
      }
    });
  }

  private syncPin(): void {
    if (this.pinTimer || this.commits.cause) return;
    this.commits.guarded(() => {
      const wait = this.pin.syncIfDue(performance.now());
      if (wait > 0) this.pinTimer = setTimeout(() => this.pinDue(), wait);
    });
  }

  private pinDue(): void {
    this.pinTimer = undefined;
    this.syncPin();
  }

  private page(id: number, rows: readonly Row[]): void {
    const value = pageOf(rows);
    post({ kind: 'reply', id, value, tip: this.tip() }, buffersOf(value));
  }

  private verify(id: number, steps: ReturnType<typeof verification>, told = 0): void {
    const step = steps.next();
    if (step.done) return this.reply(id, step.value);
    const checked = step.value;
    // The walk through the indexes takes steps too, but checks no further event.
    if (checked > told) post({ kind: 'progress', id, checked, total: this.log.end.position });
    setImmediate(() => {
      try {
        this.verify(id, steps, checked);
      } catch (error) {
        post({ kind: 'failure', id, failure: failureOf(error) });
      }
    });
  }

  private async backUp(id: number, to: string): Promise<void> {
    try {
      const told = (checked: number, total: number) => {
        if (this.closing) throw new Error('the store was closed before the backup was made');
        post({ kind: 'progress', id, checked, total });
      };
      this.reply(id, await backUp(this.log, to, told));
    } catch (error) {
      post({ kind: 'failure', id, failure: failureOf(error) });
    }
  }

  private close(id: number): void {
    while (this.commits.waiting) this.commits.flush();
    clearTimeout(this.pinTimer);
    this.scrubber.stop();
    if (!this.commits.cause) this.commits.guarded(() => this.pin.sync());
    // Whatever becomes of it, the log is closed.
    this.commits.guarded(() => this.pin.close());
    this.log.close();
    this.reply(id, null);
    port.close();
  }

  private reply(id: number, value: Replies[keyof Replies]): void {
    post({ kind: 'reply', id, value, tip: this.tip() });
  }

  private tip() {
    return { position: this.log.end.position, leaf: this.log.end.leaf };
  }
}

if (!parentPort) throw new Error('writer.js runs as a worker thread of openSqliteLog only');
const port = parentPort;

function scrubbed(log: LogFile): Scrubbed {
  return {
    read: (problems) => verification(log, { pageLength: STEP, problems }),
    length: () => log.end.position,
  };
}

function post(message: FromWriter, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

function start(options: WriterData): void {
  try {
    const { log, pin, ...found } = openDirectory(options);
    const writer = new Writer(log, pin, options, found);
    port.on('message', (message: ToWriter) => writer.receive(message));
  } catch (error) {
    post({ kind: 'refused', failure: failureOf(error) });
    port.close();
  }
}

start(workerData);
