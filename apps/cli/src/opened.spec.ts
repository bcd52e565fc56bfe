import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closedFile } from './opened.js';

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
