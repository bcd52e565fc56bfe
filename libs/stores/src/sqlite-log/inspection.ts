import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { hex } from '@cluetrail/event-sourcing';
import { isDamage } from './failure.js';
import { LogFile } from './log-file.js';
import { namedBy, type Pinned } from './pin.js';
import { schemaOf } from './schema.js';
import { StoreRefused } from './store-refused.js';
import { checkTail } from './verification.js';

export interface Inspection {
  readonly file: string;
  readonly pinned: Pinned | undefined;
  /** Events at the end whose leaves are checked. */
  readonly tail: number;
  /** Throws where the file is empty and no log may begin there. */
  readonly mayBegin: () => void;
}

/**
 * Looks at what stands through a connection that can write neither to the log nor to its WAL, not even by closing.
 * Answers the latest recordedAt, in microseconds. Throws StoreRefused, LogDamaged or SQLite's own error.
 */
export function inspect({ file, pinned, tail, mayBegin }: Inspection): number {
  checkSmall(file, pinned);
  const made = [`${file}-shm`, `${file}-wal`].filter((beside) => !existsSync(beside));
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    db.exec('PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; BEGIN');
    if (schemaOf(db) === 'empty') {
      mayBegin();
      return 0;
    }
    checkSize(file, pinned);
    checkPages(db);
    const log = new LogFile(db);
    checkPin(log, pinned);
    return checkTail(log, tail);
  } catch (error) {
    if (isDamage(error)) checkSize(file, pinned);
    throw error;
  } finally {
    // The transaction's lock keeps every writer out, so an empty file that came with this connection is nobody else's.
    if (db.isTransaction) for (const beside of made) removeEmpty(beside);
    db.close();
  }
}

/** Throws StoreRefused `pin-missing`, `behind-pin` or `other-log`. */
export function checkPin(log: LogFile, pinned: Pinned | undefined): void {
  const { position } = log.end;
  if (!pinned) {
    if (position === 0) return;
    throw new StoreRefused(
      'pin-missing',
      `pin.json: expected beside a log of ${position} events, found none`,
      { expected: String(position), found: 'none' },
    );
  }
  if (position < pinned.position)
    throw new StoreRefused(
      'behind-pin',
      `the log is behind its pin: expected position ${pinned.position}, found ${position}`,
      { expected: String(pinned.position), found: String(position) },
    );
  checkPinnedLeaf(log, pinned);
}

function checkPinnedLeaf(log: LogFile, { position, leaf }: Pinned): void {
  if (position === 0) return;
  const [row] = log.rowsBehind(position - 1, 1);
  const stands = row?.position === position && ArrayBuffer.isView(row.leaf);
  const found = stands ? hex(row.leaf) : 'none';
  if (found !== leaf)
    throw new StoreRefused(
      'other-log',
      `this is not the pinned log: expected leaf ${leaf} at position ${position}, found ${found}`,
      { position: String(position), expected: leaf, found },
    );
}

const SMALLEST_BYTES = 512;

function checkSmall(file: string, pinned: Pinned | undefined): void {
  const { size } = statSync(file);
  if (size >= SMALLEST_BYTES) return;
  throw new StoreRefused(
    'not-a-log',
    `log ${file}: expected a SQLite database of at least ${SMALLEST_BYTES} bytes, found ${size}${namedBy(pinned)}`,
    { file, expected: String(SMALLEST_BYTES), found: String(size) },
  );
}

/** Only a WAL can hold pages that the file lacks: without one, the size is the header's number of pages. */
function checkSize(file: string, pinned: Pinned | undefined): void {
  const wal = `${file}-wal`;
  if (existsSync(wal) && statSync(wal).size > 0) return;
  const header = headerOf(file);
  if (!header.toString('latin1').startsWith('SQLite format 3\0')) return;
  const { size } = statSync(file);
  const expected = header.readUInt32BE(28) * header.readUInt16BE(16);
  // The number counts only where whoever wrote last knew of it.
  if (header.readUInt32BE(24) !== header.readUInt32BE(92) || size === expected) return;
  throw new StoreRefused(
    'log-damaged',
    `log ${file}: expected ${expected} bytes, found ${size}${namedBy(pinned)}`,
    { file, expected: String(expected), found: String(size) },
  );
}

function headerOf(file: string): Buffer {
  const header = Buffer.alloc(100);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, header, 0, header.length, 0);
  } finally {
    closeSync(fd);
  }
  return header;
}

/**
 * What the header says of unused pages: appends would take them. A log hardly ever frees one, so checking them all
 * is for a header that says so.
 */
function checkPages(db: DatabaseSync): void {
  const number = (pragma: string) => Number(Object.values(db.prepare(pragma).get() ?? {})[0]);
  const moving = number('PRAGMA auto_vacuum');
  if (moving !== 0) throw damagedHeader('auto_vacuum 0', String(moving));
  if (number('PRAGMA freelist_count') === 0) return;
  const [found] = db.prepare('PRAGMA integrity_check(1)').all();
  const answer = String(Object.values(found ?? {})[0]);
  if (answer !== 'ok') throw damagedHeader('whole pages', answer);
}

function damagedHeader(expected: string, found: string): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the log is damaged: expected ${expected}, found ${found}`,
    {
      expected,
      found,
    },
  );
}

function removeEmpty(beside: string): void {
  if (!existsSync(beside) || (beside.endsWith('-wal') && statSync(beside).size > 0)) return;
  rmSync(beside);
}
