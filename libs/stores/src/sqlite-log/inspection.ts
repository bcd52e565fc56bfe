import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { hex } from '@cluetrail/event-sourcing';
import { isDamage } from './failure.js';
import { LogFile } from './log-file.js';
import type { Loss } from '../shared/log.js';
import { type Ending, isBehind, lossOf, newestAccepted } from '../shared/loss.js';
import { namedBy, type Pinned } from '../shared/pin.js';
import { checkRow, eventOf } from './row.js';
import { schemaOf } from './schema.js';
import { StoreRefused } from '../shared/store-refused.js';
import { indexFault } from './whole-indexes.js';
import { checkTail, verified } from './verification.js';

/** What is known of the end of a log, and accepted. */
export type KnownEnd = Pick<Ending, 'pinned' | 'keys' | 'acceptLoss'>;

export interface Inspection {
  readonly file: string;
  /** See {@link checkEnd}. */
  readonly ending: KnownEnd;
  /** Events at the end whose leaves are checked. */
  readonly tail: number;
  /** Take an unfinished copy, too. */
  readonly copying: boolean;
  /** Throws where the file is empty and no log may begin there. */
  readonly mayBegin: () => void;
}

/** Begins to read what may be damaged; the lock comes with the first read. */
export const LOOK =
  'PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; BEGIN';

/** What a connection to a log makes beside it, also one that only reads. */
export function missingBeside(file: string): string[] {
  return [`${file}-shm`, `${file}-wal`].filter((beside) => !existsSync(beside));
}

/**
 * Looks at what stands through a connection that can write neither to the log nor to its WAL, not even by closing.
 * Answers the latest recordedAt, in microseconds. Throws StoreRefused, LogDamaged or SQLite's own error.
 */
export function inspect({ file, ending, tail, copying, mayBegin }: Inspection): number {
  const { pinned } = ending;
  checkSmall(file, pinned);
  const made = missingBeside(file);
  const db = new DatabaseSync(file, { readOnly: true });
  // Opened once nobody else can hold the log, and closed after the connection: closing any handle of a file drops every
  // lock of the process on it, and whoever opens the log meanwhile would cut what is being read here.
  let handle: number | undefined;
  const opened = () => (handle ??= openSync(file, 'r'));
  let locked = false;
  try {
    db.exec(LOOK);
    // BEGIN alone takes no lock; a read does.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    locked = true;
    if (schemaOf(db, copying) === 'empty') {
      mayBegin();
      return 0;
    }
    checkSize(file, opened(), pinned);
    checkFormat(file, opened());
    const log = new LogFile(db);
    checkEnd(log, ending);
    const micros = checkTail(log, tail);
    checkPages(log);
    return micros;
  } catch (error) {
    // Whoever comes meanwhile meets the same damage, and opens nothing.
    locked ||= isDamage(error);
    if (isDamage(error)) checkSize(file, opened(), pinned);
    throw error;
  } finally {
    // The lock keeps every writer out, so an empty file that came with this connection is nobody else's. Without it, a
    // writer may just have begun that WAL: removed, it would take every event to come with it.
    if (locked) for (const beside of made) removeEmpty(beside);
    db.close();
    if (handle !== undefined) closeSync(handle);
  }
}

/** Throws StoreRefused as {@link lossOf} does, and `other-log`; answers a loss that is accepted. */
export function checkEnd(log: LogFile, ending: KnownEnd): Loss | undefined {
  const { pinned } = ending;
  const { position, leaf } = log.end;
  const found = { position, leaf: hex(leaf) };
  const before = isBehind(ending, position) ? newestAccepted(logStream(log)) : undefined;
  const loss = lossOf({ ...ending, found, before, expectsPin: true });
  if (!loss && pinned && pinned.position <= position) checkPinnedLeaf(log, pinned);
  return loss;
}

function logStream(log: LogFile) {
  return log
    .rowsOfStream('log', 1, Infinity)
    .map((row) => ({ position: row.position, event: eventOf(checkRow(row)) }));
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
function checkSize(file: string, handle: number, pinned: Pinned | undefined): void {
  const wal = `${file}-wal`;
  if (existsSync(wal) && statSync(wal).size > 0) return;
  const header = headerOf(handle);
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

/** The two bytes by which SQLite knows how to read and to write it: with another one it would be read-only. */
function checkFormat(file: string, handle: number): void {
  const found = [...headerOf(handle).subarray(18, 20)].join(', ');
  if (found === WAL_FORMAT) return;
  throw new StoreRefused(
    'log-damaged',
    `log ${file}: expected the format ${WAL_FORMAT} (write-ahead log) at byte 18, found ${found}`,
    { file, expected: WAL_FORMAT, found },
  );
}

const WAL_FORMAT = '2, 2';

function headerOf(handle: number): Buffer {
  const header = Buffer.alloc(100);
  readSync(handle, header, 0, header.length, 0);
  return header;
}

/** About a quarter of a second's work when the file is in memory; pages of larger logs wait for `verifyAll`. */
const CHECKED_BYTES = 256 * 1024 * 1024;

/**
 * Pages, and indexes against rows: events that an index has lost would be missing from their stream without a word,
 * and appends would take pages that a damaged header calls unused. Throws StoreRefused `log-damaged`.
 */
function checkPages(log: LogFile): void {
  const number = (name: string) => Number(valueOf(log.db, name));
  const small = number('page_count') * number('page_size') <= CHECKED_BYTES;
  if (number('auto_vacuum') !== 0) throw damaged(log, 'a header that moves pages');
  // A log hardly ever frees a page: that it did is reason enough to look.
  const looks = small || number('freelist_count') > 0;
  const found = looks
    ? valueOf(log.db, 'integrity_check(1)')
    : (indexFault(log.db, log.end.position) ?? 'ok');
  if (found !== 'ok') throw damaged(log, String(found));
}

function valueOf(db: DatabaseSync, pragma: string): unknown {
  return Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
}

/** SQLite names pages and indexes; which events they cost is for us to find out. */
function damaged(log: LogFile, found: string): StoreRefused {
  const { firstBad, problems } = verified(log);
  const first = problems.find(({ position }) => position === firstBad);
  const at = first ? ` at position ${first.position}: ${first.problem};` : ':';
  return new StoreRefused(
    'log-damaged',
    `the log is damaged${at} expected whole pages and indexes, found ${found}`,
    { ...(first && { position: String(first.position) }), expected: 'whole pages', found },
  );
}

/** A file beside the log in which nothing stands; to be called while its lock is held. */
export function removeEmpty(beside: string): void {
  if (!existsSync(beside) || (beside.endsWith('-wal') && statSync(beside).size > 0)) return;
  rmSync(beside);
}
