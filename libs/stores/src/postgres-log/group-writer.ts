import type pg from 'pg';
import type { Append } from '@cluetrail/event-sourcing';
import type { Asked, Decided, End } from './decide-group.js';
import { codeOf, isOfFullDisk, isOvertaken, isPassing, isUndone, messageOf } from './failure.js';
import type { GroupTransaction } from './group-transaction.js';
import type { Session } from './session.js';

/** Appends that share one transaction and one sync. */
const GROUP = 64;
/** Tries of a group that the server ended for another's sake. */
const TRIES = 4;

export interface GroupWriterOptions {
  readonly session: Session;
  readonly transaction: GroupTransaction;
  readonly timeoutMs: number;
}

/** `begun`: it may stand even if no answer comes; `over`: it was answered. */
interface Waiting {
  readonly asked: Asked;
  readonly settle: (decided: Decided) => void;
  begun: boolean;
  over: boolean;
}

/** Collects appends and commits them in groups, one transaction at a time. */
export class GroupWriter {
  private readonly queue: Waiting[] = [];
  private running: Promise<void> | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: GroupWriterOptions) {}

  /** Answers within the time-out: `unavailable` for what was not begun by then, `unknown` for what was. */
  append(asked: Asked): Promise<Append> {
    const { timeoutMs } = this.options;
    return new Promise((resolve, reject) => {
      const settle = (decided: Decided) => {
        clearTimeout(timer);
        waiting.over = true;
        if (decided.outcome === 'mistake') reject(new Error(decided.message));
        else resolve(decided);
      };
      const waiting: Waiting = { asked, settle, begun: false, over: false };
      const timer = setTimeout(() => {
        const outcome = waiting.begun ? 'unknown' : 'unavailable';
        settle({ outcome, cause: `no answer within ${timeoutMs} ms` });
      }, timeoutMs);
      this.queue.push(waiting);
      this.running ??= this.run();
    });
  }

  /** Another process has written. */
  saw(end: End): void {
    this.options.transaction.saw(end);
  }

  /** Work of its own with the writing connection, between two groups. */
  alone<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const done = this.turn.then(async () => {
      this.options.transaction.forget();
      return work(await this.options.session.connected());
    });
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Connects again where the connection was lost, before anybody asks. */
  stayConnected(): void {
    if (this.options.session.isConnected) return;
    // Who appends next is told what is wrong.
    this.alone(async () => undefined).catch(() => undefined);
  }

  /** Answers what was asked before, then ends the connection. */
  async close(): Promise<void> {
    await this.running;
    await this.turn;
    await this.options.session.drop();
  }

  private async run(): Promise<void> {
    try {
      while (this.queue.length > 0) {
        // A later turn of the loop: who was just answered asks again, and joins the group.
        await new Promise((resolve) => setImmediate(resolve));
        const commit = this.turn.then(() => this.commit(this.queue.splice(0, GROUP)));
        this.turn = commit;
        await commit;
      }
    } finally {
      // With the look at the queue, not a turn later: what is asked in between would wait for ever.
      this.running = undefined;
    }
  }

  private async commit(group: readonly Waiting[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      const waiting = group.filter(({ over }) => !over);
      if (waiting.length === 0) return;
      const decided = await this.tried(waiting, tries === TRIES);
      if (decided) return waiting.forEach(({ settle }, index) => settle(decided[index]));
    }
  }

  /** How each append ended; undefined where nothing stands and another try may help. */
  private async tried(
    waiting: readonly Waiting[],
    last: boolean,
  ): Promise<readonly Decided[] | undefined> {
    const { session, transaction, timeoutMs } = this.options;
    const all = (outcome: 'unknown' | 'unavailable', error: unknown): Decided[] =>
      waiting.map(() => ({
        ...{ outcome, cause: messageOf(error) },
        ...(isOvertaken(error) && { stopped: true }),
        ...(outcome === 'unavailable' && isOfFullDisk(error) && { full: true }),
      }));
    const client = await session.connected().catch((error: unknown) => new NotConnected(error));
    if (client instanceof NotConnected) return all('unavailable', client.error);
    const timer = setTimeout(() => void session.drop(), timeoutMs);
    const committing = new CommittingOf(waiting);
    try {
      return await transaction.run(
        client,
        waiting.map(({ asked }) => asked),
        committing,
      );
    } catch (error) {
      transaction.forget();
      if (committing.begun && !isUndone(error)) {
        await session.drop();
        return all('unknown', error);
      }
      const mayPass = committing.begun || isPassing(error) || error instanceof Left;
      committing.undone();
      // A connection that is dropped takes its transaction with it.
      const answers = codeOf(error) !== undefined || error instanceof Left;
      if (!answers || !(await rolledBack(client))) await session.drop();
      return mayPass && !last ? undefined : all('unavailable', error);
    } finally {
      clearTimeout(timer);
    }
  }
}

class NotConnected {
  constructor(readonly error: unknown) {}
}

/** Somebody was told meanwhile that nothing was written: so nothing may be. */
class Left extends Error {}

class CommittingOf {
  begun = false;

  constructor(private readonly waiting: readonly Waiting[]) {}

  begin(): void {
    if (this.waiting.some(({ over }) => over)) throw new Left('an append was given up');
    this.mark(true);
  }

  undone(): void {
    this.mark(false);
  }

  private mark(begun: boolean): void {
    this.begun = begun;
    for (const one of this.waiting) one.begun = begun;
  }
}

async function rolledBack(client: pg.Client): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}
