import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refusals } from './refusals.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** Where codes are made: rows, the deciding engine, the command engine, the edge. */
const SOURCES = [
  'libs/clues/src',
  'libs/workflow/src',
  'libs/nest/src',
  'apps/api/src',
  'libs/event-sourcing/src',
];
/** Texts of that shape that stand where codes stand, but are none. */
const PATTERNS = [
  /&&\s*\n?\s*'([a-z]+(?:-[a-z0-9]+)+)'/g,
  /return '([a-z]+(?:-[a-z0-9]+)+)'/g,
  // A column of that name holds text.
  /code: '(?!text')([a-z]+(?:-[a-z0-9]+)*)'(?!\s*\|)/g,
  /refuse\('([a-z-]+)'/g,
  /oneOf\('([a-z-]+)'/g,
  /new Problem\(\s*\d+,\s*'([a-z0-9-]+)'/g,
  /new IllFormedJson\('([a-z0-9-]+)'/g,
];

function codes(): Set<string> {
  const found = new Set<string>();
  for (const folder of SOURCES)
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.spec.ts')) continue;
      const source = readFileSync(join(ROOT, folder, file), 'utf8');
      for (const pattern of PATTERNS)
        for (const [, code] of source.matchAll(pattern)) found.add(code);
    }
  return found;
}

describe('refusals', () => {
  it('have a sentence in both languages for every code that the sources give', () => {
    const given = [...codes()].sort();
    expect(given).toEqual(
      expect.arrayContaining([
        'four-eyes',
        'wrong-state',
        'stale',
        'duplicate-key',
        'not-signed-by-all',
      ]),
    );
    expect(given.filter((code) => !(code in refusals))).toEqual([]);
  });

  it('say something in each language', () => {
    for (const [code, { en, zh }] of Object.entries(refusals)) {
      expect({ code, en: en.length > 5, zh: /\p{Script=Han}/u.test(zh) }).toEqual({
        code,
        en: true,
        zh: true,
      });
      const placeholders = (text: string) =>
        [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      expect({ code, names: placeholders(zh) }).toEqual({ code, names: placeholders(en) });
    }
  });
});
