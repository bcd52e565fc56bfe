import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { door, systemClock } from './house.mjs';

const { leafOf, nextMicros, recordedAtOf, seal } = await door('libs/event-sourcing');
const { openSqliteLog } = await door('libs/stores');
const { makeRoom } = await door('libs/stores', 'sqlite-log/wal-room.js');

/** Empty files of the product's own schema, so that both sides write the same tables, indexes and pages. */
export async function emptyLog(directory) {
  const log = await openSqliteLog({ directory, clock: systemClock, create: true });
  await log.close();
}

/**
 * What one would write by hand over node:sqlite on the main thread: the same bytes, leaves, tables, indexes and
 * pragmas. It has no look-up of known ids (the unique index would throw), no pin, no bound, no refusal.
 */
export class RawLog {
  micros = 0;

  constructor(directory, room = false) {
    this.pinFile = join(directory, 'pin.json');
    this.db = new DatabaseSync(join(directory, 'events.db'));
    // 32 MiB of pages of 8 KiB between checkpoints, as many as the product lets stand.
    this.db.exec(`pragma locking_mode=exclusive; pragma journal_mode=wal; pragma synchronous=full;
      pragma trusted_schema=off; pragma cell_size_check=on; pragma wal_autocheckpoint=4096;
      pragma cache_size=-65536`);
    if (room) makeRoom(this.db, join(directory, 'events.db'));
    this.position =
      this.db.prepare('select max(position) as position from events').get().position ?? 0;
    this.statements = prepare(this.db);
  }

  /** One transaction and one sync for the whole group. */
  append(drafts) {
    this.db.exec('begin immediate');
    for (const draft of drafts) this.insert(draft);
    this.db.exec('commit');
  }

  read(stream) {
    return this.bytesOf(stream).map(parsed);
  }

  /** Each checked against its leaf. */
  bytesOf(stream) {
    const { id } = this.statements.stream.get(stream);
    return this.statements.ofStream.all(id).map(checked);
  }

  bytesBehind(after) {
    return this.statements.behind.all(after).map(checked);
  }

  /** Page by page, so that 50,000 events are never in memory at once: `each` sees every one. */
  readAll(each) {
    for (let after = 0; ;) {
      const rows = this.statements.behind.all(after);
      for (const row of rows) each(opened(row));
      if (rows.length === 0) return;
      after = rows.at(-1).position;
    }
  }

  /** As the product leaves it: the product begins with a look at the pin. */
  pin() {
    const { leaf } = this.db
      .prepare('select leaf from events where position = ?')
      .get(this.position);
    const pin = { position: this.position, leaf: Buffer.from(leaf).toString('hex') };
    writeFileSync(this.pinFile, `${JSON.stringify(pin).padEnd(511)}\n`);
  }

  close() {
    this.db.close();
  }

  insert(draft) {
    const { stream, addStream, version, insert } = this.statements;
    const id = stream.get(draft.stream)?.id ?? addStream.run(draft.stream).lastInsertRowid;
    const next = (version.get(id).version ?? 0) + 1;
    this.micros = nextMicros(this.micros, systemClock.nowMicros());
    const sealed = seal(draft, { version: next, recordedAt: recordedAtOf(this.micros) }, sha256);
    const eventId = Buffer.from(draft.eventId.replaceAll('-', ''), 'hex');
    insert.run(++this.position, id, next, eventId, sealed.leaf, sealed.bytes);
  }
}

function prepare(db) {
  return {
    stream: db.prepare('select id from streams where name = ?'),
    addStream: db.prepare('insert into streams (name) values (?)'),
    version: db.prepare('select max(version) as version from events where stream = ?'),
    insert: db.prepare(
      'insert into events (position, stream, version, id, leaf, bytes) values (?, ?, ?, ?, ?, ?)',
    ),
    behind: db.prepare(
      'select position, leaf, bytes from events where position > ? order by position limit 1000',
    ),
    ofStream: db.prepare(
      'select position, leaf, bytes from events where stream = ? order by version',
    ),
  };
}

function opened(row) {
  return parsed(checked(row));
}

function checked({ leaf, bytes }) {
  if (Buffer.compare(leafOf(bytes, sha256), leaf) !== 0) throw new Error('bench: a leaf differs');
  return bytes;
}

export function parsed(bytes) {
  return JSON.parse(decoder.decode(bytes));
}

function sha256(bytes) {
  return hash('sha256', bytes, 'buffer');
}

const decoder = new TextDecoder();
