import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asRoot } from '../../libs/stores/test/small-disk.js';
import { cluetrail, MAIN } from '../support/command-line.js';
import { ORGANISATION } from '../support/organisation.js';

const IMPORT = ['import', '--mapping', 'receipt'] as const;
const SHIPPED = readFileSync(
  new URL('../../libs/clues/procedures/cn-2019-example.v1.yaml', import.meta.url),
  'utf8',
);
const HEADER =
  'case:concept:name,concept:instance,concept:name,time:timestamp,org:resource,case:startdate,case:enddate,case:deadline';

describe('where there is no data directory, nothing is left behind by', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-nothing-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(root, name), text);
    return join(root, name);
  };
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const place = join(root, 'nothing', 'data');
  const bad = `organs:\n  - { id: zz, name: { en: Z, zh: 乙 }, tier: planet }\n`;
  it.each([
    ['a dry run', 0, ['org', 'apply', () => file('o.yaml', ORGANISATION), '--dry-run']],
    ['a faulty organisation', 1, ['org', 'apply', () => file('b.yaml', bad)]],
    ['a person who is not there', 1, ['org', 'apply', () => file('o.yaml', ''), '--as', 'li']],
    ['a dry run of an import', 0, [...IMPORT, () => file('i.csv', `${HEADER}\n`), '--dry-run']],
    ['a CSV of other columns', 1, [...IMPORT, () => file('c.csv', 'a,b\n1,2\n')]],
    ['a faulty procedure', 1, ['procedures', 'publish', () => file('p.yaml', 'procedure: own')]],
    ['no such mapping', 1, ['import', '--mapping', 'nono', () => file('c.csv', 'a,b\n')]],
  ] as const)('%s', async (_, status, words) => {
    const said = words.map((word) => (typeof word === 'string' ? word : word()));
    const found = await cluetrail(...said, '--data', place);
    expect([found.status, found.stderr]).toEqual([status, expect.not.stringContaining('key')]);
    expect(existsSync(join(root, 'nothing'))).toBe(false);
  });
});

it.each([
  ['is not there', () => undefined, 'one is made by demo, by serve --create, '],
  ['is empty', (data: string) => mkdirSync(data), 'one is made by demo, by serve --create, '],
  [
    'holds an empty file, as a copy leaves it that found no room',
    (data: string) => {
      mkdirSync(data);
      writeFileSync(join(data, 'events.db'), '');
    },
    'serve --create makes an empty one, and a copy that was to be made here begins with the same',
  ],
])(
  'a verification of a directory that %s is refused by name, for machines too',
  async (_, make, helps) => {
    const root = mkdtempSync(join(tmpdir(), 'cluetrail-none-'));
    const data = join(root, 'data');
    make(data);
    const { status, stdout, stderr } = await cluetrail('verify', '--data', data, '--json');
    const refused = stderr.replace(/^cluetrail: /, '').trim();
    expect([status, JSON.parse(stdout)]).toEqual([
      ...[1, { ok: false, opened: false, code: 'log-missing', refused }],
    ]);
    expect(refused).toContain(helps);
    rmSync(root, { recursive: true });
  },
);

asRoot('a first start that may not write its key leaves nothing behind', () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-unwritten-'));
  const [data, keys] = [join(root, 'a', 'data'), join(root, 'keys')];
  mkdirSync(keys);
  chmodSync(root, 0o777);
  const words = ['serve', '--create', '--volatile', '--port', '0', '--data', data];
  const { status, stderr } = spawnSync(
    process.execPath,
    [MAIN, ...words, '--key-file', join(keys, 'key')],
    { uid: 65_534, gid: 65_534, encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([1, expect.stringContaining(keys)]);
  expect(readdirSync(root)).toEqual(['keys']);
  rmSync(root, { recursive: true });
});

it('a procedure of one’s own may be published before there is an organisation, which then names it', async () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-first-'));
  const written = (name: string, text: string) => {
    writeFileSync(join(root, name), text);
    return join(root, name);
  };
  const own = written('own.yaml', SHIPPED.replace('procedure: cn-2019-example', 'procedure: own'));
  const organisation = written(
    'o.yaml',
    'organs:\n  - { id: zz, name: { en: Z, zh: 乙 }, tier: county, region: CN, zone: Asia/Shanghai, procedures: [own] }\n',
  );
  const at = ['--data', join(root, 'data'), '--json'];
  try {
    const published = await cluetrail('procedures', 'publish', own, ...at);
    expect([published.status, JSON.parse(published.stdout)]).toMatchObject([
      0,
      { procedure: 'own', version: 1 },
    ]);
    const applied = await cluetrail('org', 'apply', organisation, ...at);
    expect([applied.status, applied.stderr]).toEqual([0, '']);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

it('beside the keys of a log that is gone none begins, and whoever tries is told nothing that is refused next', async () => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-kept-'));
  const [data, yaml] = ['data', 'org.yaml'].map((name) => join(root, name));
  writeFileSync(yaml, ORGANISATION);
  const applied = () => cluetrail('org', 'apply', yaml, '--data', data);
  try {
    expect((await applied()).status).toBe(0);
    for (const name of ['events.db', 'pin.json']) rmSync(join(data, name));
    const before = readdirSync(data).sort();
    const serving = ['serve', '--port', '0', '--volatile', '--data', data];
    for (const tried of [
      applied,
      () => cluetrail(...serving),
      () => cluetrail(...serving, '--create'),
      () => cluetrail('verify', '--data', data),
    ]) {
      const { status, stdout, stderr } = await tried();
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(
        /^cluetrail: log-missing: keys .*: expected beside them the log .*; another log begins in a directory of its own[.]?\n$/,
      );
      expect(readdirSync(data).sort()).toEqual(before);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
