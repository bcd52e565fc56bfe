import type { DatabaseSync } from 'node:sqlite';
import type { Index, Table } from '@cluetrail/event-sourcing';
import { fullTextOf } from './read-models.js';

/**
 * Housekeeping tables begin with an underscore, tables of projections with a letter. Dependencies and parked entries
 * name their projection by number, so that a table built beside takes its place without touching them.
 */
export const HOUSEKEEPING = `
create table _projections (
  id integer primary key, name text not null unique, signature text not null,
  position integer not null, leaf text not null) strict;
create table _watches (
  projection integer not null, stream text not null, matter text not null,
  primary key (projection, stream, matter)) strict, without rowid;
create index _watches_of_matter on _watches (projection, matter);
create table _parked (
  projection integer not null, stream text not null, position integer not null, error text not null,
  primary key (projection, stream)) strict, without rowid;
create table _chores (name text primary key) strict, without rowid;
`;

/** `mark` keeps index names apart while a table is built beside the one in use. */
export function createTable(db: DatabaseSync, table: Table, mark: number): void {
  const columns = table.columns.map(({ name, type }) =>
    type.endsWith('?') ? `${name} ${type.slice(0, -1)}` : `${name} ${type} not null`,
  );
  db.exec(`create table ${table.name} (_id integer primary key, ${columns.join(', ')}) strict`);
  table.indexes.forEach((index, at) =>
    db.exec(createIndex(table.name, `_${mark}_${table.name}_${at}`, index)),
  );
  if (table.fullText.length === 0) return;
  const text = fullTextOf(table.name);
  // Not FTS5's secure-delete: it rewrites three times the pages at each change, and erasing merges the index anyway.
  // `ascii` parts words at spaces alone (beyond ASCII every character belongs to a word), as other databases do too.
  const shape = [...table.fullText, `tokenize = 'ascii'`];
  db.exec(`create virtual table ${text} using fts5(${shape.join(', ')})`);
}

export function dropTable(db: DatabaseSync, name: string): void {
  db.exec(`drop table if exists ${name}`);
  db.exec(`drop table if exists ${fullTextOf(name)}`);
}

export function renameTable(db: DatabaseSync, from: string, to: string): void {
  db.exec(`alter table ${from} rename to ${to}`);
  if (hasTable(db, fullTextOf(from)))
    db.exec(`alter table ${fullTextOf(from)} rename to ${fullTextOf(to)}`);
}

/** Merges every full-text index down to what is still there. */
export function compactFullText(db: DatabaseSync): void {
  const found = db
    .prepare(`select name from sqlite_master where sql like 'create virtual table%fts5(%'`)
    .all();
  for (const { name } of found) db.exec(`insert into ${name}(${name}) values ('optimize')`);
}

function hasTable(db: DatabaseSync, name: string): boolean {
  return db.prepare('select 1 from sqlite_master where name = ?').get(name) !== undefined;
}

function createIndex(table: string, name: string, { columns, unique }: Index): string {
  return `create ${unique ? 'unique ' : ''}index ${name} on ${table} (${columns.join(', ')})`;
}
