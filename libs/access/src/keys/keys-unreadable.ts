import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { KeysRefused } from './keys.js';

/** Keys that cannot be opened now, and may be good: the system says what they want, a right or room. */
export function keysUnreadable(file: string, cause: { readonly message: string }): KeysRefused {
  const closed = notOpenTo(file);
  const expected = closed ? 'that it may be read and written' : openableWith(file);
  const found = `"${(closed ?? cause).message}"`;
  return new KeysRefused('keys-unreadable', { thing: `keys ${file}`, expected, found });
}

function notOpenTo(file: string): Error | undefined {
  try {
    accessSync(dirname(file), BOTH | constants.X_OK);
    for (const path of [file, `${file}-wal`]) if (existsSync(path)) accessSync(path, BOTH);
    return undefined;
  } catch (error) {
    return error as Error; // of node:fs
  }
}

const BOTH = constants.R_OK | constants.W_OK;

function openableWith(file: string): string {
  const { bavail, bsize, files, ffree } = statfsSync(dirname(file));
  // Where files are not counted, both are 0.
  const hasRoom = bavail * bsize >= ROOM_BYTES && (files === 0 || ffree > 0);
  return hasRoom ? 'to open them' : 'room on its disk';
}

/** Of what SQLite needs beside keys to look at them; without it, SQLite speaks of an error of the disk. */
const ROOM_BYTES = 64 * 1024;
