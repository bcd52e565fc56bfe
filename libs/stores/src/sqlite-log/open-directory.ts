import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  BUSY,
  CORRUPT,
  ERROR,
  errorOf,
  failureOf,
  FULL,
  IO_FAILED,
  messageOf,
  NOT_A_DATABASE,
  NOT_OPENED,
  primaryCodeOf,
} from './failure.js';
import { checkEnd, inspect } from './inspection.js';
import { holderOf, holds } from '../shared/holder.js';
import { LogFile } from './log-file.js';
import type { Loss } from '../shared/log.js';
import type { WriterOptions } from './messages.js';
import { logGone, pinIn } from '../shared/loss.js';
import { makeDirectory } from '../shared/make-directory.js';
import { namedBy, Pin, type Pinned, syncDirectory } from '../shared/pin.js';
import { checkFileSystem } from './settings.js';
import { stands } from '../shared/stands.js';
import { makeRoom } from './wal-room.js';
import { copyFull, type RefusedCode, StoreRefused } from '../shared/store-refused.js';

/**
 * Opens the log of a directory, or begins one where `create` allows it. Everything that stands is synced before
 * it answers. Throws StoreRefused or LogDamaged; a log that is refused stays as it was found.
 */
export function openDirectory(options: WriterOptions): OpenDirectory {
  const file = join(options.directory, 'events.db');
  let pinned: Pinned | undefined;
  try {
    pinned = pinIn(pinFileOf(options), options.acceptLoss);
    return opened(options, { file, pinned });
  } catch (error) {
    if (options.copying && hasFilled(error, file)) throw copyFull(messageOf(error));
    throw refusalOf(error, { file, pinned });
  }
}

export interface OpenDirectory {
  readonly log: LogFile;
  readonly pin: Pin;
  /** What the pin named; 0 where there was none. */
  readonly pinned: number;
  /** Accepted, and not yet recorded: the pin still names what is lost, and moves with the first append. */
  readonly loss?: Loss;
}

interface Standing {
  readonly file: string;
  readonly pinned: Pinned | undefined;
}

function opened(options: WriterOptions, { file, pinned }: Standing): OpenDirectory {
  const { directory, tail, acceptLoss, keys, copying } = options;
  const ending = { pinned, keys, acceptLoss };
  const mayBegin = () => checkMayBegin(options, pinned);
  const fresh = !stands(file) || statSync(file).size === 0;
  if (fresh) mayBegin();
  if (fresh) makeDirectory(directory);
  if (options.requireDurable) checkFileSystem(directory);
  const micros = fresh ? 0 : inspect({ file, ending, tail, copying, mayBegin });
  const log = LogFile.open(file, { ifEmpty: mayBegin, copying });
  try {
    // Once more: only now is every other process kept out.
    const loss = checkEnd(log, ending);
    log.end = { ...log.end, micros: Math.max(micros, log.end.micros) };
    // Frames that a killed writer left unsynced are about to be acknowledged to a retry: sync them first.
    log.checkpoint('TRUNCATE');
    if (options.room) makeRoom(log.db, file);
    if (fresh) syncDirectory(directory);
    holds(directory);
    const pin = new Pin(pinFileOf(options));
    const { position = 0 } = pinned ?? {};
    if (loss) return { log, pin, pinned: position, loss };
    pin.write(log.end);
    pin.sync();
    return { log, pin, pinned: position };
  } catch (error) {
    log.close();
    throw error;
  }
}

function pinFileOf({ directory }: WriterOptions): string {
  return join(directory, 'pin.json');
}

function checkMayBegin(
  { directory, create, keys }: WriterOptions,
  pinned: Pinned | undefined,
): void {
  const expected = pinned?.position ?? 0;
  if (expected === 0 && keys && keys.reached > 0) throw logGone(directory, keys.reached);
  if (create && expected === 0) return;
  const pin = expected > 0 ? `, and a pin at position ${expected}` : '';
  throw new StoreRefused(
    'log-missing',
    `directory ${directory}: expected a log in events.db, found none${pin}`,
    { directory, expected: String(expected), found: 'none' },
  );
}

/** Every error of the file or of SQLite by a name of ours. */
function refusalOf(error: unknown, { file, pinned }: Standing): Error {
  const refused = (code: RefusedCode, expected: string, why = error) => {
    const found = `"${messageOf(why)}"${namedBy(pinned)}`;
    return new StoreRefused(code, `log ${file}: expected ${expected}, found ${found}`, { file });
  };
  const unwritten = () => {
    const why = notWritten(file);
    return why && refused('log-unreadable', 'that it may be written', why);
  };
  switch (primaryCodeOf(error)) {
    case undefined:
      if (!isOfFile(error)) return errorOf(failureOf(error));
      return unwritten() ?? refused('log-unreadable', 'to open it');
    case BUSY:
      return new StoreRefused(
        'in-use',
        `log ${file}: expected no other user, found it locked${holderOf(dirname(file))}`,
        { file },
      );
    case NOT_A_DATABASE:
      return refused('not-a-log', 'a SQLite database');
    case CORRUPT:
    case ERROR:
      return refused('log-damaged', 'readable pages');
    default:
      return (
        unwritten() ?? refused('log-unreadable', hasRoom(file) ? 'to open it' : 'room on its disk')
      );
  }
}

/** What the system says of writing to it, or to the directory in which it would be made; undefined where one may. */
function notWritten(file: string): Error | undefined {
  try {
    for (const path of [standingAt(dirname(file)), file])
      if (existsSync(path)) accessSync(path, constants.W_OK);
    return undefined;
  } catch (error) {
    return error as Error; // of node:fs
  }
}

/** The directory itself, or the nearest above it that there is: on a disk without writing, making it names another fault. */
function standingAt(directory: string): string {
  return existsSync(directory) ? directory : standingAt(dirname(directory));
}

/** Ended for want of room; where no file may be added any more, SQLite says only that it cannot open one. */
function hasFilled(error: unknown, file: string): boolean {
  switch (primaryCodeOf(error)) {
    case undefined:
      return isOfFile(error) && error.code === 'ENOSPC';
    case FULL:
      return true;
    case IO_FAILED:
    case NOT_OPENED:
      return notWritten(file) === undefined && !hasRoom(file);
    default:
      return false;
  }
}

/** Of what SQLite needs beside a log to look at it; without it, SQLite speaks of an error of the disk. */
const ROOM_BYTES = 64 * 1024;

function hasRoom(file: string): boolean {
  const { bavail, bsize, files, ffree } = statfsSync(dirname(file));
  // Where files are not counted, both are 0.
  return bavail * bsize >= ROOM_BYTES && (files === 0 || ffree > 0);
}

/** An error of node:fs. */
function isOfFile(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
