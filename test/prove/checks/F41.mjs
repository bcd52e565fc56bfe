import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { copiedBuild, SHARED_LOCK, SQLITE_LOG } from '../kit/build.mjs';
import { installed } from '../kit/installation.mjs';
import { NotServed, startServer } from '../kit/server.mjs';
import { lacking, skipped } from '../kit/tools.mjs';

const TRIES = ['select count(*) from events', 'delete from events', 'pragma wal_checkpoint'];

/** An older SQLite on the live file; a start under a Node or a SQLite that is too old. */
export default {
  id: 'F41',
  title: 'mixed SQLite libraries, wrong Node',
  mutants: ['lock-not-exclusive', 'versions-unchecked'],
  async run({ mutant, place }) {
    const why = lacking({ tools: ['sqlite3'] });
    if (why) return skipped(why);
    const oldNode = oldNodeIn(process.env['PATH'] ?? '');
    if (!oldNode) return skipped('no Node older than 22.13');
    const directory = join(place, 'data');
    const changes = mutant === 'lock-not-exclusive' ? SHARED_LOCK : [];
    const build = copiedBuild(place, changes);
    await installed(copiedBuild(place), directory);
    const server = await startServer({ build, directory });
    const file = join(directory, 'events.db');
    const entered = TRIES.filter((sql) => !keptOut(file, sql));
    await server.stop();
    const unchecked = mutant === 'versions-unchecked';
    const underOldNode = oldNodeTold({ build, oldNode, directory, unchecked });
    const oldSqlite = await underOldSqlite({ place, directory, unchecked });
    return {
      holds: entered.length === 0 && underOldNode === 'named' && oldSqlite === 'named',
      figures: {
        ...{ cli: version('sqlite3').split(' ')[0], tries: TRIES.length, entered: entered.length },
        ...{ node: version(oldNode), underOldNode, underOldSqlite: oldSqlite },
      },
    };
  },
};

function version(program) {
  return spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim();
}

function oldNodeIn(path) {
  return path
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .find((file) => {
      const [, major, minor] = (existsSync(file) && /^v(\d+)[.](\d+)/.exec(version(file))) || [];
      return Number(major) < 22 || (Number(major) === 22 && Number(minor) < 13);
    });
}

function keptOut(file, sql) {
  const { status, stderr } = spawnSync('sqlite3', [file, sql], { encoding: 'utf8' });
  return status !== 0 && /database is locked|unable to open/.test(stderr);
}

/** `named`: one line that says which Node is needed, instead of a crash. */
function oldNodeTold({ build, oldNode, directory, unchecked }) {
  const unguarded = `import('${build.main.replace('main.js', 'cli.js')}').then(({ run }) => run(['status']))`;
  const words = unchecked ? ['--eval', unguarded] : [build.main, 'serve', '--data', directory];
  const { status, signal, stderr } = spawnSync(oldNode, words, {
    encoding: 'utf8',
    timeout: 20_000,
  });
  const named =
    status === 1 && /^cluetrail: expected Node 22[.]13 or newer, found .*\n$/.test(stderr);
  return named ? 'named' : (signal ?? `exit-${status}`);
}

/** A build that is told of Debian's version: the library itself cannot be changed for another one. */
async function underOldSqlite({ place, directory, unchecked }) {
  const build = copiedBuild(place, unchecked ? [...OLD_SQLITE, UNCHECKED] : OLD_SQLITE);
  const end = await startServer({ build, directory }).catch((error) => error);
  if (end instanceof NotServed)
    return /^cluetrail: sqlite-too-old: SQLite: expected 3[.]51[.]3 or newer, found 3[.]40[.]1\n$/.test(
      end.told,
    )
      ? 'named'
      : 'unnamed';
  if (end instanceof Error) throw end;
  await end.stop();
  return 'served';
}

const OLD_SQLITE = [
  {
    ...{ file: `${SQLITE_LOG}/settings.js`, from: "'SELECT sqlite_version() AS version'" },
    to: `"SELECT '3.40.1' AS version"`,
  },
];

const UNCHECKED = {
  ...{ file: `${SQLITE_LOG}/settings.js`, from: 'checkVersion(version);', to: '' },
};
