import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { house, textOf, tracked } from './tree.js';

/** A block of a guide: to which file it belongs, and where it goes there. */
interface Block {
  readonly file: string;
  readonly body: string;
  /** The file begins as a copy of this one. */
  readonly from?: string;
  readonly before?: string;
  readonly replace?: string;
}

function blocksOf(page: string): Block[] {
  return [...textOf(page).matchAll(/```\w+ file=(\S+)([^\n]*)\n(.*?)```/gs)].map(
    ([, file, rest, body]) => {
      const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(rest)?.[1];
      return {
        file,
        body,
        from: /from=(\S+)/.exec(rest)?.[1],
        before: value('before'),
        replace: value('replace'),
      };
    },
  );
}

describe('a scratch copy', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'cluetrail-scratch-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  function copyTree(): string {
    const root = mkdtempSync(join(scratch, 'tree-'));
    for (const path of tracked()) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      cpSync(join(house, path), join(root, path));
    }
    symlinkSync(join(house, 'node_modules'), join(root, 'node_modules'));
    return root;
  }

  /** Does what a guide says; answers the files that it touched. */
  function apply(root: string, page: string): string[] {
    const blocks = blocksOf(page);
    for (const { file, body, from, before, replace } of blocks) {
      const path = join(root, file);
      if (from) cpSync(join(root, from), path);
      if (before === undefined && replace === undefined) {
        writeFileSync(path, body);
        continue;
      }
      const text = readFileSync(path, 'utf8');
      const anchor = before ?? replace ?? '';
      expect({ page, anchor, found: text.includes(anchor) }).toEqual({ page, anchor, found: true });
      writeFileSync(
        path,
        text.replace(anchor, () => (before === undefined ? body.trimEnd() : body + anchor)),
      );
    }
    return [...new Set(blocks.map(({ file }) => file))];
  }

  function run(root: string, ...words: string[]) {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', ...words], {
      cwd: root,
      encoding: 'utf8',
      timeout: 90_000,
    });
    return { words, status, said: status === 0 ? '' : `${stdout}${stderr}`.slice(-3000) };
  }

  const guides = [
    { page: 'docs/how-to/add-a-transition.md', files: 3 },
    { page: 'docs/how-to/add-an-obligation.md', files: 2 },
    { page: 'docs/how-to/add-a-read-model.md', files: 3 },
  ];

  it.each(guides)(
    'takes $page in $files files, type-checks, builds and passes the new spec',
    ({ page, files }) => {
      const root = copyTree();
      const touched = apply(root, page);
      expect(touched).toHaveLength(files);
      const specs = touched.filter((file) => file.endsWith('.spec.ts'));
      expect(specs).toHaveLength(1);
      for (const words of [['types'], ['build'], ['unit', '--', ...specs]])
        expect(run(root, ...words)).toEqual({ words, status: 0, said: '' });
      if (page.endsWith('add-a-read-model.md')) expect(served(root)).toContain('closures');
    },
    120_000,
  );

  /** The read models that the copy's own server would offer. */
  function served(root: string): string {
    const script =
      "import 'reflect-metadata'; const { READ_MODELS } = await import('./dist/apps/api/src/queries/index.js'); console.log(READ_MODELS.map(({ name }) => name).join(' '));";
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    }).stdout;
  }
});
