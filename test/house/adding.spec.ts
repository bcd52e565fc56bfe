import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { readProcedure } from '@cluetrail/clues';
import { house, textOf, tracked } from './tree.js';

interface Guide {
  readonly page: string;
  /** How many files it may edit by hand, its spec among them. */
  readonly files: number;
  /** Run in the copy: what was added is really there. */
  readonly shows: string;
}

const TRANSITION = { page: 'add-a-transition', files: 3, shows: 'test/house/added/transition' };
const OBLIGATION = { page: 'add-an-obligation', files: 2, shows: 'test/house/added/obligation' };
const READ_MODEL = { page: 'add-a-read-model', files: 3, shows: 'test/house/added/read-model' };
const EVENT = { page: 'change-an-event', files: 3, shows: 'test/house/added/event' };

/** Two guides begin the same version of a procedure, so they get a copy each. */
const COPIES: readonly { readonly guides: readonly Guide[] }[] = [
  { guides: [TRANSITION, READ_MODEL, EVENT] },
  { guides: [OBLIGATION] },
];

/** What keeps watch over the whole house, and so might ask for a line more here or there. */
const WATCH = [
  ...['test/golden', 'libs/clues/src/outcomes.spec.ts', 'libs/clues/src/words'],
  ...[
    'apps/api/src/commands.spec.ts',
    'apps/api/src/openapi.spec.ts',
    'apps/api/src/queries/answers.spec.ts',
    'test/journeys/scenarios.spec.ts',
    'test/journeys/whole-life.spec.ts',
    'test/oracles/overdue.spec.ts',
    'test/oracles/overdue-whole.spec.ts',
  ],
];

describe.each(COPIES)('in a copy of this tree', ({ guides }) => {
  const root = mkdtempSync(join(tmpdir(), 'cluetrail-scratch-'));
  const touched: string[] = [];
  const lines: string[] = [];
  beforeAll(() => copyTree(root));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each(guides)('$page.md edits $files files, one of them a spec', ({ page, files, shows }) => {
    const guide = textOf(`docs/how-to/${page}.md`);
    const own = applied(root, blocksOf(guide));
    expect(own).toHaveLength(files);
    expect(own.filter(isSpec)).toHaveLength(1);
    copyFileSync(join(root, `${shows}.ts`), join(root, `${shows}.spec.ts`));
    touched.push(...own, `${shows}.spec.ts`);
    lines.push(...commandsOf(guide));
  });

  it('type-checks, builds and passes, and has what was added', () => {
    expect(lines).toContain('npm run docs');
    const sources = touched.filter((file) => file.endsWith('.ts')).join(' ');
    const specs = [...touched.filter(isSpec), ...WATCH].join(' ');
    for (const line of [
      'npm run -s types',
      `oxlint --deny-warnings ${sources}`,
      `prettier --check ${sources}`,
      ...new Set(lines),
      `npm run -s unit -- ${specs}`,
    ])
      expect(ran(root, line)).toEqual({ line, status: 0, said: '' });
  }, 400_000);
});

it('the procedure that write-a-procedure.md shows is whole and without faults', () => {
  const [, text] =
    /```yaml example\n(.*?)```/s.exec(textOf('docs/how-to/write-a-procedure.md')) ?? [];
  expect(readProcedure(text)).not.toHaveProperty('faults');
});

function isSpec(file: string): boolean {
  return file.endsWith('.spec.ts');
}

/** A block of a guide: to which file it belongs, and where it goes there. */
interface Block {
  readonly file: string;
  readonly body: string;
  /** The file begins as a copy of this one. */
  readonly from?: string;
  readonly before?: string;
  readonly replace?: string;
}

function blocksOf(guide: string): Block[] {
  return [...guide.matchAll(/```\w+ file=(\S+)([^\n]*)\n(.*?)```/gs)].map(
    ([, file, rest, body]) => {
      const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(rest)?.[1];
      const from = /from=(\S+)/.exec(rest)?.[1];
      return { file, body, from, before: value('before'), replace: value('replace') };
    },
  );
}

function commandsOf(guide: string): string[] {
  return [...guide.matchAll(/```sh run\n(.*?)```/gs)].flatMap(([, body]) =>
    body.trim().split('\n'),
  );
}

/** Does what the blocks say; answers the files that they touched. A place must be there, and only once. */
function applied(root: string, blocks: readonly Block[]): string[] {
  for (const { file, body, from, before, replace } of blocks) {
    const path = join(root, file);
    if (from) copyFileSync(join(root, from), path);
    const place = before ?? replace;
    if (place === undefined) {
      writeFileSync(path, body);
      continue;
    }
    const parts = readFileSync(path, 'utf8').split(place);
    expect({ file, place, found: parts.length - 1 }).toEqual({ file, place, found: 1 });
    writeFileSync(path, parts.join(before === undefined ? body.trimEnd() : body + place));
  }
  return [...new Set(blocks.map(({ file }) => file))];
}

function copyTree(root: string): void {
  for (const path of tracked()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(join(house, path), join(root, path));
  }
  symlinkSync(join(house, 'node_modules'), join(root, 'node_modules'));
}

/** A line as one types it into a shell; what it says is told only where it fails. */
function ran(root: string, line: string) {
  const bin = join(root, 'node_modules', '.bin');
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}` },
    timeout: 240_000,
  });
  return { line, status, said: status === 0 ? '' : `${stdout}${stderr}`.slice(-4000) };
}
