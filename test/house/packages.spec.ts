import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { house, textOf, tracked } from './tree.js';

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
}

const EXACT = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Licences that ask for nothing but their own text. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
]);

describe('the packages', () => {
  it('are pinned exactly', () => {
    const manifests = tracked().filter((path) => /(^|\/)package[.]json$/.test(path));
    expect(manifests).toContain('package.json');
    expect(manifests.flatMap(loose)).toEqual([]);
    for (const range of [
      '^1.2.3',
      '~1.2.3',
      '1.2',
      '1.x',
      '*',
      'latest',
      '>=1.2.3',
      'npm:x@^1.2.3',
    ])
      expect(range).not.toMatch(EXACT);
  });

  it('are locked by their hash and without the address of a registry', () => {
    expect(textOf('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
    const entries = Object.entries(locked()).filter(([path, { link }]) => inModules(path) && !link);
    expect(entries.length).toBeGreaterThan(100);
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(entries.filter(([, { integrity }]) => !integrity).map(([path]) => path)).toEqual([]);
  });

  it('that a user installs are under licences that ask for nothing but their own text', () => {
    const production = Object.entries(locked()).filter(
      ([path, { dev, devOptional, link }]) => inModules(path) && !dev && !devOptional && !link,
    );
    expect(production.length).toBeGreaterThan(50);
    const others = production
      .map(([path, entry]) => ({ path, licence: licenceOf(path, entry) }))
      .filter(({ licence }) => !isAllowed(licence));
    expect(others).toEqual([]);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MIT AND Apache-2.0', true],
    ['MIT AND GPL-3.0', false],
    ['AGPL-3.0', false],
    ['SEE LICENSE IN EULA', false],
    ['', false],
  ])('may be licensed %j: %s', (expression, allowed) => {
    expect(isAllowed(expression)).toBe(allowed);
  });
});

/** `a OR b AND c` as SPDX reads it; brackets only around the whole. */
function isAllowed(expression: string): boolean {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  return bare
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => ALLOWED.has(licence)));
}

/** As the package itself says; the lock's word for what is not installed on this platform. */
function licenceOf(path: string, { license }: Locked): string {
  const manifest = join(path, 'package.json');
  if (!existsSync(join(house, manifest))) return license ?? '';
  const found: { license?: string | { type?: string }; licenses?: { type: string }[] } = JSON.parse(
    textOf(manifest),
  );
  if (typeof found.license === 'string') return found.license;
  return found.license?.type ?? (found.licenses ?? []).map(({ type }) => type).join(' OR ');
}

function loose(manifest: string): string[] {
  const found: Record<string, Record<string, string>> = JSON.parse(textOf(manifest));
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries(found[kind] ?? {})
      .filter(([, range]) => !EXACT.test(range))
      .map(([name, range]) => `${manifest}: ${name} ${range}`),
  );
}

function locked(): Record<string, Locked> {
  return JSON.parse(textOf('package-lock.json')).packages;
}

function inModules(path: string): boolean {
  return path.includes('node_modules/');
}
