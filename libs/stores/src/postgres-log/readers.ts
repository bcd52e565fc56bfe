import pg from 'pg';
import type { Address } from './address.js';
import { GOODBYE_MILLIS, SETTINGS, settingsOf } from './session.js';

const READERS = 4;

/** A few connections that read; more questions than that wait. */
export class Readers {
  readonly pool: pg.Pool;
  private readonly clients = new Set<pg.PoolClient>();

  constructor(address: Address, timeoutMs: number) {
    this.pool = new pg.Pool({
      ...settingsOf(address, timeoutMs),
      ...{ max: READERS, query_timeout: timeoutMs },
      // Before the question that it was made for.
      onConnect: settled,
    });
    // An idle one that lost its server is replaced when it is next needed.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => {
      this.clients.add(client);
      // Of one that is in use the pool hears nothing; who asks by it is told, and nobody else can do anything about it.
      client.on('error', () => undefined);
    });
    this.pool.on('remove', (client) => void this.clients.delete(client));
  }

  /** One connection for the whole of the work; thrown away where that fails. */
  async with<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken = true;
    try {
      const done = await work(client);
      broken = false;
      return done;
    } finally {
      client.release(broken);
    }
  }

  /** Waits for the questions under way, and not for a server that no longer answers. */
  async end(): Promise<void> {
    const timer = setTimeout(() => {
      for (const client of this.clients) client.connection.stream.destroy();
    }, GOODBYE_MILLIS);
    await this.pool.end();
    clearTimeout(timer);
  }
}

async function settled(client: pg.ClientBase): Promise<void> {
  try {
    await client.query(SETTINGS);
  } catch (error) {
    // The pool waits for the farewell of one that it gives up, and the server may have fallen silent.
    (client as pg.Client).connection.stream.destroy(); // a pool's clients are
    throw error;
  }
}
