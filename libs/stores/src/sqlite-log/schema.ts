import { DatabaseSync } from 'node:sqlite';
import { copyUnfinished, StoreRefused } from '../shared/store-refused.js';

/** "clue" in ASCII: marks the file as a log of ours. */
const APPLICATION_ID = 0x636c7565;
const SCHEMA_VERSION = 1;
/** In its place while a copy is being made: no program takes that for a whole log. */
const UNFINISHED = -SCHEMA_VERSION;

const SCHEMA = `
BEGIN;
CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  version INTEGER NOT NULL,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  bytes BLOB NOT NULL,
  UNIQUE (stream, version)
) STRICT;
${['streams', 'events'].flatMap((table) => [guard(table, 'UPDATE'), guard(table, 'DELETE')]).join('\n')}
PRAGMA application_id=${APPLICATION_ID};
PRAGMA user_version=${SCHEMA_VERSION};
COMMIT;`;

/**
 * `empty`: a file without any table, as a crash during creation leaves it. Throws StoreRefused `not-a-log`, and
 * `copy-unfinished` unless a copy is to go on.
 */
export function schemaOf(db: DatabaseSync, copying: boolean): 'empty' | 'log' {
  const application = db.prepare('PRAGMA application_id').get()?.application_id;
  const version = db.prepare('PRAGMA user_version').get()?.user_version;
  const tables = db.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.count;
  if (application === 0 && tables === 0) return 'empty';
  if (application === APPLICATION_ID && version === SCHEMA_VERSION) return 'log';
  if (application === APPLICATION_ID && version === UNFINISHED) {
    if (copying) return 'log';
    throw copyUnfinished(`log ${db.location() ?? 'events.db'}`);
  }
  const expected = `application ${APPLICATION_ID}, schema ${SCHEMA_VERSION}`;
  const found = `application ${application}, schema ${version}`;
  throw new StoreRefused('not-a-log', `events.db: expected ${expected}, found ${found}`, {
    expected,
    found,
  });
}

/** Inside a transaction. */
export function markUnfinished(db: DatabaseSync): void {
  db.exec(`PRAGMA user_version=${UNFINISHED}`);
}

/** Inside a transaction. */
export function markWhole(db: DatabaseSync): void {
  db.exec(`PRAGMA user_version=${SCHEMA_VERSION}`);
}

export function createSchema(db: DatabaseSync): void {
  db.exec(SCHEMA);
}

/**
 * How tables, indexes and triggers differ from those of a new log: a flipped bit in their text may leave a log that
 * opens, and no longer keeps off UPDATE and DELETE.
 */
export function schemaProblems(db: DatabaseSync): string[] {
  const fresh = new DatabaseSync(':memory:');
  createSchema(fresh);
  const expected = objectsOf(fresh);
  fresh.close();
  const found = objectsOf(db);
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((name) => expected.get(name) !== found.get(name))
    .map(
      (name) =>
        `schema: ${name}: expected ${expected.get(name) ?? 'none'}, found ${found.get(name) ?? 'none'}`,
    );
}

function objectsOf(db: DatabaseSync): Map<string, string> {
  const rows = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema').all();
  return new Map(
    rows.map(({ type, name, tbl_name: table, sql }) => [
      `${type} ${name}`,
      `${sql ?? `made by SQLite on ${table}`}`,
    ]),
  );
}

function guard(table: string, action: 'UPDATE' | 'DELETE'): string {
  return `CREATE TRIGGER ${table}_no_${action.toLowerCase()} BEFORE ${action} ON ${table}
BEGIN SELECT RAISE(ABORT, 'the log is append-only: ${action} of ${table} refused'); END;`;
}
