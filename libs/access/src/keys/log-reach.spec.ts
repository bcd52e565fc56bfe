import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Keys } from './keys.js';
import { logToldBeside, openKeys } from './open-keys.js';

let root: string;
let keys: Keys;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'access-log-reach-'));
  keys = open();
});
afterEach(() => {
  keys.close();
  rmSync(root, { recursive: true, force: true });
});

const open = () =>
  openKeys({ directory: join(root, 'data'), keyFile: join(root, 'master.key'), create: true });

/** What copies of the files tell that are made now, as after a kill. */
const copied = (...ends: readonly string[]): string | undefined => {
  const copy = mkdtempSync(join(root, 'copy-'));
  for (const end of ['', ...ends])
    cpSync(join(root, 'data', `keys.db${end}`), join(copy, `keys.db${end}`));
  const db = new DatabaseSync(join(copy, 'keys.db'));
  const row = db.prepare("select value from setting where name = 'log-reached'").get();
  db.close();
  return row && new TextDecoder().decode(row['value'] as Uint8Array); // a blob, as put
};

describe('how far the log was when keys were written last', () => {
  it('is kept with each new key, and told less by a file that lacks the key', () => {
    expect(keys.logReached).toBeUndefined();
    keys.logReaches(7n);
    keys.keyOf('person-li');
    keys.destroy('person-nobody');
    keys.logReaches(9n);
    keys.keyOf('person-wang');
    expect([keys.logReached, copied('-wal'), copied()]).toEqual([9n, '9', '7']);
  });

  it('is kept without a new key by closing, and each 10,000 events', () => {
    keys.logReaches(9_999n);
    expect(copied('-wal')).toBeUndefined();
    keys.logReaches(10_000n);
    expect(copied('-wal')).toBe('10000');
    keys.logReaches(10_001n);
    expect(copied('-wal')).toBe('10000');
    keys.close();
    expect(copied()).toBe('10001');
    keys = open();
    expect(keys.logReached).toBe(10_001n);
  });

  it('never falls while the log is written, whichever answer comes first', () => {
    keys.logReaches(9n);
    keys.logReaches(8n);
    keys.keyOf('person-li');
    expect(keys.logReached).toBe(9n);
  });

  it('falls where the log begins shorter, in the file itself', () => {
    keys.logReaches(9n);
    keys.keyOf('person-li');
    keys.logBegins(5n);
    expect([copied(), keys.logReached]).toEqual(['5', 5n]);
    keys.logBegins(6n);
    expect(copied('-wal')).toBe('5');
  });

  it('stands beside the newest accepted loss that it was written on behind', () => {
    const told = () => {
      keys.close();
      const { lossAt } = logToldBeside(join(root, 'data'));
      keys = open();
      return lossAt;
    };
    expect(told()).toBe(0n);
    keys.logBegins(5n, 4n);
    expect(told()).toBe(4n);
    keys.logBegins(7n, 4n);
    keys.logReaches(9n);
    expect(told()).toBe(4n);
    // The log was set back behind it.
    keys.logBegins(3n, 2n);
    expect(told()).toBe(2n);
  });
});
