import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { copiedBuild, SQLITE_LOG } from '../kit/build.mjs';
import { copyOf, installed } from '../kit/installation.mjs';
import { NotServed, startServer, WITHOUT_ROOM } from '../kit/server.mjs';
import { straced } from '../kit/strace.mjs';
import { attempt, lacking, pause, run, skipped, until } from '../kit/tools.mjs';
import { Writers } from '../kit/writers.mjs';
import { readiness, settled, writing } from '../kit/writing.mjs';

const FILES = ['events.db', 'events.db-wal', 'pin.json', 'keys.db-wal', 'read.db-wal'];

/** The file system takes no writes: from the start, or from some moment on. */
export default {
  id: 'F10',
  title: 'read-only file system',
  mutants: ['crash-loop'],
  async run({ quick, mutant, seed, place }) {
    const why = lacking({ root: true, tools: ['strace', 'mkfs.ext4', 'losetup'] });
    if (why) return skipped(why);
    const template = join(place, 'data');
    const build = copiedBuild(place, mutant ? CRASHING : []);
    const tokens = await installed(copiedBuild(place), template);
    const atStart = await mountedReadOnly({ build, place, template });
    const sum = { runs: 0, notRefused: 0, ackedAfter: 0, readsFailed: 0, died: 0, acks: 0 };
    const found = { lost: 0, dup: 0, gaps: 0, surprises: 0, unopened: 0 };
    for (const turn of quick ? [30] : [10, 30, 60, 120, 250]) {
      const directory = copyOf(template, join(place, `turn-${turn}`));
      const writers = new Writers({ tokens, seed: seed + turn });
      await whileRunning({ build, directory, writers, turn }, sum);
      sum.acks += writers.acks.size;
      // The file system takes writes again, and so does the next start.
      const one = await settled({ build: mutant ? copiedBuild(place) : build, directory, writers });
      for (const name of Object.keys(found)) found[name] += one[name];
    }
    const bad = [
      sum.notRefused,
      sum.ackedAfter,
      sum.readsFailed,
      sum.died,
      ...Object.values(found),
    ];
    return {
      holds: atStart.mounted === 'named' && bad.every((count) => count === 0),
      short: sum.runs < (quick ? 1 : 5) || sum.acks < sum.runs,
      figures: { startOnReadOnly: atStart.mounted, ...sum, ...found },
    };
  },
};

/** `named`: it ends with exit code 1 and one line that says what could not be written. */
async function mountedReadOnly({ build, place, template }) {
  const image = join(place, 'disk.img');
  const mounted = join(place, 'mounted');
  mkdirSync(mounted);
  run('truncate', '-s', '64M', image);
  run('mkfs.ext4', '-q', '-F', image);
  run('mount', '-o', 'loop', image, mounted);
  try {
    copyOf(template, join(mounted, 'data'));
    run('mount', '-o', 'remount,ro', mounted);
    const end = await startServer({ build, directory: join(mounted, 'data') }).catch(
      (error) => error,
    );
    if (!(end instanceof NotServed)) return { mounted: 'served' };
    const named = end.code === 1 && /^cluetrail: [a-z-]+: .*\n$/.test(end.told);
    if (!named || /mistake/.test(end.told)) console.log(end.message);
    return { mounted: named ? 'named' : 'unnamed' };
  } finally {
    attempt('umount', '-l', mounted);
  }
}

/** From the n-th write on nothing is written any more. ext4 itself refuses to become read-only under a writer. */
async function whileRunning({ build, directory, writers, turn }, sum) {
  const wrap = straced([`pwrite64:error=EROFS:when=${turn}+`], {
    paths: FILES.map((name) => join(directory, name)),
  });
  await writing(
    { build, directory, writers, wrap, flags: WITHOUT_ROOM },
    async ({ server, call }) => {
      sum.runs += 1;
      const refusing = async () => (await readiness(call)) === 503;
      const refused = await until(refusing, 'read-only', 8000).catch(() => undefined);
      if (!refused) sum.notRefused += 1;
      await pause(300);
      const before = writers.acks.size;
      for (const path of ['/api/clues', '/health/live']) {
        const answer = await call('GET', path, { token: writers.tokens.gao }).catch(
          () => undefined,
        );
        if (answer?.status !== 200) sum.readsFailed += 1;
      }
      await pause(300);
      sum.ackedAfter += writers.acks.size - before;
      if (server.child.exitCode !== null || server.child.signalCode !== null) sum.died += 1;
      await server.kill();
    },
  );
}

const CRASHING = [
  {
    file: `${SQLITE_LOG}/group-commit.js`,
    from: 'this.stopped ??= `',
    to: 'process.kill(process.pid, "SIGKILL"); this.stopped ??= `',
  },
];
