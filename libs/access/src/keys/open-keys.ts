import { randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readMasterKey, syncDirectory } from './key-file.js';
import { isBusy, isOfDamage, KeyTables } from './key-tables.js';
import { keysDamaged, KeysRefused, type Keys } from './keys.js';
import { keysUnreadable } from './keys-unreadable.js';
import { LogReach } from './log-reach.js';
import { WrappedKeys } from './wrapped-keys.js';
import { deriveKey } from './wrapping.js';
import { type CutShort, cutShort, toldOf } from './write-ahead-log.js';

/**
 * The keys of a data directory, in `directory/keys.db`, wrapped by the master key in `keyFile`,
 * which lies outside. `create` makes what is absent in a directory without keys; keys that exist
 * never get another master key. One process at a time. Throws {@link KeysRefused}; what is refused stays as it was
 * found. Source: architecture, "Events", personal data.
 */
export function openKeys(where: KeysPlace): Keys {
  const file = fileIn(where);
  const standing = readKeys(where);
  standing?.keys.close();
  mkdirSync(where.directory, { recursive: true, mode: 0o700 });
  // Before the first byte of keys.db: a refused key file leaves no half-made directory of keys.
  const { key: master, created } = readMasterKey({ ...where, create: where.create && !standing });
  const tables = openTables(file);
  try {
    const check = checkOf(master);
    const made = created ? resolve(where.keyFile) : undefined;
    return new WrappedKeys(tables, { master, check, createdKeyFile: made });
  } catch (cause) {
    tables.close();
    throw cause;
  }
}

export interface KeysPlace {
  readonly directory: string;
  readonly keyFile: string;
  readonly create: boolean;
}

/** Positions of their log, 0 = none: how far it had come, and of its newest accepted loss that they know. */
export interface LogTold {
  readonly reached: bigint;
  readonly lossAt: bigint;
}

/** Keys that are only asked. */
export type KeysRead = Pick<
  Keys,
  'erased' | 'has' | 'ownerOf' | 'missingUpTo' | 'logReached' | 'close'
>;

/**
 * As they stand, before anything is written: SQLite empties the write-ahead log when it opens one for writing, and what of
 * it cannot be read is then gone for good. `cut` says where not all of it can be. Undefined where `create` may begin. Throws
 * {@link KeysRefused}.
 */
export function readKeys(
  where: KeysPlace,
): { readonly keys: KeysRead; readonly cut?: string } | undefined {
  const file = fileIn(where);
  const { cut, tables } = atFile(file, () => ({
    cut: cutShort(`${file}-wal`),
    tables: stands(file) ? KeyTables.look(file) : undefined,
  }));
  try {
    const check = tables?.setting('check');
    if (!tables || !check) {
      if (!where.create) throw keysMissing(file, cut);
      tables?.close();
      return undefined;
    }
    const { key: master } = readMasterKey({ ...where, create: false });
    if (!timingSafeEqual(check, checkOf(master))) throw keyWrong(where.keyFile);
    return { keys: new WrappedKeys(tables, { master, check }), ...(cut && { cut: toldOf(cut) }) };
  } catch (cause) {
    tables?.close();
    throw cause;
  }
}

/** What keys tell of their log, asked without a master key. Throws {@link KeysRefused}. */
export function logToldBeside(directory: string): LogTold {
  const file = fileIn({ directory });
  const tables = atFile(file, () => (stands(file) ? KeyTables.look(file) : undefined));
  try {
    const reach = tables && new LogReach(tables);
    return { reached: reach?.stored ?? 0n, lossAt: reach?.storedLossAt ?? 0n };
  } finally {
    tables?.close();
  }
}

/** Keys that live as long as the process: for tests and dry runs. */
export function memoryKeys(): Keys {
  const master = randomBytes(32);
  return new WrappedKeys(KeyTables.open(':memory:'), { master, check: checkOf(master) });
}

function fileIn({ directory }: Pick<KeysPlace, 'directory'>): string {
  return join(directory, 'keys.db');
}

/** By it a master key is known again. */
function checkOf(master: Uint8Array): Uint8Array {
  return deriveKey(master, 'cluetrail:keys:check');
}

function openTables(file: string): KeyTables {
  return atFile(file, () => {
    const fresh = !stands(file);
    if (fresh) closeSync(openSync(file, 'wx', 0o600));
    const tables = KeyTables.open(file);
    if (fresh) syncDirectory(join(file, '..'));
    return tables;
  });
}

/** What SQLite and the system throw of the file becomes KeysRefused. */
function atFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!isOfFile(cause)) throw cause;
    if (isBusy(cause))
      throw new KeysRefused('keys-in-use', {
        thing: `keys ${file}`,
        expected: 'no other process',
        found: 'one that has them open',
      });
    if (!isOfDamage(cause)) throw keysUnreadable(file, cause);
    throw keysDamaged(file, 'to read them', `"${cause.message}"`);
  }
}

/** By what it carries, not its class: a test runner's errors are of another realm. */
function isOfFile(cause: unknown): cause is { readonly message: string } {
  return typeof cause === 'object' && cause !== null && ('errcode' in cause || 'syscall' in cause);
}

/** Throws where one may not even look whether it stands. */
function stands(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

function keysMissing(file: string, cut: CutShort | undefined): KeysRefused {
  return new KeysRefused('keys-missing', {
    thing: `keys ${file}`,
    expected: 'the keys of this data directory',
    found: cut ? `none: ${toldOf(cut)}` : 'none',
  });
}

function keyWrong(keyFile: string): KeysRefused {
  return new KeysRefused('key-wrong', {
    thing: `key file ${resolve(keyFile)}`,
    expected: 'the master key that these keys were made with',
    found: 'another one',
  });
}
