import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { KeyMissing } from './keys.js';
import { openKeys } from './open-keys.js';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'access-keys-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = () =>
  openKeys({ directory: join(root, 'data'), keyFile: join(root, 'master.key'), create: true });

function tamper(use: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(join(root, 'data', 'keys.db'));
  use(db);
  db.close();
}

describe('a key that is damaged', () => {
  const damaged = () => {
    const keys = open();
    const ids = ['person-li', 'person-wang', 'person-zhao'].map((owner) => keys.keyOf(owner).id);
    keys.close();
    tamper((db) =>
      db.exec(`update wrapped set sealed = zeroblob(length(sealed)) where owner = 'person-li'`),
    );
    return ids;
  };

  it('is told by a check, seals nothing, is followed by no other, and leaves the rest as they are', async () => {
    const [li, wang] = damaged();
    const keys = open();
    expect(await keys.check()).toEqual({ checked: 3, damaged: ['person-li'] });
    expect([keys.find(li), keys.deriveFor('person-li', 'x')]).toEqual([undefined, undefined]);
    expect([keys.has('person-li'), keys.destroyed(li)]).toEqual([true, false]);
    expect(() => keys.keyOf('person-li')).toThrow(KeyMissing);
    expect(keys.find(wang)).toBeDefined();
    keys.close();
  });

  it('stays so where another is destroyed, and is itself destroyed like any other', async () => {
    const [li, , zhao] = damaged();
    const keys = open();
    const before = Buffer.from(keys.find(zhao) ?? '').toString('hex');
    keys.destroy('person-wang');
    expect(Buffer.from(keys.find(zhao) ?? '').toString('hex')).toBe(before);
    expect(await keys.check()).toEqual({ checked: 2, damaged: ['person-li'] });
    expect(keys.destroy('person-li')).toEqual({ id: li });
    expect(keys.erased('person-li')).toBe(true);
    expect(await keys.check()).toEqual({ checked: 1, damaged: [] });
    keys.close();
  });

  it('is told wherever its name is not what it was, in the table or in an index', async () => {
    const keys = open();
    keys.keyOf('person-li');
    keys.keyOf('person-wang');
    keys.close();
    const file = join(root, 'data', 'keys.db');
    const whole = readFileSync(file);
    let places = 0;
    for (let at = whole.indexOf('person-li'); at >= 0; at = whole.indexOf('person-li', at + 1)) {
      const flipped = Buffer.from(whole);
      flipped[at + 3] ^= 1;
      writeFileSync(file, flipped);
      const again = open();
      expect((await again.check()).damaged).toHaveLength(1);
      again.close();
      places += 1;
    }
    expect(places).toBeGreaterThan(1);
  });
});

describe('a file of keys that is damaged', () => {
  it('is refused by name', () => {
    open().close();
    const file = join(root, 'data', 'keys.db');
    writeFileSync(file, readFileSync(file).subarray(0, 4096));
    expect(() => open()).toThrow(/^keys .*keys[.]db: expected to read them, found "/);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'keys-damaged' }));
  });

  it('is refused by name wherever a page of it makes no sense, at the latest where that is asked for', () => {
    const keys = open();
    const owners = Array.from({ length: 200 }, (_, index) => `person-${index}`);
    for (const owner of owners) keys.keyOf(owner);
    keys.close();
    const file = join(root, 'data', 'keys.db');
    const whole = readFileSync(file);
    const refused: number[] = [];
    for (let at = 4096; at < whole.length; at += 4096) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xa5, at, at + 4096);
      writeFileSync(file, damaged);
      try {
        const again = open();
        try {
          for (const owner of owners) again.has(owner);
        } finally {
          again.close();
        }
      } catch (error) {
        expect(error).toMatchObject({
          code: 'keys-damaged',
          message: expect.stringContaining(file),
        });
        refused.push(at);
      }
    }
    expect(refused.length).toBeGreaterThan(3);
  });

  it('is refused before a key is asked for where a root of it holds zeros, and stays as it was found', () => {
    const keys = open();
    for (let index = 0; index < 200; index++) keys.keyOf(`person-${index}`);
    keys.close();
    const directory = join(root, 'data');
    const file = join(directory, 'keys.db');
    const roots = rootsIn(file);
    expect(roots.length).toBeGreaterThan(5);
    const whole = readFileSync(file);
    for (const page of roots) {
      const damaged = Buffer.from(whole);
      // Its cells, not its header: SQLite opens it.
      damaged.fill(0, (page - 1) * 4096 + 12, page * 4096);
      writeFileSync(file, damaged);
      if (damaged.equals(whole)) continue;
      expect(() => open()).toThrow(expect.objectContaining({ code: 'keys-damaged' }));
      expect(readFileSync(file).equals(damaged)).toBe(true);
      expect(readdirSync(directory)).toEqual(['keys.db']);
    }
  });

  it('is told by name where a page is damaged while it serves: to a check, and to whoever needs a new key', async () => {
    const keys = open();
    // More than SQLite holds in memory.
    keys.reserve(Array.from({ length: 40_000 }, (_, index) => `person-${index}`));
    // Empties the write-ahead log.
    keys.destroy('person-nobody');
    const file = join(root, 'data', 'keys.db');
    writeFileSync(file, readFileSync(file).fill(0xa5, 4096), { flag: 'r+' });
    const told = expect.objectContaining({ code: 'keys-damaged' });
    await expect(keys.check()).rejects.toEqual(told);
    const others = Array.from({ length: 500 }, (_, index) => `clue-${index}`);
    expect(() => keys.reserve(others)).toThrow(told);
    keys.close();
  });

  it('is refused where its own key does not open', () => {
    open().close();
    tamper((db) =>
      db.exec(`update setting set value = zeroblob(length(value)) where name = 'epoch'`),
    );
    expect(() => open()).toThrow(expect.objectContaining({ code: 'keys-damaged' }));
  });
});

describe('keys whose want was accepted', () => {
  it('are so up to the position that was named', () => {
    const keys = open();
    expect(keys.missingUpTo).toBe(0n);
    keys.acceptMissing(42n);
    keys.close();
    const again = open();
    expect(again.missingUpTo).toBe(42n);
    again.close();
  });
});

/** The pages at which its tables and indexes begin. */
function rootsIn(file: string): number[] {
  // Not read-only: that would leave a write-ahead log beside it.
  const db = new DatabaseSync(file);
  const rows = db.prepare('select rootpage from sqlite_schema where rootpage > 0').all();
  db.close();
  return rows.map(({ rootpage }) => Number(rootpage));
}
