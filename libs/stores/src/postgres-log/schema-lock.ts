import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type pg from 'pg';
import { StoreRefused } from '../shared/store-refused.js';

/** "clue" in ASCII: sets our locks apart from those of others in the same database. */
const KIND = 0x636c7565;

/** A server needs a moment to notice that a process was killed. */
export const LET_GO_MILLIS = 2000;

interface Holder {
  readonly pid: number;
  /** Null to a role that may not see it. */
  readonly name: string | null;
  readonly address: string | null;
  readonly since: string | null;
}

/** Keeps every other server from what lies in a schema, for as long as a session lasts. */
export class SchemaLock {
  // PostgreSQL keeps 63 bytes of it.
  private readonly name = `cluetrail ${hostname().slice(0, 24)} process ${process.pid} ${randomUUID().slice(0, 8)}`;

  /** `expected`: what this is, in the sentence of the refusal. */
  constructor(
    private readonly at: {
      readonly schema: string;
      readonly place: string;
      readonly expected: string;
    },
  ) {}

  /** Throws StoreRefused `in-use`, which says who holds it. */
  async take(client: pg.Client): Promise<void> {
    // Of a machine that is gone the server hears within a minute.
    await client.query(
      `SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
       SET application_name = ${client.escapeLiteral(this.name)}`,
    );
    if (await this.taken(client)) return;
    const holder = await this.holder(client);
    // A session of our own that broke, and whose end the server has not noticed.
    if (holder?.name === this.name) {
      await client.query('SELECT pg_terminate_backend($1, 1000)', [holder.pid]);
      if (await this.taken(client)) return;
    }
    throw this.inUse(holder);
  }

  private async taken(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken',
      [KIND, this.at.schema],
    );
    return rows[0].taken;
  }

  private async holder(client: pg.Client): Promise<Holder | undefined> {
    const { rows } = await client.query<Holder>(
      `SELECT pid, application_name AS name, client_addr::text AS address,
         to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
       FROM pg_locks LEFT JOIN pg_stat_activity USING (pid)
       WHERE locktype = 'advisory' AND granted AND classid = $1 AND objid = hashtext($2)::oid AND objsubid = 2
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [KIND, this.at.schema],
    );
    return rows.at(0);
  }

  private inUse(holder: Holder | undefined): StoreRefused {
    const { place, expected } = this.at;
    const { pid = 0, name = null, address = null, since = null } = holder ?? {};
    const from = address === null ? '' : ` from ${address}`;
    const when = since === null ? '' : `, since ${since}`;
    const found = name === null ? `session ${pid}` : `${name}${from}${when}`;
    return new StoreRefused('in-use', `${place}: expected ${expected}, found ${found}`, {
      place,
      expected: 'no other server',
      found,
    });
  }
}
