import { DatabaseSync } from 'node:sqlite';
import { type Event, microsOf } from '@cluetrail/event-sourcing';
import { KnownStreams } from './known-streams.js';
import { PAGE_BYTES } from './messages.js';
import type { Tip } from '../shared/pin.js';
import { createSchema, schemaOf } from './schema.js';
import { applySettings, checkSettings } from './settings.js';
import { checkRow, eventOf, type Row } from './row.js';
import { StoreRefused } from '../shared/store-refused.js';
import { transact, type Ended } from './transaction.js';

/** Where an event stands. */
export interface Standing {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly recordedAt: string;
}

/** A sealed event, with what the columns repeat of its bytes; `micros`: its recordedAt, as {@link End} has it. */
export interface Entry extends Pick<Event, 'stream' | 'version' | 'eventId'> {
  readonly micros: number;
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
}

/** The end of the log; `micros`: the latest recordedAt seen, in microseconds. */
export interface End extends Tip {
  readonly micros: number;
}

/** The one connection to events.db. */
export class LogFile {
  end: End = { position: 0, leaf: new Uint8Array(), micros: 0 };
  private readonly statements: ReturnType<typeof prepare>;
  private readonly known = new KnownStreams();

  /** Takes the end as it stands. Throws LogDamaged, StoreRefused, or SQLite's own error. */
  constructor(
    readonly db: DatabaseSync,
    endOf: (last: Row) => End = checkedEnd,
  ) {
    this.statements = prepare(db);
    const last = this.rowsBehind(Number(this.statements.head.get()?.position ?? 0) - 1, 1)[0];
    if (last) this.end = endOf(last);
  }

  /**
   * Opens the file; an empty one becomes a log only where `ifEmpty` does not throw. Throws StoreRefused, or
   * SQLite's own error where the file cannot be read.
   */
  static open(
    file: string,
    { ifEmpty, copying = false }: { ifEmpty: () => void; copying?: boolean },
  ): LogFile {
    const db = new DatabaseSync(file);
    try {
      applySettings(db);
      checkSettings(db);
      if (schemaOf(db, copying) === 'empty') {
        ifEmpty();
        createSchema(db);
      }
      return new LogFile(db);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** One transaction: what `work` inserted, and the end that it moved, stand together or not at all. */
  transact<T>(work: () => T): Ended<T> {
    const before = this.end;
    let kept = false;
    try {
      const ended = transact(this.db, work);
      kept = ended.ended === 'committed';
      return ended;
    } finally {
      if (!kept) {
        this.end = before;
        this.known.clear();
      }
    }
  }

  /** Within a transaction: what `work` inserted before it threw is undone, and the end is where it was. */
  whole<T>(work: () => T): T {
    const before = this.end;
    this.statements.begin.run();
    try {
      return work();
    } catch (error) {
      // A full disk may have undone the transaction itself.
      if (this.db.isTransaction) this.statements.undo.run();
      this.end = before;
      this.known.clear();
      throw error;
    } finally {
      if (this.db.isTransaction) this.statements.release.run();
    }
  }

  /** Where the event with this id stands, its leaf checked. Throws LogDamaged or StoreRefused `log-damaged`. */
  find(eventId: string): Standing | undefined {
    const found = this.statements.byId.get(blobOf(eventId))?.position;
    if (found === undefined) return undefined;
    const position = Number(found);
    const row = this.rowsBehind(position - 1, 1).at(0);
    const event = row?.position === position ? eventOf(checkRow(row)) : undefined;
    if (event?.eventId !== eventId) throw notThere(position, eventId, event?.eventId);
    const { stream, version, recordedAt } = event;
    return { position, stream, version, recordedAt };
  }

  /** The number of events in a stream: 0 where it is missing. */
  versionOf(stream: string): number {
    const known = this.known.get(stream);
    if (known) return known.version;
    const id = this.statements.streamId.get(stream)?.id;
    if (id === undefined) return 0;
    const version = Number(this.statements.version.get(id)?.version ?? 0);
    this.known.set(stream, { id: Number(id), version });
    return version;
  }

  /** Puts an event at the end; inside a transaction. Answers its position. */
  insert({ stream, version, eventId, micros, bytes, leaf }: Entry): number {
    const position = this.end.position + 1;
    const id = this.known.get(stream)?.id ?? this.idOf(stream);
    this.statements.insert.run(position, id, version, blobOf(eventId), leaf, bytes);
    this.known.set(stream, { id, version });
    this.end = { position, leaf, micros: Math.max(this.end.micros, micros) };
    return position;
  }

  /** Unchecked rows in order of position, at least one where one stands. */
  rowsBehind(after: number, limit: number): Row[] {
    return inSlices(limit, (last, count) =>
      this.statements.behind.all(last?.position ?? after, count),
    );
  }

  /** Unchecked rows of a stream in order of version. */
  rowsOfStream(stream: string, from: number, limit: number): Row[] {
    const id = this.statements.streamId.get(stream)?.id;
    if (id === undefined) return [];
    return inSlices(limit, (last, count) =>
      this.statements.ofStream.all(Number(id), last ? last.version + 1 : from, count),
    );
  }

  /** Pages that commits have put into the WAL, and no checkpoint has moved yet. */
  get pagesInWal(): number {
    const { log, checkpointed } = this.statements.wal.get() ?? {};
    return Number(log) - Number(checkpointed);
  }

  /** Moves synced frames of the WAL into the database file. Throws when a write or sync fails. */
  checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void {
    this.db.prepare(`PRAGMA wal_checkpoint(${mode})`).get();
  }

  close(): void {
    this.db.close();
  }

  private idOf(name: string): number {
    const id = this.statements.streamId.get(name)?.id;
    return Number(id ?? this.statements.addStream.run(name).lastInsertRowid);
  }
}

function blobOf(eventId: string): Uint8Array {
  return Buffer.from(eventId.replaceAll('-', ''), 'hex');
}

/** Rows asked for at once: they may be of 1 MiB each. One by one they would take twice the time. */
const SLICE = 32;

interface Numbered extends Row {
  readonly version: number;
}

function inSlices(
  limit: number,
  behind: (last: Numbered | undefined, count: number) => unknown[],
): Row[] {
  const rows: Numbered[] = [];
  for (let size = 0; rows.length < limit && size < PAGE_BYTES;) {
    const wanted = Math.min(SLICE, limit - rows.length);
    const found = behind(rows.at(-1), wanted) as Numbered[]; // the columns of a STRICT table, as the statements name them
    rows.push(...found);
    // NULL where the page is damaged: whoever uses the row checks it.
    for (const { bytes } of found) size += bytes?.length ?? 0;
    if (found.length < wanted) break;
  }
  return rows;
}

function notThere(position: number, expected: string, found = 'none'): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the index of ids is damaged: expected event ${expected} at position ${position}, found ${found}`,
    { position: String(position), expected, found },
  );
}

function checkedEnd(row: Row): End {
  const { position, leaf } = row;
  return { position, leaf, micros: microsOf(eventOf(checkRow(row)).recordedAt) };
}

function prepare(db: DatabaseSync) {
  return {
    // Moves nothing, and says how many pages there would be to move.
    wal: db.prepare('PRAGMA wal_checkpoint(NOOP)'),
    begin: db.prepare('SAVEPOINT append'),
    undo: db.prepare('ROLLBACK TO append'),
    release: db.prepare('RELEASE append'),
    head: db.prepare('SELECT max(position) AS position FROM events'),
    byId: db.prepare('SELECT position FROM events WHERE id = ?'),
    streamId: db.prepare('SELECT id FROM streams WHERE name = ?'),
    version: db.prepare('SELECT max(version) AS version FROM events WHERE stream = ?'),
    addStream: db.prepare('INSERT INTO streams (name) VALUES (?)'),
    insert: db.prepare(
      'INSERT INTO events (position, stream, version, id, leaf, bytes) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    behind: db.prepare(
      'SELECT position, version, leaf, bytes FROM events WHERE position > ? ORDER BY position LIMIT ?',
    ),
    ofStream: db.prepare(
      `SELECT position, version, leaf, bytes FROM events
       WHERE stream = ? AND version >= ? ORDER BY version LIMIT ?`,
    ),
  };
}
