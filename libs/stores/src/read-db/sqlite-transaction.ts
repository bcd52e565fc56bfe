import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  Checkpoint,
  Difference,
  Parked,
  ReadTransaction,
  Stored,
  StoredProjection,
  Table,
} from '@cluetrail/event-sourcing';
import { createTable, dropTable, renameTable } from './sqlite-schema.js';
import { RowStatements } from './sqlite-rows.js';

/** What a transaction may do, on the one writing connection. Statements are prepared once and kept. */
export class SqliteReadTransaction implements ReadTransaction {
  private readonly prepared = new Map<string, StatementSync>();
  private readonly rows: RowStatements;

  constructor(private readonly db: DatabaseSync) {
    this.rows = new RowStatements(db);
  }

  async projections(): Promise<readonly StoredProjection[]> {
    const found = this.sql(`select name, signature, ${POSITION}, leaf from _projections`).all();
    return found.map(({ name, signature, position, leaf }) => ({
      name: String(name),
      signature: String(signature),
      checkpoint: { position: BigInt(String(position)), leaf: String(leaf) },
    }));
  }

  async recreate(table: Table): Promise<void> {
    await this.drop(table.name);
    const { lastInsertRowid } = this.sql(
      `insert into _projections (name, signature, position, leaf) values (?, ?, 0, '')`,
    ).run(table.name, table.signature);
    createTable(this.db, table, Number(lastInsertRowid));
  }

  async drop(name: string): Promise<void> {
    this.forget(name);
    dropTable(this.db, name);
    this.rows.forget(name);
  }

  async replace(name: string, by: string): Promise<void> {
    await this.drop(name);
    renameTable(this.db, by, name);
    this.sql('update _projections set name = ? where name = ?').run(name, by);
    this.rows.forget(by);
  }

  async saveCheckpoint(name: string, { position, leaf }: Checkpoint): Promise<void> {
    this.sql('update _projections set position = ?, leaf = ? where name = ?').run(
      position,
      leaf,
      name,
    );
  }

  async load(table: Table, stream: string, knownSince?: string): Promise<readonly Stored[]> {
    return this.rows.load(table, stream, knownSince);
  }

  async write(table: Table, { deletions, updates, insertions }: Difference): Promise<void> {
    for (const id of deletions) this.rows.delete(table, id);
    for (const { id, cells } of updates) this.rows.update(table, id, cells);
    for (const cells of insertions) this.rows.insert(table, cells);
  }

  async watching(projection: string, matter: string): Promise<readonly string[]> {
    const found = this.sql(
      `select stream from _watches where projection = ${ID} and matter = ? order by stream`,
    ).all(projection, matter);
    return texts(found, 'stream');
  }

  async watch(
    projection: string,
    matter: string,
    { added, removed }: { added: readonly string[]; removed: readonly string[] },
  ): Promise<void> {
    const add = this.sql(
      `insert into _watches (projection, stream, matter) values (${ID}, ?, ?) on conflict do nothing`,
    );
    const remove = this.sql(
      `delete from _watches where projection = ${ID} and stream = ? and matter = ?`,
    );
    for (const stream of added) add.run(projection, stream, matter);
    for (const stream of removed) remove.run(projection, stream, matter);
  }

  async watched(projection: string, streams: readonly string[]): Promise<readonly string[]> {
    const one = this.sql(`select 1 from _watches where projection = ${ID} and stream = ? limit 1`);
    return streams.filter((stream) => one.get(projection, stream) !== undefined);
  }

  async watchers(
    projection: string,
    stream: string,
    { after, limit }: { after: string; limit: number },
  ): Promise<readonly string[]> {
    const found = this.sql(
      `select matter from _watches where projection = ${ID} and stream = ? and matter > ?
       order by matter limit ?`,
    ).all(projection, stream, after, limit);
    return texts(found, 'matter');
  }

  async park({ projection, stream, position, error }: Parked): Promise<void> {
    this.sql(
      `insert or replace into _parked (projection, stream, position, error) values (${ID}, ?, ?, ?)`,
    ).run(projection, stream, position, error);
  }

  async unpark(projection: string, stream: string): Promise<void> {
    this.sql(`delete from _parked where projection = ${ID} and stream = ?`).run(projection, stream);
  }

  async parked(): Promise<readonly Parked[]> {
    const found = this.sql(
      `select name, stream, cast(_parked.position as text) as position, error from _parked
       join _projections on _projections.id = _parked.projection
       order by _parked.position, name, stream`,
    ).all();
    return found.map(({ name, stream, position, error }) => ({
      projection: String(name),
      stream: String(stream),
      position: BigInt(String(position)),
      error: String(error),
    }));
  }

  async needVacuum(): Promise<void> {
    this.sql(`insert or ignore into _chores (name) values ('vacuum')`).run();
  }

  private forget(name: string): void {
    for (const table of ['_watches', '_parked'])
      this.sql(`delete from ${table} where projection = ${ID}`).run(name);
    this.sql('delete from _projections where name = ?').run(name);
  }

  private sql(text: string): StatementSync {
    const found = this.prepared.get(text) ?? this.db.prepare(text);
    this.prepared.set(text, found);
    return found;
  }
}

// As text: a position may be greater than a number can say.
const POSITION = 'cast(position as text) as position';
const ID = '(select id from _projections where name = ?)';

function texts(rows: readonly Record<string, unknown>[], column: string) {
  return rows.map((row) => String(row[column]));
}
