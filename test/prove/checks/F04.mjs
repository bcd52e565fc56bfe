import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copiedBuild, SQLITE_LOG } from '../kit/build.mjs';
import { copyOf, installed } from '../kit/installation.mjs';
import { caller, NotServed, startServer } from '../kit/server.mjs';
import { attempt, lacking, pause, run, skipped } from '../kit/tools.mjs';
import { Writers } from '../kit/writers.mjs';

const SETTINGS_FILE = `${SQLITE_LOG}/settings.js`;

/** SQLite set otherwise, an old SQLite, a file system that a power cut empties; and syncs counted against groups. */
export default {
  id: 'F04',
  title: 'durability settings drift',
  mutants: ['unchecked', 'synchronous-normal'],
  async run({ quick, mutant, seed, place }) {
    const why = lacking({ root: true, tools: ['strace', 'mount'] });
    if (why) return skipped(why);
    const directory = join(place, 'data');
    const tokens = await installed(copiedBuild(place), directory);
    const refused = [];
    const served = [];
    const told = async (what, expected, where) => {
      const end = await startServer(where).catch((error) => error);
      if (end instanceof Error && !(end instanceof NotServed)) throw end;
      if (end instanceof NotServed && end.code === 1 && expected.test(end.told)) refused.push(what);
      else served.push(what);
      if (!(end instanceof Error)) await end.kill();
    };
    for (const [what, change, expected] of DRIFTS) {
      const changes = [change, ...(mutant === 'unchecked' ? UNCHECKED : [])];
      const spoilt = copyOf(directory, join(place, what));
      await told(what, expected, { build: copiedBuild(place, changes), directory: spoilt });
    }
    const build = copiedBuild(place, mutant ? [...UNCHECKED, ...MUTANTS[mutant]] : []);
    for (const [type, make] of Object.entries(VOLATILE)) {
      const mounted = make(place);
      const where = { build, directory: join(mounted, 'data'), flags: ['--create'] };
      await told(type, new RegExp(`^cluetrail: not-durable: .*found ${type}`), where);
      attempt('umount', '-l', mounted);
    }
    const { groups, syncs, acks } = await counted({ build, directory, tokens, seed, quick });
    const all = DRIFTS.length + Object.keys(VOLATILE).length;
    return {
      holds: served.length === 0 && syncs >= groups && groups > 0,
      short: refused.length < all || acks < 100,
      figures: {
        ...{ starts: all, refused: refused.length, served: served.join(',') || 'none' },
        ...{ acks, groups, syncs },
      },
    };
  },
};

/** Syncs of the log and its WAL, against groups that were committed: as many writes of the pin as there are groups. */
async function counted({ build, directory, tokens, seed, quick }) {
  const trace = `${directory}.trace`;
  const server = await startServer({
    ...{ build, directory },
    wrap: [
      ...['strace', '-D', '-f', '-y', '-qq', '-o', trace],
      ...['-e', 'trace=fsync,fdatasync,pwrite64'],
    ],
  });
  const from = readFileSync(trace, 'utf8').length;
  const writers = new Writers({ tokens, seed });
  const { call, close } = caller({ url: server.url });
  const written = writers.write(call);
  await pause(quick ? 3000 : 15_000);
  writers.stop();
  await written;
  close();
  const lines = readFileSync(trace, 'utf8').slice(from).split('\n');
  await server.kill();
  const count = (pattern) => lines.filter((line) => pattern.test(line)).length;
  return {
    acks: writers.acks.size,
    groups: count(/ pwrite64\(\d+<[^>]*pin[.]json>/),
    syncs: count(/ f(data)?sync\(\d+<[^>]*events[.]db(-wal)?>/),
  };
}

const setting = (from, to) => ({ file: SETTINGS_FILE, from, to });

/** What SQLite is told, and not what is expected of it. */
const DRIFTS = [
  ['journal_mode', setting("'WAL',", "'TRUNCATE',"), notDurable('journal_mode')],
  ['synchronous=NORMAL', setting("'FULL',", "'NORMAL',"), notDurable('synchronous')],
  ['synchronous=OFF', setting("'FULL',", "'OFF',"), notDurable('synchronous')],
  [
    'mmap_size',
    setting("'mmap_size',\n        '0',", "'mmap_size',\n        '1048576',"),
    notDurable('mmap_size'),
  ],
  [
    'SQLite-3.51.2',
    setting("'SELECT sqlite_version() AS version'", `"SELECT '3.51.2' AS version"`),
    /^cluetrail: sqlite-too-old: /,
  ],
];

function notDurable(name) {
  return new RegExp(`^cluetrail: not-durable: SQLite's ${name}: expected .*, found `);
}

const VOLATILE = {
  tmpfs: (place) => {
    const mounted = join(place, 'tmpfs');
    mkdirSync(mounted);
    run('mount', '-t', 'tmpfs', '-o', 'size=32m', 'none', mounted);
    return mounted;
  },
  overlay: (place) => {
    const base = join(place, 'overlay-base');
    run('mkdir', '-p', ...['lower', 'upper', 'work', 'mounted'].map((name) => join(base, name)));
    const mounted = join(base, 'mounted');
    const layers = ['lower', 'upper', 'work'].map((name) => `${name}dir=${join(base, name)}`);
    run('mount', '-t', 'overlay', '-o', layers.join(','), 'none', mounted);
    return mounted;
  },
};

const UNCHECKED = [
  { file: `${SQLITE_LOG}/log-file.js`, from: 'checkSettings(db);', to: '' },
  { file: `${SQLITE_LOG}/open-directory.js`, from: 'checkFileSystem(directory);', to: ';' },
];

const MUTANTS = {
  unchecked: [],
  'synchronous-normal': [setting("'FULL',", "'NORMAL',")],
};
