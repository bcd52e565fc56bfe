import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Head, hex } from '@cluetrail/event-sourcing';
import type pg from 'pg';
import { StoreRefused } from '../shared/store-refused.js';
import type { Address } from './address.js';

/** "clue" in ASCII: sets our locks apart from those of others in the same database. */
const KIND = 0x636c7565;

interface Holder {
  readonly pid: number;
  /** Null to a role that may not see it. */
  readonly name: string | null;
  readonly address: string | null;
  readonly since: string | null;
}

/**
 * Keeps every other server from a log: a lock of the very session that appends, so that nothing is written without it.
 * It falls with the session, and is taken again with the next one, unless somebody else wrote in between.
 */
export class Hold {
  // PostgreSQL keeps 63 bytes of it.
  private readonly name = `cluetrail ${hostname().slice(0, 24)} process ${process.pid} ${randomUUID().slice(0, 8)}`;

  /** Where this process knows that the log ended under its lock; undefined before it has opened it. */
  private end: Head | undefined;
  /** Leaves of events that were sent behind that end, and may stand. */
  private sent: ReadonlySet<string> = new Set();
  private lost: StoreRefused | undefined;
  private readonly listeners = new Set<(refusal: StoreRefused) => void>();

  constructor(private readonly address: Address) {}

  /** Why it is never taken again: the log does not end where this process left it. */
  get overtaken(): StoreRefused | undefined {
    return this.lost;
  }

  onOvertaken(listener: (refusal: StoreRefused) => void): void {
    this.listeners.add(listener);
  }

  /** The log ends there, by what this process itself has written or read under the lock. */
  knows({ position, leaf }: Head): void {
    // A copy: it must not keep a page of the driver's.
    this.end = { position, leaf: new Uint8Array(leaf) };
    this.sent = new Set();
  }

  /** To be called before events leave for the server. */
  sends(events: readonly { readonly leaf: Uint8Array }[]): void {
    this.sent = new Set(events.map(({ leaf }) => hex(leaf)));
  }

  /**
   * To be asked under the lock, with the end that an append is to be put behind. Throws StoreRefused `overtaken` where
   * it is another one than this process left, though no session was lost: a database that is set back keeps them all.
   */
  meets({ position, leaf }: Head): void {
    if (this.lost) throw this.lost;
    if (!this.end || (position === this.end.position && hex(leaf) === hex(this.end.leaf))) return;
    const { position: expected } = this.end;
    if (position > expected) throw this.overtakenBy(foreignAt(expected + 1n));
    throw this.overtakenBy(
      position < expected ? `position ${position}: ${SET_BACK}` : 'another event there',
    );
  }

  /**
   * Throws StoreRefused `in-use`, which says who serves the log, and `overtaken` where it is not as this process left
   * it: keys of the events that came meanwhile lie elsewhere.
   */
  async take(client: pg.Client): Promise<void> {
    if (this.lost) throw this.lost;
    await this.lock(client);
    await this.compare(client);
  }

  private async lock(client: pg.Client): Promise<void> {
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

  // Under the lock: what was under way in a session of our own has ended with it.
  private async compare(client: pg.Client): Promise<void> {
    if (!this.end) return;
    const { position, leaf } = this.end;
    const { rows } = await client.query<{ position: string; leaf: Buffer }>(
      `SELECT position, leaf FROM ${this.address.schema}.events WHERE position >= $1 ORDER BY position LIMIT $2`,
      [position, this.sent.size + 2],
    );
    const ours = new Set(this.sent).add(hex(leaf));
    const found = rows.map((row) => ({ position: BigInt(row.position), leaf: row.leaf }));
    const foreign = found.find((event) => !ours.has(hex(event.leaf)));
    const stands = position === 0n || found.at(0)?.position === position;
    if (!foreign && stands) return this.knows(found.at(-1) ?? this.end);
    throw this.overtakenBy(foreign ? foreignAt(foreign.position) : `no event there: ${SET_BACK}`);
  }

  /** For good: whoever listens is told. */
  private overtakenBy(found: string): StoreRefused {
    const { place } = this.address;
    const expected = `position ${this.end?.position} at its end, where this server left it`;
    this.lost = new StoreRefused(
      'overtaken',
      `${place}: expected ${expected}, found ${found}; this server writes nothing more until it is started again`,
      { place, expected, found },
    );
    for (const listener of this.listeners) listener(this.lost);
    return this.lost;
  }

  private async taken(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken',
      [KIND, this.address.schema],
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
      [KIND, this.address.schema],
    );
    return rows.at(0);
  }

  private inUse(holder: Holder | undefined): StoreRefused {
    const { place } = this.address;
    const { pid = 0, name = null, address = null, since = null } = holder ?? {};
    const from = address === null ? '' : ` from ${address}`;
    const found = name === null ? `session ${pid}` : `${name}${from}, since ${since}`;
    return new StoreRefused(
      'in-use',
      `${place}: expected a log that no other server serves, found ${found}`,
      { place, expected: 'no other server', found },
    );
  }
}

const SET_BACK = 'the database was set back';

function foreignAt(position: bigint): string {
  return `an event of another server at position ${position}`;
}
