import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory, takeAway } from './make-directory.js';

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

  it('is not left half made where one below it cannot be', () => {
    expect(() => makeDirectory(join(root, 'half', 'a', 'b'.repeat(300)))).toThrow(/ENAMETOOLONG/);
    expect(readdirSync(root)).not.toContain('half');
  });

  it('is taken away again as far as nothing is in it, and nobody else has made it', () => {
    makeDirectory(join(root, 'stood'));
    const first = makeDirectory(join(root, 'stood', 'a', 'b'));
    expect(first).toEqual(['a', 'a/b'].map((name) => join(root, 'stood', name)));
    takeAway(first);
    expect(readdirSync(join(root, 'stood'))).toEqual([]);
    const second = makeDirectory(join(root, 'stood', 'c', 'd'));
    writeFileSync(join(root, 'stood', 'c', 'file'), '');
    takeAway(second);
    expect(readdirSync(join(root, 'stood', 'c'))).toEqual(['file']);
  });
});
