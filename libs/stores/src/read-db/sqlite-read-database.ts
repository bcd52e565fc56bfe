import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely';
import type { ReadTransaction } from '@cluetrail/event-sourcing';
import { CORRUPT, FULL, messageOf, NOT_A_DATABASE, primaryCodeOf } from '../sqlite-log/failure.js';
import { StoreRefused } from '../shared/store-refused.js';
import { type ReadModels, type ReadTables, sumOf, Turns } from './read-models.js';
import { BackgroundCheckpoint } from './background-checkpoint.js';
import { compactFullText, HOUSEKEEPING } from './sqlite-schema.js';
import { SqliteReadTransaction } from './sqlite-transaction.js';

/**
 * Opens (or makes) the file of the read models. It may be deleted at any time: all of it is built anew from the log.
 * A file that was laid out by another version is deleted and begun afresh; a damaged one is StoreRefused
 * `read-models-damaged`, at its opening or where that is met, and one without room `read-models-full`.
 */
export function openReadDatabase<Tables = ReadTables>({
  file,
}: {
  file: string;
}): SqliteReadDatabase<Tables> {
  return new SqliteReadDatabase<Tables>(file);
}

const FORMAT = 3;
const BUSY_MILLIS = 5000;
// Long enough for a reader in another process to finish; one in this process cannot finish while we wait.
const VACUUM_BUSY_MILLIS = 200;

/** One connection that writes, and one that only reads, so that no query sees half a batch. */
export class SqliteReadDatabase<Tables = ReadTables> implements ReadModels<Tables> {
  readonly query: Kysely<Tables>;
  private readonly db: DatabaseSync;
  private readonly reader: DatabaseSync;
  private readonly tx: SqliteReadTransaction;
  private readonly turns = new Turns();
  private readonly checkpoint: BackgroundCheckpoint;

  constructor(private readonly file: string) {
    this.db = soundly(file, () => openWriter(file));
    this.tx = new SqliteReadTransaction(this.db);
    this.checkpoint = new BackgroundCheckpoint(this.db, file);
    this.reader = new DatabaseSync(file, { readOnly: true });
    this.reader.exec(`pragma busy_timeout = ${BUSY_MILLIS}; pragma trusted_schema = off`);
    const dialect = new SqliteDialect({ database: forKysely(this.reader, file) });
    this.query = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] });
  }

  transaction<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return this.turn(async () => {
      if (this.checkpoint.due) await this.checkpoint.run();
      this.db.exec('begin immediate');
      try {
        const result = await work(this.tx);
        this.db.exec('commit');
        return result;
      } finally {
        if (this.db.isTransaction) this.db.exec('rollback');
      }
    });
  }

  async vacuumNeeded(): Promise<boolean> {
    return this.turn(async () => this.db.prepare('select 1 from _chores').get() !== undefined);
  }

  async vacuum(): Promise<boolean> {
    return this.turn(async () => {
      compactFullText(this.db);
      // Rare, and over only when the old bytes are gone: this one syncs here.
      this.db.exec(`vacuum; ${SYNCING}; pragma busy_timeout = ${VACUUM_BUSY_MILLIS}`);
      const result = this.db.prepare('pragma wal_checkpoint(truncate)').get();
      this.db.exec(`pragma busy_timeout = ${BUSY_MILLIS}; ${SELDOM_SYNCING}`);
      if (result?.busy !== 0) return false;
      this.db.exec(`delete from _chores where name = 'vacuum'`);
      return true;
    });
  }

  async checksum(): Promise<Readonly<Record<string, string>>> {
    return this.turn(async () => {
      const names = this.db.prepare('select name from _projections order by name').all();
      const sums: Record<string, string> = {};
      for (const { name } of names) sums[String(name)] = await sumOf(this.lines(String(name)));
      return sums;
    });
  }

  async dump(name: string): Promise<readonly string[]> {
    return this.turn(async () => [...this.lines(name)]);
  }

  async close(): Promise<void> {
    await this.turns.ended();
    this.reader.close();
    // Closing makes the last checkpoint.
    this.db.exec(SYNCING);
    this.db.close();
    this.checkpoint.close();
  }

  private turn<T>(work: () => Promise<T>): Promise<T> {
    return this.turns.take(async () => {
      try {
        return await work();
      } catch (error) {
        throw refusalOf(error, this.file);
      }
    });
  }

  private *lines(name: string): Generator<string> {
    const info = this.db.prepare('select name from pragma_table_info(?) where name <> ?');
    const columns = info.all(name, '_id').map((column) => String(column.name));
    const list = columns.join(', ');
    const rows = this.db.prepare(`select ${list} from ${name} order by ${list}`).iterate();
    for (const row of rows) yield JSON.stringify(columns.map((column) => row[column]));
  }
}

function openWriter(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  try {
    configure(db);
    const { user_version: format } = db.prepare('pragma user_version').get() ?? {};
    if (format === FORMAT) return writable(db);
    if (format === 0 && isEmpty(db)) return laidOut(db);
  } catch (error) {
    db.close();
    throw error;
  }
  db.close();
  deleteReadDatabase(file);
  return openWriter(file);
}

/** Of a file that is closed, with what lies beside it. */
export function deleteReadDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

const SYNCING = 'pragma synchronous = normal';
const SELDOM_SYNCING = 'pragma synchronous = off';

/**
 * Syncs are those of {@link BackgroundCheckpoint}: a power cut may lose the last transactions, never half of one, and the
 * log has them again. secure_delete: what a destroyed key deletes is overwritten, not only unlinked.
 */
function configure(db: DatabaseSync): void {
  db.exec(
    `pragma busy_timeout = ${BUSY_MILLIS}; pragma journal_mode = wal; ${SELDOM_SYNCING};
     pragma wal_autocheckpoint = 0; pragma secure_delete = on; pragma trusted_schema = off`,
  );
}

function laidOut(db: DatabaseSync): DatabaseSync {
  db.exec(`begin immediate; ${HOUSEKEEPING} pragma user_version = ${FORMAT}; commit`);
  return db;
}

/** SQLite opens a file without the right to write it, too, and says so only to the first change. */
function writable(db: DatabaseSync): DatabaseSync {
  db.exec(`begin immediate; pragma user_version = ${FORMAT}; rollback`);
  return db;
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare('select 1 from sqlite_master').get() === undefined;
}

function soundly<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusalOf(error, file);
  }
}

/** SQLite names no file. */
function refusalOf(error: unknown, file: string): unknown {
  const code = primaryCodeOf(error);
  if (code === FULL)
    return new StoreRefused(
      'read-models-full',
      `read models ${file}: expected room on their disk, found "${messageOf(error)}"`,
      { file },
    );
  if (code !== CORRUPT && code !== NOT_A_DATABASE) return error;
  return new StoreRefused(
    'read-models-damaged',
    `read models ${file}: expected readable pages, found "${messageOf(error)}"`,
    { file },
  );
}

function forKysely(db: DatabaseSync, file: string) {
  type Parameters = Parameter[];
  type Parameter = null | number | bigint | string | Uint8Array;
  return {
    close: () => db.close(),
    prepare: (text: string) => {
      const statement = soundly(file, () => db.prepare(text));
      const given = (parameters: readonly unknown[]) => parameters as Parameters; // SQLite refuses the rest
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) =>
          soundly(file, () => statement.all(...given(parameters))),
        run: (parameters: readonly unknown[]) =>
          soundly(file, () => statement.run(...given(parameters))),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...given(parameters)),
      };
    },
  };
}
