import { statfsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StoreRefused } from '../shared/store-refused.js';

/** Below it a race between connections may damage a WAL (fixed in 3.51.3). */
const OLDEST_SQLITE = '3.51.3';

// locking_mode first: the WAL's index then lives in this process alone and no second one can enter.
const SETTINGS = [
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['mmap_size', '0', 0],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  // Checkpoints are ours: SQLite's own would swallow a failed sync.
  ['wal_autocheckpoint', '0', 0],
] as const;

/** Rows of about 1 KB leave half as much of a page empty as with SQLite's 4 KiB. */
export const FILE_PAGE_BYTES = 8192;

/** 64 MiB, since ids come at random: at a million events their index no longer fits SQLite's own 2 MB. */
export const CACHE = -65_536;

/** Pages in the WAL, 32 MiB of them, before a checkpoint is worth its two syncs; looked for at least once in 64 appends. */
export const CHECKPOINT_PAGES = 4096;

export function applySettings(db: DatabaseSync): void {
  // Before WAL, which fixes it.
  db.exec(`PRAGMA page_size=${FILE_PAGE_BYTES}`);
  for (const [name, value] of SETTINGS) db.exec(`PRAGMA ${name}=${value}`);
  // Last: it reads the file, and whatever is read before locking_mode is set lets other processes in.
  db.exec(`PRAGMA cache_size=${CACHE}`);
}

/** Reads every setting back. Throws StoreRefused `not-durable` or `sqlite-too-old`. */
export function checkSettings(db: DatabaseSync): void {
  for (const [name, , expected] of SETTINGS) {
    const found = Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    if (found !== expected)
      throw new StoreRefused(
        'not-durable',
        `SQLite's ${name}: expected ${expected}, found ${found}`,
        { setting: name, expected: String(expected), found: String(found) },
      );
  }
  const version = String(db.prepare('SELECT sqlite_version() AS version').get()?.version);
  checkVersion(version);
}

/** Throws StoreRefused `sqlite-too-old`. */
export function checkVersion(version: string): void {
  if (rank(version) < rank(OLDEST_SQLITE))
    throw new StoreRefused(
      'sqlite-too-old',
      `SQLite: expected ${OLDEST_SQLITE} or newer, found ${version}`,
      { expected: OLDEST_SQLITE, found: version },
    );
}

const VOLATILE = new Map([
  [0x01021994, 'tmpfs'],
  [0x858458f6, 'ramfs'],
  [0x794c7630, 'overlay'],
]);

/** The file system of a directory that a power cut, or the end of a container, takes with it; undefined = it lasts. */
export function volatileAt(directory: string): string | undefined {
  return VOLATILE.get(statfsSync(directory).type);
}

/** Throws StoreRefused `not-durable` where {@link volatileAt} answers one. */
export function checkFileSystem(directory: string): void {
  const found = volatileAt(directory);
  if (found)
    throw new StoreRefused(
      'not-durable',
      `directory ${directory}: expected a file system that lasts, found ${found}`,
      { directory, found },
    );
}

function rank(version: string): number {
  return version.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);
}
