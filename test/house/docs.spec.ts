import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { calendarOf } from '@cluetrail/deadlines';
import { house, textOf, tracked } from './tree.js';

const LONGEST = 300;

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

  it('has no page that is too long to be read', () => {
    const long = pages.filter((page) => textOf(page).split('\n').length > LONGEST);
    expect(long).toEqual([]);
  });

  it('names the years whose days off are loaded', () => {
    const page = textOf('docs/how-to/read-the-lists.md');
    for (const region of ['CN', 'CN-GX']) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${region}\``));
      expect(row?.replace(/ \([^)]*\)/g, '')).toContain(`| ${loaded(region)} |`);
    }
  });

  it('has a reference that says what the tables say', () => {
    const { status, stderr } = spawnSync(process.execPath, ['docs/generate/index.mjs', '--check'], {
      cwd: house,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});

/** Years that are not provisional, three and more in a row as a span. */
function loaded(region: string): string {
  const years = Array.from({ length: 40 }, (_, index) => 2000 + index).filter(
    (year) => !calendarOf(region).day(`${year}-06-01`).provisional,
  );
  const spans = years.reduce<[number, number][]>((told, year) => {
    const last = told.at(-1);
    if (last && last[1] === year - 1) last[1] = year;
    else told.push([year, year]);
    return told;
  }, []);
  return spans
    .flatMap(([from, to]) => (to - from > 1 ? `${from}–${to}` : from === to ? from : [from, to]))
    .join(', ');
}
