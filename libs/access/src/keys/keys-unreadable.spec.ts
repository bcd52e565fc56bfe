import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logToldBeside, openKeys } from './open-keys.js';

/** Only root can make a disk that is soon full, or begin a process of another user. */
const asRoot = process.getuid?.() === 0 ? it : it.skip;
const SOMEBODY = 65_534;

let root: string;
let directory: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'access-keys-'));
  directory = join(root, 'data');
  mkdirSync(directory);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = () => openKeys({ directory, keyFile: join(root, 'master.key'), create: true });
/** As the system asks for the rights of a process, it has to be one of its own. */
const refusalOfSomebody = (): string => {
  const built = new URL('../../../../dist/libs/access/src/keys/open-keys.js', import.meta.url);
  const where = { directory, keyFile: join(root, 'master.key'), create: true };
  const script = `import { openKeys } from ${JSON.stringify(built.href)};
    try { openKeys(${JSON.stringify(where)}).close(); } catch ({ code, message }) { console.log(code + ': ' + message); }`;
  const words = ['--input-type=module', '-e', script];
  const as = { uid: SOMEBODY, gid: SOMEBODY, encoding: 'utf8' } as const;
  return spawnSync(process.execPath, words, as).stdout;
};

describe('keys that cannot be opened, and are good', () => {
  asRoot('are refused for want of room, and open once there is some', () => {
    const tmpfs = ['-t', 'tmpfs', '-o', 'size=1m', 'none', directory];
    expect(spawnSync('mount', tmpfs).status).toBe(0);
    try {
      const keys = open();
      const { id } = keys.keyOf('person-li');
      keys.close();
      const ballast = join(directory, 'ballast');
      expect(() => writeFileSync(ballast, Buffer.alloc(2 * 1024 * 1024))).toThrow(/ENOSPC/);
      expect(open).toThrow(/^keys .*keys[.]db: expected room on its disk, found "/);
      expect(open).toThrow(expect.objectContaining({ code: 'keys-unreadable' }));
      expect(readdirSync(directory)).toEqual(['ballast', 'keys.db']);
      rmSync(ballast);
      const again = open();
      expect(again.find(id)).toBeDefined();
      again.close();
    } finally {
      spawnSync('umount', [directory]);
    }
  });

  asRoot('are begun with where no room is left to tell them of an accepted loss', () => {
    const tmpfs = ['-t', 'tmpfs', '-o', 'size=1m', 'none', directory];
    expect(spawnSync('mount', tmpfs).status).toBe(0);
    try {
      const before = open();
      before.logReaches(9n);
      before.close();
      const keys = open();
      const ballast = join(directory, 'ballast');
      expect(() => writeFileSync(ballast, Buffer.alloc(2 * 1024 * 1024))).toThrow(/ENOSPC/);
      keys.logBegins(5n, 4n);
      expect(keys.logReached).toBe(9n);
      rmSync(ballast);
      keys.close();
      expect(logToldBeside(directory)).toEqual({ reached: 5n, lossAt: 4n });
    } finally {
      spawnSync('umount', [directory]);
    }
  });

  asRoot.each([
    ['keys.db', 0o000],
    ['keys.db', 0o400],
    ['keys.db-wal', 0o000],
    ['', 0o000],
    ['', 0o500],
    ['', 0o600],
  ])('are refused where the rights of "%s" in the directory are %i, and stay so', (name, mode) => {
    open().close();
    if (name === 'keys.db-wal') writeFileSync(join(directory, name), '');
    const before = readFileSync(join(directory, 'keys.db'));
    const files = readdirSync(directory);
    for (const one of ['', 'data', 'master.key', ...files.map((file) => `data/${file}`)])
      chownSync(join(root, one), SOMEBODY, SOMEBODY);
    chmodSync(join(directory, name), mode);
    expect(refusalOfSomebody()).toMatch(
      /^keys-unreadable: keys .*keys[.]db: expected that it may be read and written, found "EACCES/,
    );
    expect(readFileSync(join(directory, 'keys.db')).equals(before)).toBe(true);
    expect(readdirSync(directory)).toEqual(files);
  });
});
