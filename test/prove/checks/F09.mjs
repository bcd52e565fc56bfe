import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlockDevice, NEEDED } from '../kit/block-device.mjs';
import { copiedBuild, SQLITE_LOG } from '../kit/build.mjs';
import { copyOf, installed } from '../kit/installation.mjs';
import { NotServed, WITHOUT_ROOM } from '../kit/server.mjs';
import { straced } from '../kit/strace.mjs';
import { lacking, pause, run, skipped, until } from '../kit/tools.mjs';
import { Writers } from '../kit/writers.mjs';
import { readiness, settled, writing } from '../kit/writing.mjs';

/** Calls that fail once, each on the file where the log makes them. */
const CALLS = [
  ['events.db-wal', 'fsync'],
  ['events.db-wal', 'pwrite64'],
  ['pin.json', 'pwrite64'],
  ['pin.json', 'fdatasync'],
];

/** A write or a sync fails: the log stops writing there and then, and says of the commands under way that it cannot know. */
export default {
  id: 'F09',
  title: 'I/O error from write or sync',
  mutants: ['sync-again-and-go-on'],
  async run({ quick, mutant, seed, place }) {
    const why = lacking({ ...NEEDED, tools: [...NEEDED.tools, 'strace'] });
    if (why) return skipped(why);
    const directory = join(place, 'data');
    const sound = copiedBuild(place);
    const build = mutant ? copiedBuild(place, SYNC_AGAIN) : sound;
    const writers = new Writers({ tokens: await installed(sound, directory), seed });
    const template = copyOf(directory, join(place, 'template'));
    const sum = { failures: 0, ackedAfter: 0, notStopped: 0, readsFailed: 0, startsRefused: 0 };
    for (const [file, name] of CALLS)
      for (const turn of turnsOf(name, quick)) {
        const injection = `${name}:error=EIO:when=${turn}`;
        const wrap = straced([injection], { paths: [join(directory, file)] });
        const what = `${file} ${injection}`;
        await failing({ build, directory, writers, wrap, flags: WITHOUT_ROOM, what }, sum);
      }
    const found = await settled({ build, directory, writers });
    const blocks = await blockLevel({ build, place, template, writers, times: quick ? 1 : 4 });
    const total = Object.values(found).reduce((all, one) => all + one, blocks.lost + blocks.dup);
    return {
      holds: total + sum.ackedAfter + sum.notStopped + sum.readsFailed + blocks.notStopped === 0,
      short: sum.failures < (quick ? 3 : 20) || blocks.acks < 20,
      figures: {
        ...{ ...sum, acks: writers.acks.size, unknown: writers.unknown.size, ...found },
        ...{ blockErrors: blocks.times, blockAcks: blocks.acks, blockLost: blocks.lost },
        ...{ blockDup: blocks.dup, blockNotStopped: blocks.notStopped },
      },
    };
  },
};

/** The pin is synced once a second. */
function turnsOf(name, quick) {
  if (quick) return [2];
  return name === 'fdatasync' ? [2, 3] : [1, 2, 3, 5, 8, 13, 21, 34];
}

/** Counts what must not be: a command acknowledged after the failure, a log that goes on as if nothing had been. */
async function failing({ what, ...where }, sum) {
  try {
    await writing(where, async ({ server, call }) => {
      const stopped = async () => (await readiness(call)) === 503;
      const found = await until(stopped, what, 20_000).catch(() => undefined);
      sum.failures += 1;
      if (!found) {
        console.log(`${what}: the log goes on`);
        sum.notStopped += 1;
      } else sum.ackedAfter += await ackedFromNowOn(where.writers);
      if ((await call('GET', '/api/clues', { token: where.writers.tokens.gao })).status !== 200)
        sum.readsFailed += 1;
      await server.kill();
    });
  } catch (error) {
    if (!(error instanceof NotServed) || /mistake/.test(error.told)) throw error;
    sum.startsRefused += 1;
  }
}

/** Answers that are under way still arrive, on a busy machine late. */
async function ackedFromNowOn({ acks }) {
  await pause(1500);
  const before = acks.size;
  await pause(500);
  return acks.size - before;
}

/** The disk itself fails every write from some moment on. */
async function blockLevel({ build, place, template, times, writers: { tokens } }) {
  const sum = { times, acks: 0, lost: 0, dup: 0, notStopped: 0 };
  for (let time = 0; time < times; time++) {
    const fails = join(place, 'fails');
    const device = new BlockDevice(place, {
      filters: ['error'],
      options: ['error-pwrite=EIO', 'error-pwrite-rate=100%', `error-file=${fails}`],
    });
    await device.mount();
    const directory = copyOf(template, join(device.mounted, 'data'));
    run('sync', '-f', device.mounted);
    const writers = new Writers({ tokens, seed: time });
    await writing({ build, directory, writers, flags: [] }, async ({ server, call }) => {
      await pause(800 + time * 200);
      writeFileSync(fails, '');
      const stopped = async () => (await readiness(call)) === 503;
      const found = await until(stopped, 'a failing disk', 8000).catch(() => undefined);
      sum.notStopped += found ? await ackedFromNowOn(writers) : 1;
      await server.kill();
    });
    rmSync(fails);
    await device.recover();
    const left = join(place, `left-${time}`);
    cpSync(device.mounted, left, { recursive: true });
    device.dispose();
    sum.acks += writers.acks.size;
    const { lost, dup, unopened } = await settled({
      build,
      directory: join(left, 'data'),
      writers,
    });
    sum.lost += lost + unopened;
    sum.dup += dup;
  }
  return sum;
}

const SYNC_AGAIN = [
  {
    ...{ file: `${SQLITE_LOG}/transaction.js`, from: "db.exec('COMMIT')" },
    to: "try { db.exec('COMMIT') } catch { db.isTransaction && db.exec('COMMIT') }",
  },
  {
    ...{ file: `${SQLITE_LOG}/group-commit.js`, from: 'this.stop(messageOf(error));' },
    to: 'work();',
  },
];
