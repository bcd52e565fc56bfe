// The build as a check runs it: a copy, so that neither a build made meanwhile nor a mutant gets in anybody's way.
import { cpSync, existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const project = fileURLToPath(new URL('../../..', import.meta.url));

export const SQLITE_LOG = 'libs/stores/src/sqlite-log';

/** The log opens whatever its pin or its keys tell: a mutant that loses is not refused, so that what was lost can be counted. */
export const WITHOUT_PIN = [
  {
    ...{ file: 'libs/stores/src/shared/pin.js', from: 'const text = textIn(file);' },
    to: "return { position: 0, leaf: '' };",
  },
  {
    ...{ file: 'libs/stores/src/shared/loss.js', from: 'found.position < reached;' },
    to: 'false;',
  },
];

/** Whoever asks may open the log too. */
export const SHARED_LOCK = [
  {
    file: `${SQLITE_LOG}/settings.js`,
    from: `'EXCLUSIVE',
        'exclusive'`,
    to: `'NORMAL', 'normal'`,
  },
];

/** `changes`: `{file, from, to}`, each an expression that stands once in a built file and reads otherwise in the mutant. */
export function copiedBuild(place, changes = []) {
  const directory = mkdtempSync(join(place, 'build-'));
  const filter = (source) => !source.endsWith('.map');
  cpSync(join(project, 'dist'), directory, { recursive: true, filter });
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(join(project, 'node_modules'), join(directory, 'node_modules'));
  for (const change of changes) apply(join(directory, change.file), change);
  return {
    directory,
    main: join(directory, 'apps/cli/src/main.js'),
    /** What a library or application exports: `load('libs/stores')`. */
    load: (path) => import(pathToFileURL(join(directory, path, 'src/index.js')).href),
  };
}

function apply(file, { from, to }) {
  if (!existsSync(file)) throw new Error(`mutant: expected ${file}, run "npm run build"`);
  const text = readFileSync(file, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`mutant of ${file}: expected ${from} once`);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
}
