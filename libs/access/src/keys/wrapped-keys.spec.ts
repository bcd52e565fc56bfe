import {
  closeSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { KeyDestroyed, type Keys, KeysUnavailable } from './keys.js';
import { memoryKeys, openKeys } from './open-keys.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'access-keys-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = (name = 'data') =>
  openKeys({ directory: join(root, name), keyFile: join(root, 'master.key'), create: true });

describe('the keys of owners', () => {
  it('are one for each owner, 256 bits, the same at every call', () => {
    const keys = memoryKeys();
    const [li, wang] = [keys.keyOf('person-li'), keys.keyOf('person-wang')];
    expect(li.key).toHaveLength(32);
    expect(li.id).not.toBe(wang.id);
    expect(li.key).not.toEqual(wang.key);
    expect(keys.keyOf('person-li')).toEqual(li);
    expect(keys.find(li.id)).toEqual(li.key);
    expect(keys.find('unknown')).toBeUndefined();
    expect(keys.destroyed('unknown')).toBe(false);
  });

  it('are found also beyond what memory keeps unwrapped', () => {
    const keys = memoryKeys();
    const first = keys.keyOf('clue-0');
    const owners = Array.from({ length: 10_050 }, (_, index) => `clue-${index}`);
    keys.reserve(owners);
    for (const owner of owners) keys.keyOf(owner);
    expect(keys.keyOf('clue-0')).toEqual(first);
    expect(new Set(owners.map((owner) => keys.keyOf(owner).id)).size).toBe(owners.length);
  });

  it('are unavailable while the disk is full, and kept once it has room again', () => {
    const keys = open();
    const { exec } = DatabaseSync.prototype;
    DatabaseSync.prototype.exec = function (sql) {
      if (sql !== 'commit') return exec.call(this, sql);
      throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
    };
    try {
      expect(() => keys.keyOf('clue-1')).toThrow(KeysUnavailable);
      expect(() => keys.keyOf('clue-1')).toThrow(expect.objectContaining({ full: true }));
    } finally {
      DatabaseSync.prototype.exec = exec;
    }
    const { id } = keys.keyOf('clue-1');
    keys.close();
    expect(open().keyOf('clue-1').id).toBe(id);
  });

  it('are kept once they are synced, and say so to whoever waits', async () => {
    const keys = open();
    await keys.kept();
    expect(keys.kept()).toBeUndefined();
    keys.keyOf('clue-1');
    const first = keys.kept();
    keys.keyOf('clue-2');
    const second = keys.kept();
    await first;
    await second;
    expect([first, second, keys.kept()]).toEqual([
      expect.any(Promise),
      expect.any(Promise),
      undefined,
    ]);
    keys.close();
    expect(memoryKeys().keyOf('clue-1') && memoryKeys().kept()).toBeUndefined();
  });

  it('are unavailable after a sync that failed until they are opened again', async () => {
    const keys = open();
    const { id } = keys.keyOf('clue-1');
    await keys.kept();
    keys.keyOf('clue-2');
    // The file of the sync: closed under it, as a disk that is gone.
    closeSync(handleOf('keys.db-wal').at(-1)!);
    await expect(keys.kept()).rejects.toThrow(KeysUnavailable);
    await expect(keys.kept()).rejects.toThrow(KeysUnavailable);
    expect(() => keys.keyOf('clue-3')).toThrow(KeysUnavailable);
    expect(keys.keyOf('clue-1').id).toBe(id);
  });

  it('never reach the disk unwrapped', () => {
    const keys = open();
    const { key } = keys.keyOf('person-li');
    expect(onDisk(key)).toBe(false);
    keys.close();
    expect(onDisk(key)).toBe(false);
  });

  it('do not open under another owner', () => {
    const keys = open();
    const ids = ['person-li', 'person-wang'].map((owner) => keys.keyOf(owner).id);
    keys.close();
    tamper((db) =>
      db.exec(`update wrapped set (nonce, sealed) =
        (select nonce, sealed from wrapped where owner = 'person-wang') where owner = 'person-li'`),
    );
    const again = open();
    expect(again.find(ids[0])).toBeUndefined();
    expect(again.find(ids[1])).toBeDefined();
    again.close();
  });
});

describe('destroying a key', () => {
  it('is for ever: nothing opens, and no new key takes its place', () => {
    const keys = open();
    const { id } = keys.keyOf('person-li');
    expect(keys.destroy('person-li')).toEqual({ id });
    const holds = (after: Keys) => {
      expect(after.find(id)).toBeUndefined();
      expect(after.destroyed(id)).toBe(true);
      expect(after.deriveFor('person-li', 'command-digest')).toBeUndefined();
      expect(() => after.keyOf('person-li')).toThrow(KeyDestroyed);
      expect(() => after.reserve(['person-wu', 'person-li'])).toThrow(KeyDestroyed);
    };
    holds(keys);
    keys.close();
    const again = open();
    holds(again);
    again.close();
  });

  it('leaves all others as they were', () => {
    const keys = open();
    const owners = Array.from({ length: 50 }, (_, index) => `clue-${index}`);
    const before = owners.map((owner) => keys.keyOf(owner));
    keys.destroy('clue-17');
    keys.close();
    const again = open();
    const after = owners.map((owner, index) => (index === 17 ? 'gone' : again.keyOf(owner)));
    expect(after).toEqual(before.map((key, index) => (index === 17 ? 'gone' : key)));
    again.close();
  });

  it('may be repeated, and closes the door also to an owner who had no key', () => {
    const keys = memoryKeys();
    const { id } = keys.keyOf('person-li');
    expect([keys.destroy('person-li'), keys.destroy('person-li')]).toEqual([{ id }, { id }]);
    expect(keys.destroy('person-wu')).toBeUndefined();
    expect(() => keys.keyOf('person-wu')).toThrow(KeyDestroyed);
  });

  it('can be done again on a copy of the keys from before', () => {
    const keys = open();
    const { id } = keys.keyOf('person-li');
    keys.close();
    cpSync(join(root, 'data'), join(root, 'restored'), { recursive: true });
    const restored = open('restored');
    expect(restored.find(id)).toBeDefined();
    expect(restored.destroy('person-li')).toEqual({ id });
    expect(restored.find(id)).toBeUndefined();
    restored.close();
  });

  it('leaves no byte of it in the files', () => {
    const keys = manyKeys();
    const wrapped = wrappedNow();
    const victims = [3, 1234, 2999].map((index) => `clue-${index}`);
    const lost = victims.map((owner) => [keys.keyOf(owner).key, wrapped.get(owner)!]);
    expect(lost.map(([, sealed]) => onDisk(sealed))).toEqual([true, true, true]);
    for (const owner of victims) keys.destroy(owner);
    expect(lost.flat().map(onDisk)).toEqual(Array(6).fill(false));
    // The survivors were wrapped anew: nothing of the old wrapping is left of them either.
    expect(amongFiles([...wrapped.values()])).toEqual([]);
    keys.close();
    expect(amongFiles([...wrapped.values()])).toEqual([]);
  });

  it('would leave some with secure_delete alone, or without it: the search sees what it should', () => {
    manyKeys().close();
    const sealed = wrappedNow().get('clue-1234')!;
    tamper((db) => {
      db.exec('pragma journal_mode = wal; pragma secure_delete = on');
      db.exec(`update wrapped set sealed = sealed; delete from wrapped where owner = 'clue-1234'`);
      expect(onDisk(sealed)).toBe(true);
    });
    const other = wrappedNow().get('clue-4')!;
    tamper((db) => {
      db.exec(`pragma secure_delete = off; delete from wrapped where owner = 'clue-4'`);
      db.exec('pragma wal_checkpoint(truncate)');
      expect(onDisk(other)).toBe(true);
    });
  });

  it('changes the key that wraps all others', () => {
    const keys = open();
    keys.reserve(['person-li', 'person-wang']);
    keys.close();
    const before = setting('epoch');
    const again = open();
    again.destroy('person-li');
    again.close();
    expect(setting('epoch')).not.toEqual(before);
  });
});

describe('derived keys', () => {
  it('differ by purpose and by owner, and are the same after a restart', () => {
    const take = (keys: Keys) => [
      keys.derive('cursor'),
      keys.derive('receipt'),
      keys.deriveFor('person-li', 'cursor'),
      keys.deriveFor('person-wang', 'cursor'),
      keys.keyOf('person-li').key,
    ];
    const keys = open();
    const first = take(keys);
    expect(new Set(first.map((key) => Buffer.from(key!).toString('hex'))).size).toBe(5);
    keys.close();
    const again = open();
    expect(take(again)).toEqual(first);
    again.close();
  });
});

/** 3,000 keys in an order that splits pages; the write-ahead log still holds the last of them. */
function manyKeys(): Keys {
  const keys = open();
  const owners = Array.from({ length: 3000 }, (_, index) => `clue-${(index * 1237) % 3000}`);
  for (let at = 0; at < owners.length; at += 60) keys.reserve(owners.slice(at, at + 60));
  return keys;
}

/** Descriptors of this process for a file of the directory, as they were opened. */
function handleOf(name: string): number[] {
  return readdirSync('/proc/self/fd')
    .map(Number)
    .filter((fd) => linked(fd) === join(root, 'data', name));
}

function linked(fd: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}

/** Owner → wrapped key as it lies on disk now, read from a copy of the files. */
function wrappedNow(): Map<string, Uint8Array> {
  cpSync(join(root, 'data'), join(root, 'copy'), { recursive: true });
  const db = new DatabaseSync(join(root, 'copy', 'keys.db'));
  const rows = db.prepare('select owner, sealed from wrapped').all();
  db.close();
  rmSync(join(root, 'copy'), { recursive: true });
  return new Map(rows.map((row) => [String(row.owner), row.sealed as Uint8Array])); // a blob column
}

function onDisk(bytes: Uint8Array): boolean {
  return amongFiles([bytes]).length > 0;
}

/** Which of them stand in the files, each of which is read once. */
function amongFiles(wanted: readonly Uint8Array[]): readonly Uint8Array[] {
  const directory = join(root, 'data');
  const files = readdirSync(directory).map((name) => readFileSync(join(directory, name)));
  return wanted.filter((bytes) => files.some((file) => file.includes(Buffer.from(bytes))));
}

function tamper(use: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(join(root, 'data', 'keys.db'));
  use(db);
  db.close();
}

function setting(name: string): unknown {
  let value: unknown;
  tamper((db) => {
    value = db.prepare('select value from setting where name = ?').get(name)?.value;
  });
  return value;
}
