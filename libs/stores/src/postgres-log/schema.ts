import type { ClientBase } from 'pg';
import { StoreRefused } from '../shared/store-refused.js';
import { type Address, readSchemaOf } from './address.js';
import { codeOf, messageOf } from './failure.js';
import { checkAltersNone } from './may-alter.js';

const FORMAT = 1;
/** In its place while a copy is being made: no program takes that for a whole log. */
const UNFINISHED = -FORMAT;

/**
 * One table of events, one row that says where the log ends. That row is locked before an event is stamped: positions
 * are given in the order of the commits, without a gap, so that no reader ever skips a late one.
 */
function layout(schema: string): string {
  return `
CREATE SCHEMA ${schema};
CREATE TABLE ${schema}.events (
  position bigint PRIMARY KEY,
  stream text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  id uuid NOT NULL UNIQUE,
  leaf bytea NOT NULL,
  bytes bytea NOT NULL,
  UNIQUE (stream, version));
CREATE TABLE ${schema}.log_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  format integer NOT NULL,
  position bigint NOT NULL,
  leaf bytea NOT NULL,
  micros bigint NOT NULL);
INSERT INTO ${schema}.log_head VALUES (true, ${FORMAT}, 0, '', 0);
CREATE FUNCTION ${schema}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on %: events are never altered', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER events_are_final BEFORE UPDATE OR DELETE ON ${schema}.events
  FOR EACH ROW EXECUTE FUNCTION ${schema}.refuse_change();
CREATE TRIGGER events_are_kept BEFORE TRUNCATE ON ${schema}.events
  FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_change();
CREATE TRIGGER head_is_kept BEFORE DELETE OR TRUNCATE ON ${schema}.log_head
  FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_change();`;
}

/** What a server needs at run time: it can add events and move the end, and alter nothing; read models are its own. */
function rights(schema: string, role: string): string {
  return `
CREATE SCHEMA IF NOT EXISTS ${readSchemaOf(schema)};
GRANT USAGE, CREATE ON SCHEMA ${readSchemaOf(schema)} TO ${role};
GRANT USAGE ON SCHEMA ${schema} TO ${role};
GRANT SELECT, INSERT ON ${schema}.events TO ${role};
GRANT SELECT, UPDATE (format, position, leaf, micros) ON ${schema}.log_head TO ${role};`;
}

export type Found = 'absent' | 'log' | 'unfinished';

/** Whether a log stands in the schema, or a copy that has not ended. Throws StoreRefused `not-a-log` on any other thing of that name, `log-damaged` on one without its head. */
export async function found(client: ClientBase, { schema, place }: Address): Promise<Found> {
  const [{ tables }] = (
    await client.query<{ tables: string[] }>(
      `SELECT coalesce(array_agg(tablename::text ORDER BY tablename), '{}') AS tables
       FROM pg_tables WHERE schemaname = $1`,
      [schema],
    )
  ).rows;
  if (tables.length === 0) return 'absent';
  if (tables.join() !== 'events,log_head') throw notALog(place, tables.join(', '));
  const { rows } = await client.query(`SELECT format FROM ${schema}.log_head`);
  if (rows.length === 0) throw await headless(client, schema, place);
  if (rows[0].format === UNFINISHED) return 'unfinished';
  if (rows[0].format !== FORMAT)
    throw notALog(place, `format ${String(rows[0].format)}`, `format ${FORMAT}`);
  return 'log';
}

/** Somebody took away the row that says where it ends. */
async function headless(client: ClientBase, schema: string, place: string): Promise<StoreRefused> {
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${schema}.events`);
  const expected = 'one row of log_head';
  const found = `none, and ${rows[0].count} events`;
  return new StoreRefused('log-damaged', `${place}: expected ${expected}, found ${found}`, {
    place,
    expected,
    found,
  });
}

/** Lays the log out, unless another process was quicker. All or nothing. */
export function layOut(client: ClientBase, address: Address): Promise<void> {
  return laidOut(client, address, async () => undefined);
}

/** Lays it out and gives a role what serving needs. All or nothing. Throws StoreRefused `role-missing`, and `role-may-alter`. */
export function layOutFor(client: ClientBase, address: Address, role: string): Promise<void> {
  return laidOut(client, address, async () => {
    await checkStands(client, address, role);
    await checkAltersNone(client, address, role);
    await client.query(rights(address.schema, role));
  });
}

async function laidOut(
  client: ClientBase,
  address: Address,
  alike: () => Promise<void>,
): Promise<void> {
  await client.query('BEGIN');
  try {
    // Whoever comes second waits here, and then finds the log.
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [address.schema]);
    if ((await found(client, address)) === 'absent') await client.query(layout(address.schema));
    await alike();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function checkStands(client: ClientBase, { place }: Address, role: string): Promise<void> {
  const { rows } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (rows.length > 0) return;
  throw new StoreRefused(
    'role-missing',
    `--role: expected a role that stands, found no ${role} at ${place}; CREATE ROLE makes it`,
    { place, role },
  );
}

/** Throws StoreRefused `log-unreadable` to a role that was given its rights before there was such a mark. */
export async function markUnfinished(client: ClientBase, address: Address): Promise<void> {
  const { schema, place } = address;
  try {
    await client.query(`UPDATE ${schema}.log_head SET format = ${UNFINISHED}`);
  } catch (error) {
    if (codeOf(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new StoreRefused(
      'log-unreadable',
      `${place}: expected the right to mark a log into which a copy is made, found "${messageOf(error)}"; "cluetrail log prepare" gives it`,
      { place, found: INSUFFICIENT_PRIVILEGE },
    );
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

/** Throws StoreRefused `log-unreadable` to a role that could not add events, and names the rights that it lacks. */
export async function checkRights(client: ClientBase, { schema, place }: Address): Promise<void> {
  const { rows } = await client.query<{ lacking: string }>(
    `SELECT privilege || ' on ' || $1 || '.' || tab AS lacking FROM (VALUES
        ('SELECT', 'events', has_table_privilege($1 || '.events', 'SELECT')),
        ('INSERT', 'events', has_table_privilege($1 || '.events', 'INSERT')),
        ('UPDATE', 'log_head', has_column_privilege($1 || '.log_head', 'position', 'UPDATE')
          AND has_column_privilege($1 || '.log_head', 'leaf', 'UPDATE')
          AND has_column_privilege($1 || '.log_head', 'micros', 'UPDATE'))) AS right_of (privilege, tab, given)
      WHERE NOT given`,
    [schema],
  );
  if (rows.length === 0) return;
  const found = rows.map(({ lacking }) => lacking).join(', ');
  throw new StoreRefused(
    'log-unreadable',
    `${place}: expected a role that may add events, found one without ${found}; "cluetrail log prepare" gives it`,
    { place, found: INSUFFICIENT_PRIVILEGE },
  );
}

/** Where it is whole, the right to mark it is not asked for. */
export async function markWhole(client: ClientBase, address: Address): Promise<void> {
  if ((await found(client, address)) === 'log') return;
  await client.query(`UPDATE ${address.schema}.log_head SET format = ${FORMAT}`);
}

/** Throws unless it is a name that stands in SQL as it is. */
export function checkRole(role: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(role))
    throw new Error(`role: expected a plain lower-case name, found ${role}`);
}

function notALog(place: string, has: string, expected = 'a log (events, log_head)'): StoreRefused {
  return new StoreRefused('not-a-log', `${place}: expected ${expected}, found ${has}`, {
    place,
    expected,
    found: has,
  });
}
