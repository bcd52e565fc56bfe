import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { KeysRefused } from './keys.js';

/**
 * The 32-byte master key: 64 hexadecimal digits in a file outside the data directory that only its
 * owner can read. `create` writes a new one (0400, never over an existing file) when there is none.
 * Throws {@link KeysRefused}.
 */
export function readMasterKey(where: { directory: string; keyFile: string; create: boolean }): {
  readonly key: Uint8Array;
  readonly created: boolean;
} {
  const keyFile = resolve(where.keyFile);
  refuseInside(keyFile, where.directory);
  const created = !existsSync(keyFile);
  if (created && !where.create)
    throw new KeysRefused('key-file-missing', {
      thing: `key file ${keyFile}`,
      expected: 'the master key of this data directory',
      found: 'no such file',
    });
  if (created) writeNew(keyFile);
  return { key: read(keyFile), created };
}

/**
 * Of a first start, before it makes anything: the master key that stands, or else that one may be written. Throws
 * {@link KeysRefused}, or what the system says.
 */
export function checkMasterKey(keyFile: string, directory: string): void {
  if (existsSync(keyFile)) readMasterKey({ directory, keyFile, create: false });
  else accessSync(dirname(keyFile), constants.W_OK);
}

/** A directory entry survives a power cut only once the directory itself is synced. */
export function syncDirectory(directory: string): void {
  // Windows cannot open a directory for this.
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Throws KeysRefused `key-file-inside`, before anything is made of either. */
export function refuseInside(keyFile: string, directory: string): void {
  if (isInside(keyFile, directory))
    throw new KeysRefused('key-file-inside', {
      thing: `key file ${keyFile}`,
      expected: `a place outside the data directory ${directory}`,
      found: 'a place inside it',
    });
}

/** Whether a path, which need not exist, leads into a directory or is that, whichever links it goes by. */
export function isInside(path: string, directory: string): boolean {
  const inner = relative(trueName(resolve(directory)), trueName(resolve(path)));
  return !(inner === '..' || inner.startsWith(`..${sep}`) || resolve(inner) === inner);
}

/** With links resolved as far as the path exists. */
function trueName(path: string): string {
  if (existsSync(path)) return realpathSync.native(path);
  return dirname(path) === path ? path : join(trueName(dirname(path)), basename(path));
}

function writeNew(keyFile: string): void {
  mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
  const handle = openSync(keyFile, 'wx', 0o400);
  try {
    writeSync(handle, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  syncDirectory(dirname(keyFile));
}

function read(keyFile: string): Uint8Array {
  const handle = openSync(keyFile, 'r');
  try {
    const mode = fstatSync(handle).mode & 0o777;
    // Windows has no such bits: it reports 0666 for every file.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new KeysRefused('key-file-exposed', {
        thing: `key file ${keyFile}`,
        expected: 'mode 0400, readable by its owner only',
        found: `mode 0${mode.toString(8)}`,
      });
    return keyIn(readFileSync(handle, 'utf8'), keyFile);
  } finally {
    closeSync(handle);
  }
}

function keyIn(text: string, keyFile: string): Uint8Array {
  if (/^[0-9a-f]{64}\n?$/.test(text)) return Buffer.from(text.trim(), 'hex');
  throw new KeysRefused('key-file-malformed', {
    thing: `key file ${keyFile}`,
    expected: '64 hexadecimal digits',
    found: `${text.length} characters of another form`,
  });
}

const KEY_BYTES = 32;
