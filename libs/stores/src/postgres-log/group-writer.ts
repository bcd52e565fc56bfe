import type pg from 'pg';
import type { Append } from '@cluetrail/event-sourcing';
import { type Asked, type Decided, decideGroup, type End } from './decide-group.js';
import { codeOf, isPassing, messageOf } from './failure.js';
import type { Session } from './session.js';
import type { Statements } from './statements.js';

/** Appends that share one transaction and one sync. */
const GROUP = 64;
/** Tries of a group that the server ended for another's sake. */
const TRIES = 3;

export interface GroupWriterOptions {
  readonly session: Session;
  readonly statements: Statements;
  readonly timeoutMs: number;
  /** Called before a group that wrote is acknowledged. Throws where the end could not be kept. */
  readonly onWritten: (end: End) => void;
}

interface Waiting {
  readonly asked: Asked;
  /** Once true, what was asked may stand even if no answer comes. */
  begun: boolean;
  readonly settle: (decided: Decided) => void;
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
        if (decided.outcome === 'mistake') reject(new Error(decided.message));
        else resolve(decided);
      };
      const waiting: Waiting = { asked, begun: false, settle };
      const timer = setTimeout(() => {
        const place = this.queue.indexOf(waiting);
        if (place >= 0) this.queue.splice(place, 1);
        const outcome = waiting.begun ? 'unknown' : 'unavailable';
        settle({ outcome, cause: `no answer within ${timeoutMs} ms` });
      }, timeoutMs);
      this.queue.push(waiting);
      this.running ??= this.run();
    });
  }

  /** Work of its own with the writing connection, between two groups. */
  alone<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const done = this.turn.then(async () => work(await this.options.session.connected()));
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Answers what was asked before, then ends the connection. */
  async close(): Promise<void> {
    await this.running;
    await this.turn;
    await this.options.session.drop();
  }

  private async run(): Promise<void> {
    // A later turn of the loop: what is asked in this one joins the group.
    await Promise.resolve();
    try {
      while (this.queue.length > 0) {
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
    for (const waiting of group) waiting.begun = true;
    const decided = await this.decided(group.map(({ asked }) => asked));
    group.forEach(({ settle }, index) => settle(decided[index]));
  }

  private async decided(group: readonly Asked[]): Promise<Decided[]> {
    const { session, timeoutMs } = this.options;
    const all = (outcome: 'unknown' | 'unavailable', error: unknown): Decided[] =>
      group.map(() => ({ outcome, cause: messageOf(error) }));
    for (let tries = 1; ; tries++) {
      let client: pg.Client;
      try {
        client = await session.connected();
      } catch (error) {
        return all('unavailable', error);
      }
      const timer = setTimeout(() => void session.drop(), timeoutMs);
      const attempt = { committing: false };
      try {
        return await this.transact(client, group, attempt);
      } catch (error) {
        if (attempt.committing) {
          await session.drop();
          return all('unknown', error);
        }
        // Nothing was committed, and a connection that is dropped takes its transaction with it.
        if (codeOf(error) === undefined || !(await rolledBack(client))) await session.drop();
        if (!isPassing(error) || tries === TRIES) return all('unavailable', error);
      } finally {
        clearTimeout(timer);
      }
    }
  }

  private async transact(
    client: pg.Client,
    group: readonly Asked[],
    attempt: { committing: boolean },
  ): Promise<Decided[]> {
    const { statements, onWritten } = this.options;
    const end = await statements.begin(client);
    const standing = await statements.standing(client, group);
    const { decided, events, end: next } = decideGroup(group, end, standing);
    if (!decided.some(({ outcome }) => outcome === 'appended')) {
      await client.query('ROLLBACK');
      return decided;
    }
    // Also for a retry that adds nothing: after a crash its events can stand here and not yet on the standby, and only
    // a commit waits for that.
    await statements.insert(client, events, next);
    attempt.committing = true;
    await statements.commit(client);
    onWritten(next);
    return decided;
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
