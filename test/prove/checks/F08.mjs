import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copiedBuild, SQLITE_LOG } from '../kit/build.mjs';
import { copyOf, installed } from '../kit/installation.mjs';
import { WITHOUT_ROOM } from '../kit/server.mjs';
import { straced } from '../kit/strace.mjs';
import { attempt, lacking, pause, run, skipped, until } from '../kit/tools.mjs';
import { Writers } from '../kit/writers.mjs';
import { readiness, settled, writing } from '../kit/writing.mjs';

/** The disk is full under 16 connections, and has room again later, while the same server lives. */
export default {
  id: 'F08',
  title: 'disk full',
  mutants: ['failure-swallowed'],
  async run({ quick, mutant, seed, place }) {
    const why = lacking({ root: true, tools: ['strace', 'mount'] });
    if (why) return skipped(why);
    const template = join(place, 'data');
    const sound = copiedBuild(place);
    const build = mutant ? copiedBuild(place, SWALLOWED) : sound;
    const tokens = await installed(sound, template);
    const plan = { build, sound, place, template, tokens, seed };
    const sums = [];
    for (const mebibytes of quick ? [6] : [4, 6, 8, 12, 16])
      sums.push(await onSmallDisk({ ...plan, mebibytes }));
    for (const turns of quick ? ['40..60'] : ['5..15', '40..60', '100..200', '300..600'])
      sums.push(await injected({ ...plan, turns }));
    const total = (name) => sums.reduce((all, one) => all + (one[name] ?? 0), 0);
    const bad = ['lost', 'dup', 'gaps', 'surprises', 'unopened', 'ackedWhileFull', 'readsFailed'];
    const missing = ['alarmed', 'resumed'].filter((name) => total(name) < sums.length);
    return {
      holds:
        bad.every((name) => total(name) === 0) && missing.length === 0 && total('internal') === 0,
      short: total('refused') + total('unknown') < sums.length,
      figures: {
        ...{ disks: quick ? 1 : 5, injections: quick ? 1 : 4, acks: total('acks') },
        ...{ refused: total('refused'), unknown: total('unknown'), internal: total('internal') },
        ...Object.fromEntries(bad.map((name) => [name, total(name)])),
        ...{ alarmed: total('alarmed'), resumed: total('resumed') },
      },
    };
  },
};

/** On a tmpfs that other files fill up, and that is made larger while the server runs. */
async function onSmallDisk({ build, sound, place, template, tokens, seed, mebibytes }) {
  const mounted = join(place, 'small');
  mkdirSync(mounted, { recursive: true });
  run('mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'none', mounted);
  try {
    const directory = copyOf(template, join(mounted, 'data'));
    const writers = new Writers({ tokens, seed });
    const told = await writing({ build, directory, writers }, async ({ server, call }) => {
      await pause(500);
      const ballast = join(mounted, 'ballast');
      const { bavail, bsize } = statfsSync(mounted);
      fill(ballast, Math.max(0, bavail - 20) * bsize);
      const full = await whileFull({ call, writers });
      rmSync(ballast);
      run('mount', '-o', `remount,size=${mebibytes + 64}m`, mounted);
      const resumed = await goesOn({ call, writers });
      await server.kill();
      return { ...full, resumed };
    });
    return {
      ...told,
      ...counted(writers),
      ...(await settled({ build, reader: sound, directory, writers })),
    };
  } finally {
    attempt('umount', '-l', mounted);
  }
}

/** Where the server was quicker, the disk is full without the rest of it. */
function fill(ballast, bytes) {
  try {
    writeFileSync(ballast, Buffer.alloc(bytes));
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  }
}

/** Some writes of the log find no room, from the n-th to the m-th. */
async function injected({ build, sound, place, template, tokens, seed, turns }) {
  const directory = copyOf(template, join(place, `injected-${turns}`));
  const wrap = straced([`pwrite64:error=ENOSPC:when=${turns}`], {
    paths: [join(directory, 'events.db-wal')],
  });
  const writers = new Writers({ tokens, seed });
  const told = await writing(
    { build, directory, writers, wrap, flags: WITHOUT_ROOM },
    async ({ server, call }) => {
      const refused = () => writers.statuses[503] || writers.statuses[504] || writers.statuses[507];
      await until(refused, `no room at ${turns}`, 20_000).catch(() => undefined);
      const resumed = await goesOn({ call, writers });
      await server.kill();
      // Whether it said so meanwhile is for the small disks to show: this moment is too short.
      return { alarmed: 1, resumed };
    },
  );
  return {
    ...told,
    ...counted(writers),
    ...(await settled({ build, reader: sound, directory, writers })),
  };
}

async function whileFull({ call, writers }) {
  const alarmed = await until(async () => (await readiness(call)) === 503, 'no room', 10_000).then(
    () => 1,
    () => 0,
  );
  await pause(300);
  const before = writers.acks.size;
  const reads = await Promise.all(
    ['/api/clues', '/api/desk', '/health/live'].map((path) =>
      call('GET', path, { token: writers.tokens.gao }),
    ),
  );
  await pause(300);
  return {
    alarmed,
    ackedWhileFull: writers.acks.size - before,
    readsFailed: reads.filter(({ status }) => status !== 200).length,
  };
}

/** Without a restart. */
async function goesOn({ call, writers }) {
  const before = writers.acks.size;
  const goes = async () => writers.acks.size > before + 50 && (await readiness(call)) === 200;
  return until(goes, 'writing again', 10_000).then(
    () => 1,
    () => 0,
  );
}

function counted({ acks, unknown, statuses }) {
  const refused = (statuses[503] ?? 0) + (statuses[507] ?? 0);
  return { acks: acks.size, unknown: unknown.size, refused, internal: statuses[500] ?? 0 };
}

const SWALLOWED = [
  {
    file: `${SQLITE_LOG}/transaction.js`,
    from: "db.exec('COMMIT')",
    to: "try { db.exec('COMMIT') } catch { if (db.isTransaction) db.exec('ROLLBACK') }",
  },
];
