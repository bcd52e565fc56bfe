import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { seededInstallation } from './installation.mjs';
import { emptyLog, RawLog } from './raw-log.mjs';
import { compare } from './rounds.mjs';

/** Every read model of the log, dropped and built anew. */
export async function rebuild(bench) {
  const { place, size } = bench;
  const { directory, installation } = await seededInstallation(bench);
  const events = await installation.store.readAll();
  const log = await copyOf(place, events);
  const tables = tablesOf(join(directory, 'read.db'));
  let target;
  const contenders = [
    { name: 'product', run: () => installation.runner.rebuild() },
    {
      name: 'raw',
      before: () => (target = openTarget(join(place.fresh(), 'read.db'))),
      run() {
        log.readAll(() => undefined);
        writeAll(target, tables);
      },
      after: () => target.close(),
    },
  ];
  const measure = `rebuild all read models of ${size.clues} clues`;
  const { rounds } = size;
  const result = await compare({ measure, operations: events.length, contenders, rounds });
  await installation.close();
  log.close();
  return result;
}

async function copyOf(place, events) {
  const directory = place.fresh();
  await emptyLog(directory);
  const log = new RawLog(directory);
  log.append(events.map(({ event: { version: _, recordedAt: __, ...draft } }) => draft));
  return log;
}

/** The product's own tables, indexes and final rows, held in memory: raw has nothing to find out. */
function tablesOf(file) {
  const db = new DatabaseSync(file, { readOnly: true });
  const schema = db
    .prepare(`select name, type, sql from sqlite_master where sql is not null`)
    .all();
  const texts = schema
    .filter(({ sql }) => /^create virtual table/i.test(sql))
    .map(({ name }) => name);
  const shadows = texts.flatMap((text) => PARTS.map((part) => `${text}_${part}`));
  const own = schema.filter(({ name }) => !shadows.includes(name));
  const filled = own.filter(({ type }) => type === 'table').map(({ name }) => contentOf(db, name));
  db.close();
  return { statements: own.map(({ sql }) => sql), filled };
}

// What FTS5 keeps beside a virtual table; it makes them itself.
const PARTS = ['data', 'idx', 'content', 'docsize', 'config'];

function contentOf(db, name) {
  const columns = db
    .prepare(`select * from ${name}`)
    .columns()
    .map((column) => column.name);
  const listed = name.endsWith('__text') ? ['rowid', ...columns] : columns;
  const rows = db.prepare(`select ${listed.join(', ')} from ${name}`).all();
  return { name, columns: listed, rows: rows.map((row) => Object.values(row)) };
}

/** With the product's settings for its read database. */
function openTarget(file) {
  const db = new DatabaseSync(file);
  db.exec('pragma journal_mode=wal; pragma synchronous=normal; pragma secure_delete=on');
  return db;
}

function writeAll(db, { statements, filled }) {
  db.exec('begin immediate');
  for (const sql of statements) db.exec(sql);
  for (const { name, columns, rows } of filled) {
    const marks = columns.map(() => '?').join(', ');
    const insert = db.prepare(`insert into ${name} (${columns.join(', ')}) values (${marks})`);
    for (const row of rows) insert.run(...row);
  }
  db.exec('commit');
}
