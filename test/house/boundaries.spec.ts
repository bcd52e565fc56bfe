import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { house } from './tree.js';

/** What is allowed: every lib through its door, downhill; specs of pure libs may touch the platform. */
const LAWFUL: Record<string, string> = {
  'libs/event-sourcing/src/index.ts': `export { a } from './a.js';`,
  'libs/event-sourcing/src/a.ts': `export const a = 1;`,
  'libs/event-sourcing/src/a.spec.ts': `import 'node:fs'; import 'fast-check'; import './a.js';`,
  'libs/deadlines/src/index.ts': `export { a as b } from '@cluetrail/event-sourcing';`,
  'libs/ledger/src/index.ts': `export { a as b } from '@cluetrail/event-sourcing';`,
  'libs/stores/src/index.ts': `import 'node:sqlite'; import '@cluetrail/event-sourcing'; export const b = 1;`,
  'libs/workflow/src/index.ts': `import 'uuid'; export { b } from '@cluetrail/deadlines';`,
  'libs/access/src/index.ts': `export { b } from '@cluetrail/workflow';`,
  'libs/clues/src/index.ts': `export { b } from '@cluetrail/access';`,
  'libs/nest/src/index.ts': `import '@nestjs/common'; export { b } from '@cluetrail/access';`,
  'apps/api/src/index.ts': `export { b } from '@cluetrail/clues'; import type { T } from './dev.js'; export type { T };`,
  'apps/api/src/inner.ts': `export const c = 1;`,
  'apps/api/src/dev.ts': `import type { Page } from 'ajv'; export type T = Page;`,
  'apps/cli/src/main.ts': `import '../../api/src/index.js';`,
  'apps/worker/src/main.ts': `import '../../api/src/index.js';`,
  'apps/console/src/main.ts': `export const d = 1;`,
  'test/support/launcher.ts': `import '@cluetrail/stores'; export const e = 1;`,
};

const DOOR = (lib: string) => `import '@cluetrail/${lib}';`;

/** One planted violation per rule, and two where a rule has two ways round it: file, text, rules it must break. */
const PLANTED: readonly [file: string, text: string, ...rules: string[]][] = [
  ['libs/event-sourcing/src/p1.ts', DOOR('ledger'), 'event-sourcing-imports-downhill'],
  ['libs/deadlines/src/p2.ts', DOOR('workflow'), 'deadlines-imports-downhill'],
  ['libs/ledger/src/p3.ts', DOOR('deadlines'), 'ledger-imports-downhill'],
  ['libs/stores/src/p4.ts', DOOR('workflow'), 'stores-imports-downhill'],
  ['libs/workflow/src/p5.ts', DOOR('access'), 'workflow-imports-downhill'],
  ['libs/access/src/p6.ts', DOOR('clues'), 'access-imports-downhill'],
  ['libs/clues/src/p7.ts', DOOR('stores'), 'clues-imports-downhill'],
  ['libs/nest/src/p8.ts', DOOR('clues'), 'nest-imports-downhill'],
  ['libs/nest/src/p9.ts', `export type X = import('@cluetrail/clues').X;`, 'nest-imports-downhill'],
  ['libs/stranger/src/p10.ts', DOOR('event-sourcing'), 'known-lib'],
  ['libs/clues/src/p11.ts', `import './p12.js';`, 'no-circle'],
  // A circle is named once, at its first file; that this half is a type alone does not excuse it.
  ['libs/clues/src/p12.ts', `import type { X } from './p11.js'; export type Y = X;`],
  ['libs/clues/src/p13.ts', `export * from '../../event-sourcing/src/a.js';`, 'through-the-door'],
  ['apps/api/src/p14.ts', `import '../../../libs/stores/src/p4.js';`, 'through-the-door'],
  ['libs/clues/src/p15.spec.ts', `import '../../event-sourcing/src/a.js';`, 'through-the-door'],
  ['test/house/p16.ts', `await import('../../libs/event-sourcing/src/a.js');`, 'through-the-door'],
  ['libs/clues/src/p17.ts', `import '../../access/src/index.js';`, 'by-its-name'],
  ['libs/clues/src/p18.ts', `import './index.js';`, 'own-door-is-for-others'],
  ['libs/clues/src/p19.ts', DOOR('clues'), 'own-door-is-for-others'],
  ['libs/deadlines/src/p20.ts', `import '@nestjs/common';`, 'pure-without-nest'],
  ['libs/workflow/src/p21.ts', `import { Subject } from 'rxjs';`, 'pure-without-nest'],
  ['libs/event-sourcing/src/p22.ts', `import 'node:crypto';`, 'pure-without-node'],
  ['libs/workflow/src/p23.ts', `import type { Stats } from 'fs';`, 'pure-without-node'],
  ['libs/nest/src/p24.ts', `import '../../../apps/api/src/inner.js';`, 'libs-below-apps'],
  ['apps/cli/src/p25.ts', `import '../../api/src/inner.js';`, 'apps-apart'],
  ['apps/api/src/p26.ts', `import '../../worker/src/main.js';`, 'apps-apart'],
  ['apps/console/src/p27.ts', `import '../../api/src/index.js';`, 'api-door-for-cli-and-worker'],
  ['apps/api/src/p28.ts', `import '../../../test/support/launcher.js';`, 'product-without-tests'],
  ['apps/api/src/p29.ts', `import 'ajv';`, 'product-without-dev-packages'],
  ['apps/api/src/p30.ts', `import 'yargs';`, 'declared-package'],
  ['apps/api/src/p31.ts', `import '@cluetrail/utils';`, 'resolvable'],
];

describe('the import rules', () => {
  it('are kept by the tree as it is', () => {
    expect(broken(house)).toEqual([]);
  });

  it('let lawful imports pass', () => {
    withTree(LAWFUL, (root) => expect(broken(root)).toEqual([]));
  });

  it('catch every planted violation by the name of its rule, and nothing else', () => {
    const planted = Object.fromEntries(PLANTED.map(([file, text]) => [file, text]));
    withTree({ ...LAWFUL, ...planted }, (root) => {
      const expected = PLANTED.flatMap(([file, , ...rules]) => rules.map((r) => `${file}: ${r}`));
      expect(broken(root)).toEqual(expected.sort());
    });
  });

  it('each have a planted violation', async () => {
    const file = new URL('../../.dependency-cruiser.mjs', import.meta.url).href;
    const config: { forbidden: { name: string }[] } = (await import(file)).default;
    const names = config.forbidden.map(({ name }) => name);
    const caught = new Set(PLANTED.flatMap(([, , ...rules]) => rules));
    expect([...caught].sort()).toEqual(names.sort());
  });
});

/** `file: rule` for every file that breaks a rule, sorted. */
function broken(root: string): string[] {
  const tool = join(house, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = ['apps', 'libs', 'test', '--config', '.dependency-cruiser.mjs', '-T', 'json'];
  const run = spawnSync(process.execPath, [tool, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser: ${run.stderr}`);
  const violations: { from: string; rule: { name: string } }[] = JSON.parse(run.stdout).summary
    .violations;
  return [...new Set(violations.map(({ from, rule }) => `${from}: ${rule.name}`))].sort();
}

function withTree(files: Record<string, string>, use: (root: string) => void): void {
  const root = mkdtempSync(join(tmpdir(), 'boundaries-'));
  try {
    for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
      cpSync(join(house, name), join(root, name));
    symlinkSync(join(house, 'node_modules'), join(root, 'node_modules'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), `${text}\nexport {};\n`);
    }
    use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
