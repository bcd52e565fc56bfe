import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { copiedBuild, SHARED_LOCK } from '../kit/build.mjs';
import { installed } from '../kit/installation.mjs';
import { caller, NotServed, startServer } from '../kit/server.mjs';
import { pause } from '../kit/tools.mjs';
import { Writers } from '../kit/writers.mjs';
import { settled } from '../kit/writing.mjs';

const TOLD = /^cluetrail: in-use: (a server is running|another process works) on .*\n$/;
const TOGETHER = 4;

/** Several servers, one data directory: one serves, also right after another was killed. */
export default {
  id: 'F15',
  title: 'two servers, one data directory',
  ci: true,
  mutants: ['lock-not-exclusive'],
  async run({ quick, mutant, seed, place }) {
    const rounds = quick ? 2 : 25;
    const directory = join(place, 'data');
    const build = copiedBuild(place, mutant ? SHARED_LOCK : []);
    const where = { build, directory };
    const writers = new Writers({ tokens: await installed(copiedBuild(place), directory), seed });
    const sum = {
      starts: 0,
      refused: 0,
      secondWriters: 0,
      unnamed: 0,
      otherProcesses: 0,
      entered: 0,
    };
    for (let round = 0; round < rounds; round++) {
      const server = (await oneOf(where, sum)) ?? (await startServer(where));
      const { call, close } = caller({ url: server.url });
      const written = writers.write(call);
      await beside(where, sum);
      sum.otherProcesses += 1;
      if (!keptOut(directory)) sum.entered += 1;
      await pause(200);
      // What it leaves behind, a socket and a write-ahead log, must keep nobody out.
      await server.kill();
      await written;
      close();
      if (mutant && sum.secondWriters + sum.entered > 0) break;
    }
    const figures = { rounds, ...sum, acks: writers.acks.size };
    if (mutant) return { holds: sum.secondWriters + sum.entered + sum.unnamed === 0, figures };
    const found = await settled({ ...where, writers });
    return {
      holds:
        sum.secondWriters +
          sum.unnamed +
          sum.entered +
          found.lost +
          found.dup +
          found.gaps +
          found.unopened ===
        0,
      short: sum.refused < rounds * TOGETHER || writers.acks.size < rounds,
      figures: { ...figures, ...found },
    };
  },
};

/** Started in the same moment: one serves, the others are refused. */
async function oneOf(where, sum) {
  const all = await Promise.all(
    Array.from({ length: TOGETHER }, () => startServer(where).catch((error) => error)),
  );
  const serving = all.filter((one) => !(one instanceof Error));
  sum.starts += TOGETHER;
  sum.secondWriters += Math.max(0, serving.length - 1);
  for (const one of all) tell(one, sum);
  for (const other of serving.slice(1)) await other.kill();
  return serving[0];
}

/** Started while another serves. */
async function beside(where, sum) {
  const second = await startServer(where).catch((error) => error);
  sum.starts += 1;
  tell(second, sum);
  if (second instanceof Error) return;
  sum.secondWriters += 1;
  await second.kill();
}

function tell(one, sum) {
  if (!(one instanceof Error)) return;
  if (!(one instanceof NotServed)) throw one;
  if (one.code === 1 && TOLD.test(one.told)) sum.refused += 1;
  else sum.unnamed += 1;
}

/** Whether SQLite in another process reads nothing of a log that is served. */
function keptOut(directory) {
  const script = `
    import { DatabaseSync } from 'node:sqlite';
    new DatabaseSync(process.argv[1]).prepare('select count(*) from events').get();`;
  const file = join(directory, 'events.db');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', script, file],
    { encoding: 'utf8' },
  );
  return status !== 0 && stderr.includes('database is locked');
}
