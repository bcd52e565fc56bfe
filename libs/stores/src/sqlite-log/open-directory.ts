import { constants, copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hex } from '@cluetrail/event-sourcing';
import { BUSY, failureOf, errorOf, messageOf, NOT_A_DATABASE, primaryCodeOf } from './failure.js';
import { LogFile } from './log-file.js';
import type { WriterOptions } from './messages.js';
import { Pin, type Pinned, readPin, syncDirectory } from './pin.js';
import { checkFileSystem } from './settings.js';
import { StoreRefused } from './store-refused.js';
import { checkTail } from './verification.js';

/**
 * Opens the log of a directory, or begins one where `create` allows it. Everything that stands is synced before
 * it answers. Throws StoreRefused or LogDamaged.
 */
export function openDirectory(options: WriterOptions): { log: LogFile; pin: Pin } {
  const { directory } = options;
  const file = join(directory, 'events.db');
  const pinFile = join(directory, 'pin.json');
  const pinned = readPin(pinFile);
  const mayBegin = () => checkMayBegin(options, pinned);
  const fresh = !existsSync(file) || statSync(file).size === 0;
  if (fresh) mayBegin();
  if (fresh) makeDirectory(directory);
  if (options.requireDurable) checkFileSystem(directory);
  const log = openLog(file, mayBegin);
  try {
    checkPin(log, pinned);
    log.end = { ...log.end, micros: checkTail(log, options.tail) };
    // Frames that a killed writer left unsynced are about to be acknowledged to a retry: sync them first.
    log.checkpoint('TRUNCATE');
    if (fresh) syncDirectory(directory);
    const pin = new Pin(pinFile);
    pin.write(log.end);
    pin.sync();
    return { log, pin };
  } catch (error) {
    keepWal(file);
    log.close();
    throw errorOf(failureOf(error));
  }
}

function checkMayBegin({ directory, create }: WriterOptions, pinned: Pinned | undefined): void {
  const expected = pinned?.position ?? 0;
  if (create && expected === 0) return;
  const pin = expected > 0 ? `, and a pin at position ${expected}` : '';
  throw new StoreRefused(
    'log-missing',
    `directory ${directory}: expected a log in events.db, found none${pin}`,
    { directory, expected: String(expected), found: 'none' },
  );
}

function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  syncDirectory(dirname(directory));
}

function openLog(file: string, ifEmpty: () => void): LogFile {
  try {
    return LogFile.open(file, ifEmpty);
  } catch (error) {
    const code = primaryCodeOf(error);
    if (code === BUSY)
      throw new StoreRefused('in-use', `log ${file}: expected no other user, found it locked`, {
        file,
      });
    if (code === NOT_A_DATABASE)
      throw new StoreRefused(
        'not-a-log',
        `log ${file}: expected a SQLite database, found "${messageOf(error)}"`,
        { file },
      );
    throw errorOf(failureOf(error));
  }
}

function checkPin(log: LogFile, pinned: Pinned | undefined): void {
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
  const found = row?.position === position ? hex(row.leaf) : 'none';
  if (found !== leaf)
    throw new StoreRefused(
      'other-log',
      `this is not the pinned log: expected leaf ${leaf} at position ${position}, found ${found}`,
      { position: String(position), expected: leaf, found },
    );
}

/** Closing moves the readable part of the WAL and deletes the rest, which may be all that is left of some events. */
function keepWal(file: string): void {
  const wal = `${file}-wal`;
  if (!existsSync(wal) || statSync(wal).size === 0 || existsSync(`${wal}.refused`)) return;
  copyFileSync(wal, `${wal}.refused`, constants.COPYFILE_EXCL);
}
