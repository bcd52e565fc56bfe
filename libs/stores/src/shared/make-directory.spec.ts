import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory } from './make-directory.js';

describe('a directory that is made', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-made-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('is made with those above it, for its user alone, and may stand already', () => {
    const directory = join(root, 'one', 'two');
    makeDirectory(directory);
    makeDirectory(directory);
    for (const made of [directory, join(root, 'one')])
      expect(statSync(made).mode & 0o777).toBe(0o700);
  });
});
