import type { ClientBase } from 'pg';
import { type RefusedCode, StoreRefused } from '../shared/store-refused.js';
import type { Address } from './address.js';

const OLDEST = 15;

/** Rejects with StoreRefused where the server cannot hold a log, or not `durable`. */
export async function checkServer(
  client: ClientBase,
  { place }: Address,
  durable: boolean,
): Promise<void> {
  const { rows } = await client.query<Record<string, string>>(`
    SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding,
      pg_is_in_recovery()::text AS replica, current_setting('fsync') AS fsync,
      current_setting('full_page_writes') AS pages`);
  const [{ version, encoding, replica, fsync, pages }] = rows;
  const refuse = refusing(place);
  const major = Math.floor(Number(version) / 10_000);
  if (major < OLDEST) refuse('postgres-too-old', `PostgreSQL ${OLDEST} or newer`, `${major}`);
  if (encoding !== 'UTF8') refuse('not-a-log', 'a database in UTF8', String(encoding));
  if (replica !== 'false') refuse('not-a-log', 'a primary server', 'a replica');
  if (durable && fsync !== 'on') refuse('not-durable', 'fsync = on', `fsync = ${fsync}`);
  if (durable && pages !== 'on')
    refuse('not-durable', 'full_page_writes = on', `full_page_writes = ${pages}`);
}

type Refuse = (code: RefusedCode, expected: string, found: string) => never;

/** Refuses what lies in this place. */
export function refusing(place: string): Refuse {
  return (code, expected, found) => {
    throw new StoreRefused(code, `${place}: expected ${expected}, found ${found}`, {
      expected,
      found,
    });
  };
}
