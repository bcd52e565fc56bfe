import pg from 'pg';
import type { Address } from './address.js';
import type { Hold } from './hold.js';

/** A connection for one purpose, made when it is first needed and made anew after it broke. */
export class Session {
  private client: pg.Client | undefined;
  private refusedUntil = 0;
  private refusal: unknown;
  private pause = FIRST_PAUSE_MILLIS;

  constructor(
    private readonly address: Address,
    private readonly options: { readonly timeoutMs: number; readonly hold?: Hold },
  ) {}

  get isConnected(): boolean {
    return this.client !== undefined;
  }

  /** Throws what kept it from connecting; asks no server again before a pause that grows from try to try. */
  async connected(): Promise<pg.Client> {
    if (this.client) return this.client;
    if (performance.now() < this.refusedUntil) throw this.refusal;
    try {
      const client = await this.held(await connect(this.address, this.options.timeoutMs));
      client.on('error', () => this.lost(client));
      client.on('end', () => this.lost(client));
      this.pause = FIRST_PAUSE_MILLIS;
      return (this.client = client);
    } catch (error) {
      this.refusal = error;
      this.refusedUntil = performance.now() + this.pause;
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MILLIS);
      throw error;
    }
  }

  /** Ends the connection, also one that no longer answers: what it was asked fails. */
  async drop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    if (client) await ended(client);
  }

  private async held(client: pg.Client): Promise<pg.Client> {
    const { hold, timeoutMs } = this.options;
    try {
      if (hold) await inTime(hold.take(client), timeoutMs);
      return client;
    } catch (error) {
      await ended(client);
      throw error;
    }
  }

  private lost(client: pg.Client): void {
    if (this.client === client) this.client = undefined;
  }
}

const FIRST_PAUSE_MILLIS = 50;
const LONGEST_PAUSE_MILLIS = 2000;
/** How long a server may take to answer a farewell. */
export const GOODBYE_MILLIS = 1000;

// What waits for less than the disk, of a standby too, is made to wait for it; what waits for more goes on doing so.
// Every statement is a look-up by an index: it is planned once, whatever the table's statistics say at that moment.
export const SETTINGS = `
  SELECT set_config('synchronous_commit', 'on', false)
  WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');
  SET default_transaction_isolation = 'read committed'; SET default_transaction_read_only = off;
  SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off;
  SET client_min_messages = warning`;

/** Connects and makes sure that what the server acknowledges is on its disk. */
export async function connect(address: Address, timeoutMs: number): Promise<pg.Client> {
  const client = new pg.Client(settingsOf(address, timeoutMs));
  // Of one that is not handed out yet, or not any more.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // A server that falls silent after its greeting would be waited for without an end.
    await inTime(client.query(SETTINGS), timeoutMs);
    return client;
  } catch (error) {
    await ended(client);
    throw error;
  }
}

/** Says farewell, and does not wait for a server that no longer answers. */
export async function ended(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => client.connection.stream.destroy(), GOODBYE_MILLIS);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
}

export function settingsOf(address: Address, timeoutMs: number): pg.ClientConfig {
  return {
    connectionString: address.connectionString,
    application_name: 'cluetrail',
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
    // A process that stands still must not keep the end of the log locked for ever.
    idle_in_transaction_session_timeout: 3 * timeoutMs,
  };
}

/** Rejects where no answer came within so many milliseconds; the answer itself is not called off. */
export function inTime<T>(answer: Promise<T>, millis: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${millis} ms`)), millis);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
