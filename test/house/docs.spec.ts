import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { house, textOf, tracked } from './tree.js';

describe('the documentation', () => {
  const pages = tracked().filter((file) => file.endsWith('.md'));

  it('links only to what exists', () => {
    const broken = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target]) => target)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(join(house, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    );
    expect(pages.length).toBeGreaterThan(10);
    expect(broken).toEqual([]);
  });

  it('has a reference that says what the tables say', () => {
    const { status, stderr } = spawnSync(process.execPath, ['docs/generate/index.mjs', '--check'], {
      cwd: house,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});
