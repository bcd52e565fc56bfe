import { closeSync, fdatasyncSync, openSync, statfsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { FULL, IO_FAILED, primaryCodeOf } from './failure.js';
import { CACHE, CHECKPOINT_PAGES, FILE_PAGE_BYTES } from './settings.js';

/** So much stays free beside it. */
const SPARE_BYTES = 1024 ** 3;

/** Each of as many pages as a checkpoint waits for, divided among them. */
const BLOBS = 32;

/** A quota and a limit on the length of files are told as a failed write. */
const UNWRITTEN: ReadonlySet<number | undefined> = new Set([FULL, IO_FAILED]);

/**
 * Makes the empty WAL of a log as long as it grows between two checkpoints, which leave it so. The sync of a file that
 * grows has the file system write its journal, too, and takes half as long again. What makes it longer is rolled back:
 * SQLite reads none of it, after a crash either. Where it cannot be written (a disk, a quota or a limit of the process), the
 * log does without: a disk that fails is met by what is written next. Throws SQLite's own error.
 */
export function makeRoom(db: DatabaseSync, file: string, spare = SPARE_BYTES): void {
  const { bavail, bsize } = statfsSync(file);
  if (bavail * bsize < spare) return;
  // A transaction that does not fit into so few pages of memory lies in the WAL before it ends.
  db.exec('PRAGMA cache_size=16; BEGIN IMMEDIATE');
  try {
    db.exec('CREATE TABLE room (bytes)');
    const fill = db.prepare('INSERT INTO room VALUES (zeroblob(?))');
    for (let made = 0; made < BLOBS; made++) fill.run((CHECKPOINT_PAGES / BLOBS) * FILE_PAGE_BYTES);
    db.exec('ROLLBACK');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    if (!UNWRITTEN.has(primaryCodeOf(error))) throw error;
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.exec(`PRAGMA cache_size=${CACHE}`);
  }
  const wal = openSync(`${file}-wal`, 'r+');
  fdatasyncSync(wal);
  closeSync(wal);
}
