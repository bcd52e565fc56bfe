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

/** What the driver takes from an address, and what else is usual there and names neither server nor database. */
const PARAMETERS = new Set([
  ...['host', 'port', 'user', 'password', 'options', 'client_encoding'],
  ...['ssl', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslnegotiation', 'uselibpqcompat'],
  ...['application_name', 'fallback_application_name', 'statement_timeout', 'lock_timeout'],
  ...['query_timeout', 'idle_in_transaction_session_timeout', 'connect_timeout'],
  ...['keepalives', 'keepalives_idle', 'keepalives_interval', 'keepalives_count'],
  ...['target_session_attrs', 'channel_binding', 'gssencmode'],
]);

/**
 * `postgres://user:password@host:port/database`, with the driver's options and `log=NAME` (schema, default
 * `cluetrail_log`). The password may stand in PGPASSWORD or a password file instead. Throws StoreRefused
 * `no-store` on what is no such address, and on a parameter that nobody would take: a misspelt `log` would be another log;
 * its sentence is about `thing`.
 */
export function addressOf(url: string, thing = 'store'): Address {
  const parsed = parsedOf(url, thing);
  const [schema = SCHEMA, second] = parsed.searchParams.getAll('log');
  if (second !== undefined)
    throw new StoreRefused(
      'no-store',
      `${thing}: expected one log=NAME, found ${schema} and ${second}`,
    );
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema))
    throw new StoreRefused(
      'no-store',
      `${thing}: expected a lower-case name as log, found ${JSON.stringify(schema)}`,
    );
  parsed.searchParams.delete('log');
  const strange = [...parsed.searchParams.keys()].find((name) => !PARAMETERS.has(name));
  if (strange !== undefined)
    throw new StoreRefused(
      'no-store',
      `${thing}: expected log=NAME or a parameter of PostgreSQL (${[...PARAMETERS].join(', ')}), found ${JSON.stringify(strange)}`,
    );
  const database = databaseOf(parsed, thing) || parsed.username || 'postgres';
  const place = `PostgreSQL ${parsed.host}/${database}, schema ${schema}`;
  return { connectionString: parsed.href, schema, place };
}

/** Nothing of an address that is none is told: whichever part is not at its place may be the password. */
function parsedOf(url: string, thing: string): URL {
  const parsed = /^postgres(ql)?:\/\//.test(url) ? URL.parse(url) : null;
  if (!parsed || url.includes('#') || !/^(\/[^/@]*)?$/.test(parsed.pathname))
    throw noAddress(thing);
  // A password with a question mark in it looks like parameters: the user's name would be the server.
  const known = [...parsed.searchParams.keys()].every(
    (name) => name === 'log' || PARAMETERS.has(name),
  );
  if (!known && parsed.search.includes('@')) throw noAddress(thing);
  return parsed;
}

function databaseOf({ pathname }: URL, thing: string): string {
  try {
    return decodeURIComponent(pathname.slice(1));
  } catch {
    throw noAddress(thing);
  }
}

function noAddress(thing: string): StoreRefused {
  return new StoreRefused(
    'no-store',
    `${thing}: expected postgres://user@host:port/database, found another address; "/", "?", "#" and "@" in a password are written %2F, %3F, %23 and %40`,
  );
}
