import { textOf, tracked } from './tree.js';

// Needles are put together from parts, so that this file holds none of them.
const MACHINE_PATH = new RegExp(
  `(?<![A-Za-z0-9.])/(?:${['root', 'home', 'work', 'tmp'].join('|')})/`,
);
const REGISTRY = new RegExp(
  ['registry[.]' + 'npmjs', 'registry[.]' + 'yarnpkg', 'npm' + 'mirror', 'artifact' + 'ory'].join(
    '|',
  ),
);

describe('no file that is kept', () => {
  it('names a path of the machine it was written on', () => {
    expect(holding(MACHINE_PATH)).toEqual([]);
    for (const folder of ['tmp/x', `work/main'`, 'home/li/'])
      for (const before of ['', `'`, ' ', 'file:/'])
        expect(`${before}/${folder}`).toMatch(MACHINE_PATH);
    for (const path of ['src/home/page', './work/', 'tmpdir()', '/homes/'])
      expect(path).not.toMatch(MACHINE_PATH);
  });

  it('names a package registry, so that everything installs from any mirror', () => {
    expect(holding(REGISTRY)).toEqual([]);
    expect('https://registry.' + 'npmjs.org/x').toMatch(REGISTRY);
    const configured = process.env.npm_config_registry;
    expect(configured ? filesHolding(new URL(configured).host) : []).toEqual([]);
  });
});

function holding(needle: RegExp): string[] {
  return texts().flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        needle.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [],
      ),
  );
}

function filesHolding(needle: string): string[] {
  return texts().flatMap(({ path, text }) => (text.includes(needle) ? [path] : []));
}

function texts(): { path: string; text: string }[] {
  return tracked()
    .map((path) => ({ path, text: textOf(path) }))
    .filter(({ text }) => !text.includes('\0'));
}
