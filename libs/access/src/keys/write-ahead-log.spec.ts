import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Keys } from './keys.js';
import { openKeys, readKeys } from './open-keys.js';
import { cutShort } from './write-ahead-log.js';

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'access-keys-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const HEADER_BYTES = 32;
const FRAME_BYTES = 24 + 4096;

const place = (create = true) => ({
  ...{ directory: join(root, 'data'), keyFile: join(root, 'master.key'), create },
});
const file = (end = '') => join(root, 'data', `keys.db${end}`);
const files = () => readdirSync(join(root, 'data')).sort();

/** Files as a process leaves them that is killed. */
function killed(work: (keys: Keys) => void): Buffer {
  const keys = openKeys(place());
  work(keys);
  const [tables, wal] = [file(), file('-wal')].map((one) => readFileSync(one));
  keys.close();
  writeFileSync(file(), tables);
  writeFileSync(file('-wal'), wal);
  return wal;
}

function flipped(wal: Buffer, at: number): void {
  const damaged = Buffer.from(wal);
  damaged[at] ^= 1;
  writeFileSync(file('-wal'), damaged);
}

describe('a write-ahead log of keys', () => {
  it('is whole as a process leaves it that is killed, also over what an earlier one wrote', () => {
    killed((keys) => keys.keyOf('person-li'));
    expect(cutShort(file('-wal'))).toBeUndefined();
    // What is written over it is shorter.
    const wal = killed((keys) => {
      for (let owner = 0; owner < 20; owner++) keys.keyOf(`person-${owner}`);
    });
    const shorter = killed((keys) => keys.keyOf('person-wang'));
    writeFileSync(file('-wal'), Buffer.concat([shorter, wal.subarray(shorter.length)]));
    expect(shorter.length).toBeLessThan(wal.length);
    expect(cutShort(file('-wal'))).toBeUndefined();
    expect(readKeys(place(false))?.cut).toBeUndefined();
  });

  it('is known to be cut short by any flipped bit but one that makes its last frame another’s', () => {
    const wal = killed((keys) => ['person-li', 'person-wang'].forEach((one) => keys.keyOf(one)));
    const frames = (wal.length - HEADER_BYTES) / FRAME_BYTES;
    expect(frames).toBeGreaterThan(4);
    for (let at = 0; at < HEADER_BYTES; at++) {
      flipped(wal, at);
      expect(cutShort(file('-wal'))).toMatchObject({ whole: 0 });
    }
    for (let frame = 0; frame < frames; frame++)
      for (const inFrame of [0, 5, 9, 15, 17, 23, 24, 2000, FRAME_BYTES - 1]) {
        flipped(wal, HEADER_BYTES + frame * FRAME_BYTES + inFrame);
        const isSalt = inFrame >= 8 && inFrame < 16;
        const found = cutShort(file('-wal'));
        if (isSalt && frame === frames - 1) expect(found).toBeUndefined();
        else expect(found).toMatchObject({ frames, whole: frame });
      }
  });

  it('is read as far as SQLite reads it, and told to be cut, without being written', () => {
    const wal = killed((keys) => ['person-li', 'person-wang'].forEach((one) => keys.keyOf(one)));
    const before = files();
    flipped(wal, wal.length - 1);
    const damaged = readFileSync(file('-wal'));
    const { keys, cut } = readKeys(place(false)) ?? {};
    expect([keys?.has('person-li'), keys?.has('person-wang')]).toEqual([true, false]);
    const frames = (wal.length - HEADER_BYTES) / FRAME_BYTES;
    expect(cut).toBe(
      `${file('-wal')}: expected ${frames} whole frames, found ${frames - 1}, and nothing behind them is read`,
    );
    keys?.close();
    expect(files()).toEqual(before);
    expect(readFileSync(file('-wal')).equals(damaged)).toBe(true);
  });

  it.each([
    { what: 'by another master key', code: 'key-wrong' },
    { what: 'without its master key', code: 'key-file-missing' },
    { what: 'where all keys stand behind the damage', code: 'keys-missing' },
    { what: 'where its tables make no sense', code: 'keys-damaged' },
  ])('stays as it was found where it is refused $what', ({ code }) => {
    const wal = killed((keys) => keys.keyOf('person-li'));
    if (code === 'keys-missing') flipped(wal, HEADER_BYTES + 100);
    if (code === 'keys-damaged') writeFileSync(file(), readFileSync(file()).fill(0xa5, 0, 100));
    const keyFile = join(root, 'other.key');
    if (code === 'key-wrong') writeFileSync(keyFile, 'ab'.repeat(32), { mode: 0o400 });
    if (code === 'key-file-missing') rmSync(join(root, 'master.key'));
    const held = () =>
      files().map((name) => [name, readFileSync(join(root, 'data', name), 'latin1')]);
    const before = held();
    const asked = { ...place(false), ...(code === 'key-wrong' && { keyFile }) };
    expect(() => openKeys(asked)).toThrow(expect.objectContaining({ code }));
    expect(held()).toEqual(before);
  });
});
