import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { BlockDevice, NEEDED } from '../kit/block-device.mjs';
import { copiedBuild, SQLITE_LOG, WITHOUT_PIN } from '../kit/build.mjs';
import { copyOf, eventsIn, installed } from '../kit/installation.mjs';
import { caller, NotServed, startServer } from '../kit/server.mjs';
import { lacking, pause, run, skipped } from '../kit/tools.mjs';
import { compared, Writers } from '../kit/writers.mjs';

/** The machine's power goes while 16 connections write: what no flush brought to the disk is gone. */
export default {
  id: 'F03',
  title: 'power cut',
  mutants: ['synchronous-normal', 'event-before-key'],
  async run({ quick, mutant, seed, place }) {
    const why = lacking(NEEDED);
    if (why) return skipped(why);
    const cuts = quick ? 3 : 20;
    const template = join(place, 'template');
    const tokens = await installed(copiedBuild(place), template);
    const broken = copiedBuild(place, SYNCHRONOUS_NORMAL);
    const plan = { place, template, tokens, seed, seconds: quick ? 1.5 : 3 };
    const build = mutant ? copiedBuild(place, MUTANTS[mutant]) : copiedBuild(place);
    const found = await cutAgain({ ...plan, build, cuts });
    // A simulator that takes nothing away proves nothing: in the same run the mutant has to lose.
    const bitten = mutant
      ? found
      : await cutAgain({ ...plan, build: broken, cuts: quick ? 6 : 12, untilLost: true });
    const { lost, dup, gaps, refused, parked, surprises, keysLost } = found;
    return {
      holds:
        lost + dup + gaps + refused + parked + surprises + keysLost === 0 &&
        (mutant || bitten.lost > 0),
      short: found.cuts < cuts || found.acks < cuts * 20,
      figures: {
        ...found,
        ...(!mutant && {
          normalCuts: bitten.cuts,
          normalAcks: bitten.acks,
          normalLost: bitten.lost,
        }),
      },
    };
  },
};

async function cutAgain({ cuts, untilLost = false, seed, ...plan }) {
  const sum = { cuts: 0, acks: 0, lost: 0, dup: 0, gaps: 0, refused: 0, parked: 0 };
  Object.assign(sum, { surprises: 0, keysLost: 0 });
  while (sum.cuts < cuts && !(untilLost && sum.lost > 0)) {
    const one = await cutOnce({ ...plan, seed: seed + sum.cuts });
    sum.cuts += 1;
    for (const [name, count] of Object.entries(one)) sum[name] += count;
  }
  return sum;
}

async function cutOnce({ place, template, tokens, build, seed, seconds }) {
  const device = new BlockDevice(place);
  await device.mount();
  const directory = join(device.mounted, 'data');
  copyOf(template, directory);
  run('sync', '-f', device.mounted);
  const writers = new Writers({ tokens, seed });
  const before = await startServer({ build, directory, flags: [] });
  const { call, close } = caller({ url: before.url });
  const written = writers.write(call);
  await pause(seconds * 1000);
  device.cut();
  await before.kill();
  await written;
  close();
  await device.recover();
  const acks = writers.acks.size;
  // To the machine's own disk: what is looked at next is what the cut left.
  const left = join(place, `left-${Math.random()}`);
  cpSync(device.mounted, left, { recursive: true });
  device.dispose();
  return { acks, ...(await opened({ build, directory: join(left, 'data'), writers })) };
}

/** It opens by itself, and holds all that was acknowledged before the cut. */
async function opened({ build, directory, writers }) {
  try {
    const server = await startServer({ build, directory });
    const { call, close } = caller({ url: server.url });
    await writers.settle(call);
    const { parked } = (await call('GET', '/health/ready')).body;
    close();
    await server.stop();
    const events = await eventsIn(build, directory);
    const keysLost = await unreadable(build, directory, events);
    const surprises = writers.surprises.length;
    return { ...compared(writers, events), parked, surprises, keysLost };
  } catch (error) {
    if (!(error instanceof NotServed)) throw error;
    return { refused: 1 };
  }
}

/** Keys under which something in the log is sealed, and that are neither here nor destroyed. */
async function unreadable(build, directory, events) {
  const { openKeys } = await build.load('libs/access');
  const keys = openKeys({ directory, keyFile: `${directory}.key`, create: false });
  const named = new Set(JSON.stringify(events).match(/(?<="k":")[^"]+/g));
  const lost = [...named].filter((id) => !keys.find(id) && !keys.destroyed(id));
  keys.close();
  return lost.length;
}

const SYNCHRONOUS_NORMAL = [
  {
    file: `${SQLITE_LOG}/settings.js`,
    from: `'synchronous',
        'FULL',
        2`,
    to: `'synchronous', 'NORMAL', 1`,
  },
  ...WITHOUT_PIN,
];

const MUTANTS = {
  'synchronous-normal': SYNCHRONOUS_NORMAL,
  'event-before-key': [
    {
      ...{ file: 'apps/api/src/installation.js', from: 'before: ()=>keys?.kept()' },
      to: 'before: ()=>undefined',
    },
  ],
};
