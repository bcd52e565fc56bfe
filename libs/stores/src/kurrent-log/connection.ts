import { setTimeout as delay } from 'node:timers/promises';
import type {
  AllStreamResolvedEvent,
  EventStoreDBClient,
  ResolvedEvent,
} from '@eventstore/db-client';
import { StoreRefused } from '../shared/store-refused.js';
import type { Address } from './address.js';
import { failureOf, KurrentFailure } from './failure.js';
import type { Proposed, Stored } from './stored-event.js';

/** A place in $all: the position of a record, or an end of the log. */
export type Place = 'start' | 'end' | bigint;

/** A record of $all; `stream` undefined where it is not of this log. */
export interface AllRecord extends Omit<Stored, 'stream'> {
  readonly stream: string | undefined;
  /** As the server names it. */
  readonly name: string;
}

type Reading = AsyncIterable<ResolvedEvent | AllStreamResolvedEvent> & {
  destroy(error?: Error): unknown;
  on(event: 'error', listener: () => void): unknown;
  cancel?(): Promise<void>;
  unsubscribe?(): Promise<void>;
};

/** Parts of the driver's client that its types keep to themselves. */
interface Inside {
  supports: () => Promise<boolean>;
  getChannel: () => Promise<{ close(): void }>;
}

const CLOSING_MILLIS = 2000;
const NO_POSITION = 2n ** 64n - 1n;

/** One client of the driver, for one cluster. Every failure is a {@link KurrentFailure}. */
export class Connection {
  private readonly open = new Set<Reading>();

  private constructor(
    private readonly client: EventStoreDBClient,
    private readonly address: Address,
    private readonly timeoutMs: number,
  ) {}

  /** Loads the driver; connects with the first request only. */
  static async to(address: Address, timeoutMs: number): Promise<Connection> {
    const { EventStoreDBClient } = await import('@eventstore/db-client');
    const client = EventStoreDBClient.connectionString(address.connection);
    // Batch appends share one call and one table of waiting answers over all clients of the process: a broken call of
    // one client fails the appends of another, whose late answers then throw where nobody can catch. So: one call each.
    inside(client).supports = async () => false;
    return new Connection(client, address, timeoutMs);
  }

  /** Answers the revision of the last event. Fails as `conflict` unless the stream has exactly `expected` events. */
  async append(stream: string, expected: number, events: readonly Proposed[]): Promise<bigint> {
    const expectedRevision = expected === 0 ? 'no_stream' : BigInt(expected) - 1n;
    const options = { expectedRevision, requiresLeader: true, deadline: this.timeoutMs } as const;
    try {
      const name = this.address.prefix + stream;
      return (await this.client.appendToStream(name, [...events], options)).nextExpectedRevision;
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** Fails as `missing` or `deleted`. */
  async streamPage(stream: string, from: bigint, count: number): Promise<Stored[]> {
    const name = this.address.prefix + stream;
    const options = { fromRevision: from, maxCount: count, requiresLeader: true };
    const found = await this.collected(this.client.readStream(name, options));
    return found.map((one) => ({ ...this.recordOf(one), stream }));
  }

  /** The rules by which the server hides events of a stream, if it has any. */
  async hiding(stream: string): Promise<Record<string, unknown> | undefined> {
    const name = `$$${this.address.prefix}${stream}`;
    const options = { direction: 'backwards', fromRevision: 'end', maxCount: 1 } as const;
    try {
      const [last] = await this.collected(
        this.client.readStream(name, { ...options, requiresLeader: true }),
      );
      return last && hidingOf(last.event?.data);
    } catch (error) {
      if (failureOf(error).kind === 'missing') return undefined;
      throw error;
    }
  }

  /** Records of the whole server from a place on, that one included. Fails as `no-place`. */
  async allPage(from: Place, count: number): Promise<AllRecord[]> {
    const fromPosition = typeof from === 'bigint' ? { commit: from, prepare: from } : from;
    const options = { fromPosition, maxCount: count, requiresLeader: true };
    const found = await this.collected(this.client.readAll(options));
    return found.map((one) => this.recordOf(one));
  }

  /** The same towards the start; whether the record at `from` itself comes depends on the server. */
  async allPageBackwards(from: Place, count: number): Promise<AllRecord[]> {
    const fromPosition = typeof from === 'bigint' ? { commit: from, prepare: from } : from;
    const options = { fromPosition, maxCount: count, direction: 'backwards' } as const;
    const found = await this.collected(this.client.readAll({ ...options, requiresLeader: true }));
    return found.map((one) => this.recordOf(one));
  }

  /**
   * What comes behind a place in streams of this log, as the server pushes it, until the call breaks or `signal`
   * ends it. Also tells how far the server has looked: a record may lie far behind the last one of ours.
   */
  async follow(
    from: Place,
    { onEvent, onLooked }: { onEvent(record: AllRecord): void; onLooked(position: bigint): void },
    signal: AbortSignal,
  ): Promise<void> {
    const fromPosition = typeof from === 'bigint' ? { commit: from, prepare: from } : from;
    const subscription = this.client.subscribeToAll({
      fromPosition,
      requiresLeader: true,
      filter: {
        filterOn: 'streamName',
        prefixes: [this.address.prefix],
        checkpointInterval: 1,
        checkpointReached: (_, { commit }) => onLooked(commit),
      },
    });
    const silent = setTimeout(() => this.giveUp(subscription), this.timeoutMs);
    subscription.once('confirmation', () => clearTimeout(silent));
    const stop = () => subscription.destroy();
    signal.addEventListener('abort', stop);
    try {
      await this.reading(subscription, async () => {
        for await (const resolved of subscription) onEvent(this.recordOf(resolved));
      });
    } finally {
      clearTimeout(silent);
      signal.removeEventListener('abort', stop);
    }
  }

  /** Breaks every read off and closes the connection. */
  async close(): Promise<void> {
    for (const reading of this.open) reading.destroy(new Error('the store is closed'));
    // Disposing waits for calls, some of which a broken connection never ends; and it leaves the channel open.
    const disposed = this.client.dispose().then(() => inside(this.client).getChannel());
    const late = delay(CLOSING_MILLIS, undefined, { ref: false });
    await Promise.race([disposed.then((channel) => channel.close()), late]).catch(() => undefined);
  }

  private async collected<T extends ResolvedEvent | AllStreamResolvedEvent>(
    stream: AsyncIterable<T> & Reading,
  ): Promise<T[]> {
    const found: T[] = [];
    // The driver sets no deadline for reads.
    const silent = setTimeout(() => this.giveUp(stream), this.timeoutMs);
    try {
      await this.reading(stream, async () => {
        for await (const resolved of stream) {
          found.push(resolved);
          silent.refresh();
        }
      });
      return found;
    } finally {
      clearTimeout(silent);
    }
  }

  private async reading(stream: Reading, work: () => Promise<void>): Promise<void> {
    this.open.add(stream);
    // An error that comes once nobody iterates any more must not end the process.
    stream.on('error', () => undefined);
    try {
      await work();
    } catch (error) {
      throw failureOf(error);
    } finally {
      this.open.delete(stream);
      // The driver's stream ends without ending the call behind it.
      void (stream.cancel ?? stream.unsubscribe)?.call(stream).catch(() => undefined);
    }
  }

  private giveUp(stream: Reading): void {
    stream.destroy(
      new KurrentFailure(
        'lost',
        `${this.address.shown}: expected an answer within ${this.timeoutMs} ms, found none`,
      ),
    );
  }

  private recordOf({ event, link, commitPosition }: ResolvedEvent): AllRecord {
    const found = event ?? link;
    const position = found?.position?.commit ?? commitPosition;
    if (!found || position === undefined || position === NO_POSITION)
      throw new StoreRefused(
        'log-unreadable',
        `${this.address.shown}: expected a server that tells positions (22.6 or later), found none at a record`,
      );
    const { streamId: name, revision, id, type, data, metadata } = found;
    const { prefix } = this.address;
    const stream = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
    return { name, stream, revision, position, id, type, data, metadata };
  }
}

/** What stream metadata hides, of all it may say. */
export function hidingOf(metadata: unknown): Record<string, unknown> | undefined {
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const rules = Object.entries(metadata).filter(([key]) =>
    ['$tb', '$maxCount', '$maxAge'].includes(key),
  );
  return rules.length > 0 ? Object.fromEntries(rules) : undefined;
}

function inside(client: EventStoreDBClient): Inside {
  return client as unknown as Inside; // protected in the driver's types, assigned per client in its code
}
