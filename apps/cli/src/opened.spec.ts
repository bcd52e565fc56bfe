import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeys } from '@cluetrail/access';
import { StoreRefused } from '@cluetrail/stores';
import { closedFile, helping } from './opened.js';

const NOBODY = 65_534;

describe('a directory of which SQLite says only that it cannot open or write something', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cluetrail-closed-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('has the file named that may not be read or written', () => {
    chmodSync(directory, 0o755);
    for (const name of ['events.db', 'keys.db', 'read.db'])
      writeFileSync(join(directory, name), '', { mode: 0o666 });
    for (const name of ['events.db', 'keys.db', 'read.db']) chmodSync(join(directory, name), 0o666);
    expect(closedFile(directory)).toBeUndefined();
    for (const name of ['read.db', 'keys.db']) {
      chmodSync(join(directory, name), 0o444);
      // Root may write everything: as nobody, then.
      const isRoot = process.geteuid?.() === 0;
      if (isRoot) process.seteuid?.(NOBODY);
      try {
        expect(closedFile(directory)).toBe(
          `${join(directory, name)}: expected that it may be read and written, found EACCES`,
        );
      } finally {
        if (isRoot) process.seteuid?.(0);
      }
    }
  });
});

describe('a log that is missing', () => {
  it('is not told to be made anew beside keys: they are those of a log elsewhere', () => {
    const directory = mkdtempSync(join(tmpdir(), 'cluetrail-keys-'));
    writeFileSync(join(directory, 'keys.db'), '');
    const missing = new StoreRefused('log-missing', 'none', { expected: '0' });
    expect(helping(missing, directory)).toMatch(
      /^; the keys of a log are in .*: say with --store /,
    );
    rmSync(directory, { recursive: true });
  });

  it.each([0n, 7n])('may be begun beside keys that tell of none: of position %d', (position) => {
    const directory = mkdtempSync(join(tmpdir(), 'cluetrail-keys-'));
    const keys = openKeys({
      ...{ directory: join(directory, 'data'), keyFile: join(directory, 'key'), create: true },
    });
    keys.logReaches(position);
    keys.close();
    const missing = new StoreRefused('log-missing', 'none', { expected: '0' });
    expect(helping(missing, join(directory, 'data')).includes('serve --create')).toBe(
      position === 0n,
    );
    rmSync(directory, { recursive: true });
  });

  it.each([
    [
      'nothing was there',
      { expected: '0' },
      'serve --create makes an empty one, and a copy that was to be made here begins with the same "cluetrail log copy"',
    ],
    [
      'a pin lies there',
      { expected: '7' },
      'put the directory back from a backup, all of its files',
    ],
    [
      'a pin lies there, and the log elsewhere',
      { expected: '7', place: 'PostgreSQL db.example.org:5432/clues, schema cluetrail_log' },
      'restore the database from its backup, or give with --store the address of the one that holds the log',
    ],
  ])('is told with what helps where %s', (_, detail, help) => {
    const missing = new StoreRefused('log-missing', 'expected a log, found none', detail);
    expect(helping(missing, join(tmpdir(), 'cluetrail-no-such-directory'))).toBe(`; ${help}`);
  });
});
