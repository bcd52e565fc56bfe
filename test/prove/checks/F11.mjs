import { join } from 'node:path';
import { BlockDevice, NEEDED } from '../kit/block-device.mjs';
import { copiedBuild, SQLITE_LOG } from '../kit/build.mjs';
import { copyOf, installed } from '../kit/installation.mjs';
import { straced } from '../kit/strace.mjs';
import { attempt, lacking, pause, run, skipped } from '../kit/tools.mjs';
import { Writers } from '../kit/writers.mjs';
import { settled, writing } from '../kit/writing.mjs';

/** Appends that may wait, in the build that is tried: the product's own 4,096 would need as many connections. */
const QUEUE = 64;
const WRITERS = 96;
const READS = ['/api/clues', '/api/desk', '/api/totals', '/health/live'];
const READ_MS = 300;

/** Every sync of the log takes long, or every write of the disk: readers do not wait with the writers, and no more writers wait than may. */
export default {
  id: 'F11',
  title: 'slow disk',
  mutants: ['queue-unbounded'],
  async run({ quick, mutant, seed, place }) {
    const why = lacking({ ...NEEDED, tools: [...NEEDED.tools, 'strace'] });
    if (why) return skipped(why);
    const template = join(place, 'data');
    const build = copiedBuild(place, mutant ? UNBOUNDED : BOUNDED);
    const tokens = await installed(copiedBuild(place), template);
    const seconds = quick ? 5 : 30;
    const plan = { build, place, template, tokens, seed, seconds };
    const runs = { '50ms': await delayed({ ...plan, millis: 50 }) };
    runs['500ms'] = await delayed({ ...plan, millis: 500 });
    if (!quick) runs.block = await slowDevice(plan);
    const all = Object.values(runs);
    const total = (name) => all.reduce((sum, one) => sum + one[name], 0);
    const bad = ['lost', 'dup', 'gaps', 'surprises', 'unopened', 'otherAnswers'];
    return {
      holds:
        bad.every((name) => total(name) === 0) &&
        all.every(({ readP99 }) => readP99 < READ_MS) &&
        [runs['50ms'], runs['500ms']].every(({ refused }) => refused > 0),
      short: all.some(({ acks, reads }) => acks < 100 || reads < 50),
      figures: {
        ...{ writers: WRITERS, mayWait: QUEUE, acks: total('acks'), refused: total('refused') },
        ...{ unknown: total('unknown'), reads: total('reads') },
        ...Object.fromEntries(bad.map((name) => [name, total(name)])),
        ...Object.fromEntries(
          Object.entries(runs).map(([name, { readP99 }]) => [`readP99Ms_${name}`, readP99]),
        ),
      },
    };
  },
};

async function delayed({ place, template, millis, ...plan }) {
  const directory = copyOf(template, join(place, `slow-${millis}`));
  const wrap = straced(
    ['fsync', 'fdatasync'].map((name) => `${name}:delay_enter=${millis * 1000}`),
    {
      each: true,
      paths: ['events.db', 'events.db-wal', 'pin.json'].map((name) => join(directory, name)),
    },
  );
  return strained({ ...plan, directory, wrap });
}

/** Every write to the disk takes 40 ms. */
async function slowDevice({ place, template, ...plan }) {
  const options = ['cache=writeback', 'wdelay=40ms'];
  const device = new BlockDevice(place, { filters: ['cache', 'delay'], options });
  await device.mount();
  const directory = copyOf(template, join(device.mounted, 'data'));
  run('sync', '-f', device.mounted);
  try {
    return await strained({ ...plan, directory, flags: [] });
  } finally {
    attempt('sync', '-f', device.mounted);
    device.dispose();
  }
}

async function strained({ build, directory, tokens, seed, seconds, wrap, flags }) {
  const writers = new Writers({ tokens, seed, width: WRITERS, pauseMs: 300 });
  const where = { build, directory, writers, wrap, flags, width: WRITERS + 4 };
  const reads = await writing(where, async ({ server, call }) => {
    const reads = [];
    for (const end = performance.now() + seconds * 1000; performance.now() < end;)
      for (const path of READS) {
        const { status, ms } = await call('GET', path, { token: tokens.gao });
        reads.push({ status, ms });
        await pause(5);
      }
    await server.kill();
    return reads;
  });
  const {
    200: moved = 0,
    201: opened = 0,
    503: refused = 0,
    504: late = 0,
    ...others
  } = writers.statuses;
  const failed = reads.filter(({ status }) => status !== 200).length;
  const times = reads.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    ...{ acks: moved + opened, refused, unknown: late, reads: reads.length },
    otherAnswers: failed + Object.values(others).reduce((sum, count) => sum + count, 0),
    readP99: Math.round(times[Math.floor(times.length * 0.99)]),
    ...(await settled({ build, directory, writers })),
  };
}

const BOUNDED = [
  {
    ...{ file: `${SQLITE_LOG}/open-sqlite-log.js`, from: 'queueLimit = 4096' },
    to: `queueLimit = ${QUEUE}`,
  },
];

const UNBOUNDED = [
  {
    ...{ file: `${SQLITE_LOG}/open-sqlite-log.js`, from: 'queueLimit = 4096' },
    to: 'queueLimit = Infinity',
  },
];
