import { Worker } from 'node:worker_threads';
import { eachAnswer, packed } from './crossing.js';
import { errorOf, messageOf } from './failure.js';
import type { Loss, Problem } from '../shared/log.js';
import type {
  FromWriter,
  Op,
  Replies,
  Request,
  Requests,
  SentGroup,
  Told,
  WriterData,
  WriterOptions,
} from './messages.js';
import type { Tip } from '../shared/pin.js';

/** The writer thread ended while an answer was due: what was asked may have happened. */
export class WriterGone extends Error {}

/** Requests in one message, at most. */
const TOGETHER = 8;

type Progress = (checked: number, total: number) => void;

interface News {
  readonly onTip: (tip: Tip) => void;
  readonly onDamage: (problems: readonly Problem[]) => void;
  readonly onReady: (found: { pinned: number; tip: Tip; loss?: Loss }) => void;
  readonly onEnd: () => void;
}

interface Waiting {
  readonly resolve: (value: Replies[Op]) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress?: Progress;
}

export interface AskOptions<O extends Op> {
  readonly onProgress?: Progress;
  /** Called before the head moves that comes with the answer. */
  readonly onAnswer?: (answer: Replies[O]) => void;
}

/** The main side's end of the writer thread. Messages are pipelined; answers come by id. */
export class WriterLink {
  private next = 1;
  private gone: string | undefined;
  private readonly outbox: Request[] = [];
  /** The end of this turn is going to post what there is. */
  private ending = false;
  private readonly waiting = new Map<number, Waiting>();

  private constructor(
    private readonly worker: Worker,
    private readonly news: News,
    private readonly sent: WriterData['sent'],
  ) {}

  /** Starts the thread. Rejects with StoreRefused or LogDamaged where the log must not be opened. */
  static async start(file: string, options: WriterOptions, news: News) {
    // The thread runs a file: what the process was started with (--eval, --input-type) is not for it.
    const sent = new Int32Array(new SharedArrayBuffer(4));
    const workerData: WriterData = { ...options, sent };
    const worker = new Worker(file, { workerData, execArgv: [] });
    const link = new WriterLink(worker, news, sent);
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: FromWriter) => {
        if (!('kind' in message)) return link.answered(message);
        if (message.kind === 'refused') return reject(errorOf(message.failure));
        link.receive(message);
        if (message.kind === 'ready') {
          news.onReady(message);
          resolve();
        }
      });
      worker.on('error', (error) => {
        link.end(messageOf(error));
        reject(error);
      });
      worker.on('exit', (code) => {
        link.end(`the writer thread ended with code ${code}`);
        reject(new WriterGone(`the writer thread ended with code ${code} before it was ready`));
      });
    });
    return link;
  }

  /** Why no further question can be asked, undefined while the thread lives. */
  get ended(): string | undefined {
    return this.gone;
  }

  /** Rejects with the writer's error, or with {@link WriterGone}. */
  ask<O extends Op>(op: O, body: Requests[O], options: AskOptions<O> = {}): Promise<Replies[O]> {
    return new Promise((resolve, reject) => {
      if (this.gone) return reject(new WriterGone(this.gone));
      const id = this.next++;
      this.waiting.set(id, {
        // The writer answers each op in its own form.
        resolve: (value) => {
          options.onAnswer?.(value as Replies[O]); // of this op
          resolve(value as Replies[O]); // of this op
        },
        reject,
        onProgress: options.onProgress,
      });
      this.send({ op, id, body } as Request); // op and body belong together by O
    });
  }

  /** Resolves when the thread has ended. */
  async finished(): Promise<void> {
    if (!this.gone) await new Promise((resolve) => this.worker.once('exit', resolve));
  }

  // What is asked in one turn arrives nearly together and shares one group: the writer begins with the first while we
  // make the next.
  private send(request: Request): void {
    this.outbox.push(request);
    if (this.outbox.length === TOGETHER) this.post(true);
    else if (!this.ending) {
      this.ending = true;
      process.nextTick(() => {
        this.ending = false;
        this.post(false);
      });
    }
  }

  private post(more: boolean): void {
    const { message, moved } = packed(this.outbox.splice(0), more);
    this.worker.postMessage(message, moved);
    Atomics.add(this.sent, 0, 1);
    Atomics.notify(this.sent, 0);
  }

  private answered(group: SentGroup): void {
    this.news.onTip(eachAnswer(group, (id, answer) => this.take(id)?.resolve(answer)));
  }

  private receive(message: Told): void {
    if (message.kind === 'reply') this.take(message.id)?.resolve(message.value);
    if ('tip' in message) this.news.onTip(message.tip);
    switch (message.kind) {
      case 'failure':
        return this.take(message.id)?.reject(errorOf(message.failure));
      case 'damage':
        return this.news.onDamage(message.problems);
      case 'progress':
        return this.waiting.get(message.id)?.onProgress?.(message.checked, message.total);
    }
  }

  private take(id: number): Waiting | undefined {
    const found = this.waiting.get(id);
    this.waiting.delete(id);
    return found;
  }

  private end(cause: string): void {
    this.gone ??= cause;
    for (const { reject } of this.waiting.values()) reject(new WriterGone(this.gone));
    this.waiting.clear();
    this.news.onEnd();
  }
}
