import { StoreRefused } from '../shared/store-refused.js';

/** Where a log lies. `place` names it without a password: for messages. */
export interface Address {
  readonly connectionString: string;
  readonly schema: string;
  readonly place: string;
}

const SCHEMA = 'cluetrail_log';

/** The schema of the read models that lie beside a log. */
export function readSchemaOf(log: string): string {
  return log === SCHEMA ? 'cluetrail_read' : `${log}_read`;
}

/**
 * `postgres://user:password@host:port/database`, with the driver's options and `log=NAME` (schema, default
 * `cluetrail_log`). The password may stand in PGPASSWORD or a password file instead. Throws StoreRefused `no-store` on what is no such address.
 */
export function addressOf(url: string): Address {
  const parsed = URL.parse(url);
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol))
    throw new StoreRefused(
      'no-store',
      'store: expected postgres://user@host:port/database, found another address',
    );
  const schema = parsed.searchParams.get('log') ?? SCHEMA;
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema))
    throw new StoreRefused(
      'no-store',
      `store: expected a lower-case name as log, found ${JSON.stringify(schema)}`,
    );
  parsed.searchParams.delete('log');
  const database = decodeURIComponent(parsed.pathname.slice(1)) || parsed.username || 'postgres';
  const place = `PostgreSQL ${parsed.host}/${database}, schema ${schema}`;
  return { connectionString: parsed.href, schema, place };
}
