import { LogDamaged, type Position, type Recorded } from '@cluetrail/event-sourcing';
import type { ClientBase } from 'pg';
import { patiently } from '../shared/patience.js';
import { inOrder, inStream } from '../shared/places.js';
import { StoreRefused } from '../shared/store-refused.js';
import type { Address } from './address.js';
import type { End } from './decide-group.js';
import { isDamage, isLost, messageOf } from './failure.js';
import { Readers } from './readers.js';
import type { Statements } from './statements.js';

const PAGE = 1000;

export interface ReadingOptions {
  readonly address: Address;
  readonly statements: Statements;
  readonly timeoutMs: number;
  readonly isClosed: () => boolean;
}

/** What is read of a log, each row checked against its leaf and its place. Rejects with StoreRefused or LogDamaged. */
export class Reading {
  private readonly readers: Readers;

  constructor(private readonly options: ReadingOptions) {
    this.readers = new Readers(options.address, options.timeoutMs);
  }

  end(): Promise<End> {
    const { statements } = this.options;
    return this.asked(() => this.readers.with((client) => statements.end(client)));
  }

  async stream(stream: string, from: number, limit: number): Promise<Recorded[]> {
    const { statements } = this.options;
    const events: Recorded[] = [];
    for (let more = true; more && events.length < limit;) {
      const next = from + events.length;
      const wanted = Math.min(PAGE, limit - events.length);
      const page = await this.asked(() =>
        statements.stream(this.readers.pool, stream, next, wanted),
      );
      events.push(...inStream(page.events, { stream, from: next }));
      ({ more } = page);
    }
    return events;
  }

  /** Up to the head as it is when it is asked for. */
  async behind(after: Position, limit: number, head: Position): Promise<Recorded[]> {
    const events: Recorded[] = [];
    let last = after;
    while (events.length < limit && last < head) {
      const wanted = Math.min(PAGE, limit - events.length);
      const page = await this.asked(() => this.page(last, wanted));
      events.push(...inOrder(page, { after: last, head }));
      last += BigInt(page.length);
    }
    return events;
  }

  /** A page for a subscription, which outlasts any time without a server. */
  async live(after: Position, head: Position, ended: () => boolean): Promise<Recorded[]> {
    const read = () => this.page(after, PAGE);
    const page = await patiently(read, { forMillis: Infinity, passes: isLost, given: ended }).catch(
      (error: unknown) => {
        if (ended()) return [];
        throw this.told(error);
      },
    );
    return ended() ? page : inOrder(page, { after, head });
  }

  /** For whoever has time: every failure passes but damage, until the log is closed. */
  atLeisure<T>(work: (client: ClientBase) => Promise<T>): Promise<T> {
    const passes = (error: unknown) => !isDamage(error);
    const { isClosed: given } = this.options;
    return patiently(() => this.readers.with(work), { forMillis: Infinity, passes, given });
  }

  close(): Promise<void> {
    return this.readers.end();
  }

  /** What the driver threw, by our names. */
  told(error: unknown): Error {
    if (error instanceof StoreRefused || error instanceof LogDamaged) return error;
    const { place } = this.options.address;
    const found = messageOf(error);
    return isDamage(error)
      ? new StoreRefused(
          'log-damaged',
          `${place}: expected the tables of a log, found "${found}"`,
          { found },
        )
      : new StoreRefused('log-unreadable', `${place}: expected an answer, found "${found}"`, {
          found,
        });
  }

  private page(after: Position, limit: number): Promise<Recorded[]> {
    return this.options.statements.behind(this.readers.pool, after, limit);
  }

  /** Reads again while the server is away, for as long as an append would wait. */
  private async asked<T>(work: () => Promise<T>): Promise<T> {
    const { isClosed: given, timeoutMs: forMillis } = this.options;
    if (given()) throw new Error('the store is closed');
    try {
      return await patiently(work, { forMillis, passes: isLost, given });
    } catch (error) {
      if (given()) throw new Error('the store is closed', { cause: error });
      throw this.told(error);
    }
  }
}
