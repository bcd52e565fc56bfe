import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeysRefused } from './keys.js';
import { openKeys } from './open-keys.js';

let root: string;
let directory: string;
let keyFile: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'access-keys-'));
  directory = join(root, 'data');
  keyFile = join(root, 'safe', 'master.key');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('opening the keys of a directory', () => {
  it('makes a key file that only its owner may read, once, and says where', () => {
    const first = openKeys({ directory, keyFile, create: true });
    expect(first.createdKeyFile).toBe(keyFile);
    expect(statSync(keyFile).mode & 0o777).toBe(0o400);
    expect(statSync(join(directory, 'keys.db')).mode & 0o777).toBe(0o600);
    const written = readFileSync(keyFile, 'utf8');
    first.close();
    const second = openKeys({ directory, keyFile, create: true });
    expect(second.createdKeyFile).toBeUndefined();
    expect(readFileSync(keyFile, 'utf8')).toBe(written);
    second.close();
  });

  it('gives every owner the same key after a restart', () => {
    const before = withKeys((keys) => keys.keyOf('person-li'));
    const after = withKeys((keys) => [keys.keyOf('person-li'), keys.find(before.id)]);
    expect(after).toEqual([before, before.key]);
  });

  it('refuses a key file inside the data directory', () => {
    expect(refusal({ directory, keyFile: join(directory, 'master.key'), create: true })).toBe(
      'key-file-inside',
    );
    expect(refusal({ directory, keyFile: join(directory, 'a', '..', 'k'), create: true })).toBe(
      'key-file-inside',
    );
    expect(existsSync(directory) ? readdirSync(directory) : []).toEqual([]);
  });

  it('refuses it also behind a link, whichever way the link leads', () => {
    mkdirSync(directory);
    symlinkSync(directory, join(root, 'elsewhere'));
    expect(refusal({ directory, keyFile: join(root, 'elsewhere', 'k'), create: true })).toBe(
      'key-file-inside',
    );
    expect(
      refusal({ directory: join(root, 'elsewhere'), keyFile: join(directory, 'k'), create: true }),
    ).toBe('key-file-inside');
    writeFileSync(join(directory, 'k'), '0'.repeat(64), { mode: 0o400 });
    symlinkSync(join(directory, 'k'), join(root, 'link.key'));
    expect(refusal({ directory, keyFile: join(root, 'link.key'), create: true })).toBe(
      'key-file-inside',
    );
  });

  it('takes a neighbour whose name begins like the data directory for outside', () => {
    const keys = openKeys({ directory, keyFile: `${directory}-keys/master.key`, create: true });
    expect(keys.createdKeyFile).toBe(`${directory}-keys/master.key`);
    keys.close();
  });

  it.each([0o440, 0o404, 0o420, 0o401, 0o644])('refuses a key file of mode %o', (mode) => {
    withKeys((keys) => keys.keyOf('person-li'));
    chmodSync(keyFile, mode);
    expect(refusal({ directory, keyFile, create: false })).toBe('key-file-exposed');
  });

  it('never makes a new key file for keys that exist', () => {
    withKeys((keys) => keys.keyOf('person-li'));
    unlinkSync(keyFile);
    expect(refusal({ directory, keyFile, create: true })).toBe('key-file-missing');
    expect(existsSync(keyFile)).toBe(false);
  });

  it('refuses the master key of another directory', () => {
    withKeys((keys) => keys.keyOf('person-li'));
    const other = join(root, 'other.key');
    openKeys({ directory: join(root, 'other'), keyFile: other, create: true }).close();
    expect(refusal({ directory, keyFile: other, create: true })).toBe('key-wrong');
  });

  it('refuses a key file that holds something else', () => {
    withKeys((keys) => keys.keyOf('person-li'));
    const other = join(root, 'other.key');
    writeFileSync(other, 'hello\n', { mode: 0o400 });
    expect(refusal({ directory, keyFile: other, create: false })).toBe('key-file-malformed');
  });

  it('does not begin new keys in silence where they should stand', () => {
    withKeys((keys) => keys.keyOf('person-li'));
    unlinkSync(join(directory, 'keys.db'));
    expect(refusal({ directory, keyFile, create: false })).toBe('keys-missing');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('says thing, expected and found in one sentence', () => {
    expect(() => openKeys({ directory, keyFile: join(directory, 'k'), create: true })).toThrow(
      `key file ${directory}/k: expected a place outside the data directory ${directory}, found a place inside it`,
    );
  });

  it('keeps every second process out', () => {
    const keys = openKeys({ directory, keyFile, create: true });
    keys.keyOf('person-li');
    const script = `
      const { DatabaseSync } = require('node:sqlite');
      new DatabaseSync(${JSON.stringify(join(directory, 'keys.db'))}).prepare('select * from wrapped').all();`;
    const second = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(second.stderr).toContain('database is locked');
    expect(refusal({ directory, keyFile, create: false })).toBe('keys-in-use');
    keys.close();
  });

  it('keeps a key made just before the process died', () => {
    const keys = openKeys({ directory, keyFile, create: true });
    const { id, key } = keys.keyOf('person-li');
    const copy = join(root, 'copy');
    mkdirSync(copy);
    for (const name of readdirSync(directory)) linkSync(join(directory, name), join(copy, name));
    const found = readdirSync(copy).map((name) => readFileSync(join(copy, name)));
    const image = join(root, 'image');
    mkdirSync(image);
    readdirSync(copy).forEach((name, index) => writeFileSync(join(image, name), found[index]));
    const after = openKeys({ directory: image, keyFile, create: false });
    expect(after.find(id)).toEqual(key);
    after.close();
    keys.close();
  });
});

function withKeys<T>(use: (keys: ReturnType<typeof openKeys>) => T): T {
  const keys = openKeys({ directory, keyFile, create: true });
  try {
    return use(keys);
  } finally {
    keys.close();
  }
}

function refusal(where: Parameters<typeof openKeys>[0]): string {
  try {
    openKeys(where).close();
    return 'opened';
  } catch (cause) {
    if (cause instanceof KeysRefused) return cause.code;
    throw cause;
  }
}
