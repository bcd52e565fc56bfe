import { randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readMasterKey, syncDirectory } from './key-file.js';
import { KeyTables } from './key-tables.js';
import { keysDamaged, KeysRefused, type Keys } from './keys.js';
import { WrappedKeys } from './wrapped-keys.js';
import { deriveKey } from './wrapping.js';

/**
 * The keys of a data directory, in `directory/keys.db`, wrapped by the master key in `keyFile`,
 * which lies outside. `create` makes what is absent in a directory without keys; keys that exist
 * never get another master key. One process at a time. Throws {@link KeysRefused}. Source:
 * architecture, "Events", personal data.
 */
export function openKeys(where: { directory: string; keyFile: string; create: boolean }): Keys {
  const file = join(where.directory, 'keys.db');
  if (!existsSync(file) && !where.create) throw keysMissing(file);
  mkdirSync(where.directory, { recursive: true, mode: 0o700 });
  // Before the first byte of keys.db: a refused key file leaves no half-made directory of keys.
  const fresh = !existsSync(file);
  const early = fresh ? readMasterKey(where) : undefined;
  const tables = openTables(file);
  try {
    const check = tables.setting('check');
    if (!check && !where.create) throw keysMissing(file);
    const master = early ?? readMasterKey({ ...where, create: where.create && !check });
    const found = deriveKey(master.key, 'cluetrail:keys:check');
    if (check && !timingSafeEqual(check, found)) throw keyWrong(where.keyFile);
    const made = master.created ? resolve(where.keyFile) : undefined;
    return new WrappedKeys(tables, { master: master.key, check: found, createdKeyFile: made });
  } catch (cause) {
    tables.close();
    throw cause;
  }
}

/** Keys that live as long as the process: for tests and dry runs. */
export function memoryKeys(): Keys {
  const master = randomBytes(32);
  const check = deriveKey(master, 'cluetrail:keys:check');
  return new WrappedKeys(new KeyTables(':memory:'), { master, check });
}

function openTables(file: string): KeyTables {
  const fresh = !existsSync(file);
  if (fresh) closeSync(openSync(file, 'wx', 0o600));
  try {
    const tables = new KeyTables(file);
    if (fresh) syncDirectory(join(file, '..'));
    return tables;
  } catch (cause) {
    if (isBusy(cause))
      throw new KeysRefused('keys-in-use', {
        thing: `keys ${file}`,
        expected: 'no other process',
        found: 'one that has them open',
      });
    if (codeOf(cause) === undefined) throw cause;
    throw keysDamaged(file, 'to read them', `"${(cause as Error).message}"`); // of SQLite
  }
}

function isBusy(cause: unknown): boolean {
  return codeOf(cause) === SQLITE_BUSY;
}

/** By its number, not its class: a test runner's errors are of another realm. */
function codeOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'errcode' in cause
    ? cause.errcode
    : undefined;
}

const SQLITE_BUSY = 5;

function keysMissing(file: string): KeysRefused {
  return new KeysRefused('keys-missing', {
    thing: `keys ${file}`,
    expected: 'the keys of this data directory',
    found: 'none',
  });
}

function keyWrong(keyFile: string): KeysRefused {
  return new KeysRefused('key-wrong', {
    thing: `key file ${resolve(keyFile)}`,
    expected: 'the master key that these keys were made with',
    found: 'another one',
  });
}
