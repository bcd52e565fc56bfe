import { existsSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Box } from '../aes-gcm.js';
import { BackgroundSync } from './background-sync.js';
import { keysDamaged, KeysRefused } from './keys.js';

/** A data key as it lies on disk. */
export interface WrappedKey extends Box {
  readonly id: string;
  readonly owner: string;
}

const ERROR = 1;
const BUSY = 5;
const READ_ONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** The disk is full, read-only or failing: the tables are as they were, or a sync failed. */
export function isOfDisk(error: unknown): error is { readonly message: string } {
  // Not instanceof: node:sqlite throws the errors of its own realm.
  if (typeof error !== 'object' || error === null) return false;
  if (!('errcode' in error)) return 'syscall' in error;
  return isCode(error, READ_ONLY, IO_ERROR, FULL, CANNOT_OPEN);
}

/** What of that goes by with the want of room; a sync that failed does not. */
export function isOfFullDisk(error: object): boolean {
  return isCode(error, FULL);
}

/** Another process has the tables open. */
export function isBusy(error: object): boolean {
  return isCode(error, BUSY);
}

/** What only an altered file gives: pages that make no sense, or a schema that is none. */
export function isOfDamage(error: object): boolean {
  return isCode(error, ERROR, CORRUPT, NOT_A_DATABASE);
}

/** A page that makes no sense. */
function isOfPage(error: unknown): error is { readonly message: string } {
  return typeof error === 'object' && error !== null && isCode(error, CORRUPT, NOT_A_DATABASE);
}

/** An error of SQLite with one of these primary codes. */
function isCode(error: object, ...codes: readonly number[]): boolean {
  return 'errcode' in error && codes.includes(Number(error.errcode) & 0xff);
}

/** The three tables of `keys.db`. Knows no key: only names, boxes and what was destroyed. */
export class KeyTables {
  private readonly statements = new Map<string, StatementSync>();
  /** Of the write-ahead log; none of tables in memory. */
  private sync: BackgroundSync | undefined;

  private constructor(
    readonly file: string,
    private readonly db: DatabaseSync,
    private readonly beforeClosing = () => {},
  ) {}

  /** Throws the driver's error when another process has it open. */
  static open(file: string): KeyTables {
    const db = new DatabaseSync(file);
    try {
      db.exec(PRAGMAS);
      const tables = new KeyTables(file, db);
      tables.checkPragmas();
      db.exec(SCHEMA);
      tables.purge();
      return tables;
    } catch (cause) {
      db.close();
      throw cause;
    }
  }

  /**
   * To be asked only: neither the file nor its write-ahead log is written, not even by closing. Undefined where the tables
   * are not made yet. Throws the driver's error, and KeysRefused `keys-damaged` where a page makes no sense.
   */
  static look(file: string): KeyTables | undefined {
    const made = ['-wal', '-shm'].map((end) => file + end).filter((one) => !existsSync(one));
    const db = new DatabaseSync(file, { readOnly: true });
    // While it reads, no other process can begin to write what is removed here.
    const beforeClosing = () => made.forEach(removeEmpty);
    try {
      db.exec('pragma trusted_schema = 0; begin');
      const found = db.prepare(`select count(*) as count from sqlite_schema where type = 'table'`);
      if (found.get()?.count === TABLES) {
        const tables = new KeyTables(file, db, beforeClosing);
        tables.checkPages();
        return tables;
      }
      beforeClosing();
      db.close();
      return undefined;
    } catch (cause) {
      // Whoever comes meanwhile meets the same damage or want, and writes nothing.
      if (isOfPage(cause) || isOfDisk(cause) || cause instanceof KeysRefused) beforeClosing();
      db.close();
      throw cause;
    }
  }

  setting(name: string): Uint8Array | undefined {
    const row = this.row('select value from setting where name = ?', name);
    return row && (row.value as Uint8Array); // column type, held by the strict table
  }

  put(name: string, value: Uint8Array): void {
    this.statement(
      'insert into setting values (?, ?) on conflict (name) do update set value = ?',
    ).run(name, value, value);
  }

  byOwner(owner: string): WrappedKey | undefined {
    return keyIn(this.row('select * from wrapped where owner = ?', owner));
  }

  byId(id: string): WrappedKey | undefined {
    return keyIn(this.row('select * from wrapped where id = ?', id));
  }

  all(): WrappedKey[] {
    const rows: unknown = this.read(() => this.statement('select * from wrapped').all());
    return rows as WrappedKey[]; // columns of the strict table
  }

  /** In order of their places in the table, whatever its indexes say. */
  behind(place: number, limit: number): (WrappedKey & { readonly place: number })[] {
    const text =
      'select rowid as place, * from wrapped not indexed where rowid > ? order by rowid limit ?';
    const rows: unknown = this.read(() => this.statement(text).all(place, limit));
    return rows as (WrappedKey & { readonly place: number })[]; // columns of the strict table
  }

  insert({ owner, id, nonce, sealed }: WrappedKey): void {
    this.statement('insert into wrapped values (?, ?, ?, ?)').run(owner, id, nonce, sealed);
  }

  delete(owner: string): void {
    this.statement('delete from wrapped where owner = ?').run(owner);
  }

  /** All surviving keys in their new wrapping. */
  rewrite(keys: readonly WrappedKey[]): void {
    const update = this.statement('update wrapped set nonce = ?, sealed = ? where owner = ?');
    for (const { owner, nonce, sealed } of keys) update.run(nonce, sealed, owner);
  }

  /**
   * `id` is null where an owner without a key was erased. Undefined = the owner was never erased.
   */
  tombstone(owner: string): { readonly id: string | null } | undefined {
    const row = this.row('select id from destroyed where owner = ?', owner);
    return row && { id: row.id as string | null }; // column type, held by the strict table
  }

  hasTombstone(id: string): boolean {
    return this.row('select 1 from destroyed where id = ?', id) !== undefined;
  }

  bury(owner: string, id: string | null): void {
    this.statement(
      'insert into destroyed values (?, ?) on conflict (owner) do update set id = ?',
    ).run(owner, id, id);
  }

  /** All or nothing; on the disk once {@link kept} or {@link purge} says so. */
  transaction(work: () => void): void {
    if (this.sync?.failure) throw this.sync.failure.cause;
    this.db.exec('begin immediate');
    try {
      this.read(work);
      this.db.exec('commit');
    } catch (cause) {
      if (this.db.isTransaction) this.db.exec('rollback');
      throw cause;
    }
    if (this.file === ':memory:') return;
    this.sync ??= new BackgroundSync(`${this.file}-wal`);
    this.sync.wrote();
  }

  /** Resolves once every transaction so far is on the disk; undefined where it is. Rejects with what the system says. */
  kept(): Promise<void> | undefined {
    return this.sync?.done();
  }

  /**
   * Empties the write-ahead log. With secure_delete the files then hold no byte of a deleted or
   * replaced key.
   */
  purge(): void {
    const done = this.statement('pragma wal_checkpoint(truncate)').get();
    if (done?.busy !== 0)
      throw new Error(`${this.file}: expected an empty write-ahead log, found it busy`);
  }

  close(): void {
    this.sync?.close();
    this.beforeClosing();
    this.db.close();
  }

  private row(text: string, key: string) {
    return this.read(() => this.statement(text).get(key));
  }

  /** Throws KeysRefused `keys-damaged` where a page cannot be read: SQLite names no file. */
  private read<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      if (!isOfPage(cause)) throw cause;
      throw keysDamaged(this.file, 'to read them', `"${cause.message}"`);
    }
  }

  private statement(text: string): StatementSync {
    const known = this.statements.get(text);
    if (known) return known;
    const prepared = this.db.prepare(text);
    this.statements.set(text, prepared);
    return prepared;
  }

  /**
   * SQLite reads a page of zeros as an empty one: a key would be missing without a word, and another be made for it. What an
   * index says of the rows takes ten times as long, and is looked at by {@link Keys.check}.
   */
  private checkPages(): void {
    const found = this.db.prepare('pragma quick_check(1)').get()?.quick_check;
    if (found === 'ok') return;
    // SQLite begins with a line that says which database.
    throw keysDamaged(this.file, 'whole pages', `"${String(found).split('\n').at(-1)}"`);
  }

  private checkPragmas(): void {
    const expected = this.file === ':memory:' ? { ...SETTINGS, journal_mode: 'memory' } : SETTINGS;
    for (const [name, value] of Object.entries(expected)) {
      const found = Object.values(this.db.prepare(`pragma ${name}`).get() ?? {})[0];
      if (found !== value)
        throw new Error(`${this.file}: expected ${name} = ${value}, found ${String(found)}`);
    }
  }
}

/**
 * SQLite answers some settings in silence with another value: what stands is read back at every
 * start.
 */
const SETTINGS = {
  locking_mode: 'exclusive',
  journal_mode: 'wal',
  // NORMAL: a commit is written and not yet synced, since that would hold up the main thread for as long as the disk takes.
  // `kept` syncs; checkpoints, which `purge` makes, sync by themselves.
  synchronous: 1,
  // Each one syncs on the main thread: some thousand keys apart.
  wal_autocheckpoint: 8192,
  secure_delete: 1,
  temp_store: 2,
  trusted_schema: 0,
};
const PRAGMAS = Object.entries(SETTINGS)
  .map(([name, value]) => `pragma ${name} = ${value};`)
  .join('\n');

const SCHEMA = `
create table if not exists setting (name text primary key, value blob not null) strict;
create table if not exists wrapped (
  owner text primary key, id text not null unique,
  nonce blob not null, sealed blob not null) strict;
create table if not exists destroyed (owner text primary key, id text unique) strict;
`;
const TABLES = 3;

/** SQLite makes them also for who only reads. */
function removeEmpty(beside: string): void {
  if (!existsSync(beside) || (beside.endsWith('-wal') && statSync(beside).size > 0)) return;
  rmSync(beside);
}

function keyIn(row: unknown): WrappedKey | undefined {
  return row as WrappedKey | undefined; // columns of the strict table
}
