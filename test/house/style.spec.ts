import { textOf, tracked } from './tree.js';

const ENUM = /^\s*(export\s+)?(declare\s+)?(const\s+)?enum\s/m;
const STAR = /^\s*export\s*(type\s*)?[*]/m;

describe('the sources', () => {
  const sources = tracked().filter((path) => /^(apps|libs|test)\/.*[.]tsx?$/.test(path));

  it('are files of at most 300 lines', () => {
    const long = sources
      .filter((path) => !/[.]spec[.]tsx?$/.test(path))
      .map((path) => ({ path, lines: textOf(path).trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 300);
    expect(sources.length).toBeGreaterThan(10);
    expect(long).toEqual([]);
  });

  it('have unions of literals, no enums', () => {
    expect(sources.filter((path) => ENUM.test(textOf(path)))).toEqual([]);
    for (const planted of ['enum A { B }', 'export const enum A {}', '  declare enum A {}'])
      expect(planted).toMatch(ENUM);
  });

  it('name what they export: nothing passes through a star', () => {
    expect(sources.filter((path) => STAR.test(textOf(path)) && !isHouse(path))).toEqual([]);
    for (const planted of [`export * from './a.js';`, `export type * from './a.js';`])
      expect(planted).toMatch(STAR);
  });
});

/** These files hold planted violations as text. */
function isHouse(path: string): boolean {
  return path.startsWith('test/house/');
}
