// `npm run build`: compiles beside `dist`, then puts in its place, each file at once, only what has changed: whoever runs
// from there meanwhile finds whole files, and where nothing has changed the very same ones.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = import.meta.dirname;
const dist = join(root, 'dist');
mkdirSync(dist, { recursive: true });
// On the same file system: only there a rename is done at once.
const next = mkdtempSync(join(dist, '.next-'));
try {
  process.exitCode = built() ?? 1;
  if (process.exitCode === 0) put();
} finally {
  rmSync(next, { recursive: true, force: true });
}

function built() {
  const config = JSON.parse(readFileSync(join(root, 'nest-cli.json'), 'utf8'));
  // It takes paths from here alone.
  config.compilerOptions.builder.options.outDir = relative(root, next);
  const file = join(next, 'nest-cli.json');
  writeFileSync(file, JSON.stringify(config));
  const { status } = spawnSync('nest', ['build', 'api', '--config', relative(root, file)], {
    ...{ cwd: root, stdio: 'inherit' },
  });
  rmSync(file, { force: true });
  return status;
}

function put() {
  for (const name of readdirSync(next, { recursive: true })) {
    const [made, place] = [join(next, name), join(dist, name)];
    if (statSync(made).isDirectory() || isSame(made, place)) continue;
    mkdirSync(dirname(place), { recursive: true });
    renameSync(made, place);
  }
}

function isSame(made, place) {
  return existsSync(place) && readFileSync(made).equals(readFileSync(place));
}
