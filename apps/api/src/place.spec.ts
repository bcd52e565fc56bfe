import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkStands, placeOf } from './place.js';

const NOBODY = 65_534;

describe('the data directory', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cluetrail-place-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('that is not there is called missing', () => {
    expect(() => checkStands(join(directory, 'nowhere'))).toThrow(
      /expected a directory, found none/,
    );
  });

  it.each([0o000, 0o400])('of mode %i, that one may not look into, is not called empty', (mode) => {
    chmodSync(directory, mode);
    // Root may look into everything: as nobody, then.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      expect(() => checkStands(directory)).toThrow(/expected that it may be read, found "EACCES/);
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(directory, 0o700);
    }
    expect(() => checkStands(directory)).not.toThrow();
  });

  it.each([
    ['sqlite:/var/lib/read', 'sqlite:'],
    ['esdb://localhost', 'esdb:'],
    ['elsewhere', 'no scheme'],
    ['', 'no scheme'],
  ])('takes no "%s" for a place of its read models', (read, found) => {
    const own = join(directory, 'read.db');
    const message = `read models: expected postgres://… or ${own}, found ${found}`;
    expect(() => placeOf(directory, { read })).toThrow(
      expect.objectContaining({ code: 'no-store', message }),
    );
  });
});
