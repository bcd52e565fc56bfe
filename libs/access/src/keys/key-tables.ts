import { DatabaseSync } from 'node:sqlite';
import type { Box } from '../aes-gcm.js';

/** A data key as it lies on disk. */
export interface WrappedKey extends Box {
  readonly id: string;
  readonly owner: string;
}

/** The three tables of `keys.db`. Knows no key: only names, boxes and what was destroyed. */
export class KeyTables {
  private readonly db: DatabaseSync;

  /** Throws the driver's error when another process has it open. */
  constructor(private readonly file: string) {
    this.db = new DatabaseSync(file);
    try {
      this.db.exec(PRAGMAS);
      this.checkPragmas();
      this.db.exec(SCHEMA);
      this.purge();
    } catch (cause) {
      this.db.close();
      throw cause;
    }
  }

  setting(name: string): Uint8Array | undefined {
    const row = this.db.prepare('select value from setting where name = ?').get(name);
    return row && (row.value as Uint8Array); // column type, held by the strict table
  }

  put(name: string, value: Uint8Array): void {
    this.db
      .prepare('insert into setting values (?, ?) on conflict (name) do update set value = ?')
      .run(name, value, value);
  }

  byOwner(owner: string): WrappedKey | undefined {
    return keyIn(this.db.prepare('select * from wrapped where owner = ?').get(owner));
  }

  byId(id: string): WrappedKey | undefined {
    return keyIn(this.db.prepare('select * from wrapped where id = ?').get(id));
  }

  all(): WrappedKey[] {
    return this.db.prepare('select * from wrapped').all() as unknown as WrappedKey[]; // columns of the strict table
  }

  insert({ owner, id, nonce, sealed }: WrappedKey): void {
    this.db.prepare('insert into wrapped values (?, ?, ?, ?)').run(owner, id, nonce, sealed);
  }

  delete(owner: string): void {
    this.db.prepare('delete from wrapped where owner = ?').run(owner);
  }

  /** All surviving keys in their new wrapping. */
  rewrite(keys: readonly WrappedKey[]): void {
    const update = this.db.prepare('update wrapped set nonce = ?, sealed = ? where owner = ?');
    for (const { owner, nonce, sealed } of keys) update.run(nonce, sealed, owner);
  }

  /** `id` is null where an owner without a key was erased. Undefined = the owner was never erased. */
  tombstone(owner: string): { readonly id: string | null } | undefined {
    const row = this.db.prepare('select id from destroyed where owner = ?').get(owner);
    return row && { id: row.id as string | null }; // column type, held by the strict table
  }

  hasTombstone(id: string): boolean {
    return this.db.prepare('select 1 from destroyed where id = ?').get(id) !== undefined;
  }

  bury(owner: string, id: string | null): void {
    this.db
      .prepare('insert into destroyed values (?, ?) on conflict (owner) do update set id = ?')
      .run(owner, id, id);
  }

  /** All or nothing; synced to disk when it returns. */
  transaction(work: () => void): void {
    this.db.exec('begin immediate');
    try {
      work();
      this.db.exec('commit');
    } catch (cause) {
      if (this.db.isTransaction) this.db.exec('rollback');
      throw cause;
    }
  }

  /** Empties the write-ahead log. With secure_delete the files then hold no byte of a deleted or replaced key. */
  purge(): void {
    const done = this.db.prepare('pragma wal_checkpoint(truncate)').get();
    if (done?.busy !== 0)
      throw new Error(`${this.file}: expected an empty write-ahead log, found it busy`);
  }

  close(): void {
    this.db.close();
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

/** SQLite answers some settings in silence with another value: what stands is read back at every start. */
const SETTINGS = {
  locking_mode: 'exclusive',
  journal_mode: 'wal',
  synchronous: 2,
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
  owner text primary key, id text not null unique, nonce blob not null, sealed blob not null) strict;
create table if not exists destroyed (owner text primary key, id text unique) strict;
`;

function keyIn(row: unknown): WrappedKey | undefined {
  return row as WrappedKey | undefined; // columns of the strict table
}
