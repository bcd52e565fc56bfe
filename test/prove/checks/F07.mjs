import { copyFileSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copiedBuild, SQLITE_LOG, WITHOUT_PIN } from '../kit/build.mjs';
import { copyOf, eventsIn, installed, readModelsOf } from '../kit/installation.mjs';
import { flagsFor, NotServed, startServer } from '../kit/server.mjs';
import { pause } from '../kit/tools.mjs';
import { compared, Writers } from '../kit/writers.mjs';
import { settled, writing } from '../kit/writing.mjs';

/** The log is put back to yesterday's, swapped for another one's, emptied or deleted between two starts. */
export default {
  id: 'F07',
  title: 'whole-file rollback or swap',
  mutants: ['begins-where-none-is'],
  async run({ mutant, seed, place }) {
    const sound = copiedBuild(place);
    const build = mutant ? copiedBuild(place, BEGINNING) : sound;
    const { today, yesterday, another, writers } = await installations({ sound, place, seed });
    const sum = { swaps: 0, refused: 0, served: 0, unnamed: 0, altered: 0 };
    for (const [what, expected, swap] of swaps({ yesterday, another }))
      for (const more of [[], ['--create']]) {
        const directory = copyOf(today, join(place, 'swapped'));
        const flags = [...(await flagsFor(sound, directory)), ...more];
        swap(directory);
        const end = await startServer({ build, directory, flags }).catch((error) => error);
        sum.swaps += 1;
        const verdict = verdictOf(end, expected);
        sum[verdict] += 1;
        if (verdict !== 'refused') console.log(`${what}: ${verdict} ${end.message ?? ''}`);
        if (!(end instanceof Error)) await end.stop();
        for (const left of [directory, `${directory}.key`]) rmSync(left, { recursive: true });
      }
    const { lost } = compared(writers, await eventsIn(sound, today));
    const rolledBack = await readModelsAfterRollback({ sound, today, yesterday, place });
    return {
      holds: sum.served + sum.unnamed === 0 && lost === 0 && rolledBack === 0,
      short: sum.swaps < 10,
      figures: { ...sum, lost, modelsAheadOfTheLog: rolledBack },
    };
  },
};

async function installations({ sound, place, seed }) {
  const today = join(place, 'today');
  const yesterday = join(place, 'yesterday');
  const another = join(place, 'another');
  const writers = new Writers({ tokens: await installed(sound, today), seed });
  const where = { build: sound, directory: today, writers };
  const busy = (meanwhile) =>
    writing(where, async ({ server }) => {
      await pause(500);
      writers.stop();
      await pause(100);
      await meanwhile?.(server);
      await server.stop();
    });
  await busy();
  await settled(where);
  cpSync(today, yesterday, { recursive: true });
  await busy();
  await settled(where);
  await installed(sound, another);
  return { today, yesterday, another, writers };
}

function swaps({ yesterday, another }) {
  const file = (data) => join(data, 'events.db');
  return [
    ['yesterday’s log', /behind-pin/, (data) => copyFileSync(file(yesterday), file(data))],
    ['another’s log', /behind-pin|other-log/, (data) => copyFileSync(file(another), file(data))],
    ['an empty log', /log-missing/, (data) => writeFileSync(file(data), '')],
    ['no log', /log-missing/, (data) => rmSync(file(data))],
    [
      'another’s pin',
      /other-log|behind-pin/,
      (data) => copyFileSync(join(another, 'pin.json'), join(data, 'pin.json')),
    ],
    ['no pin', /pin-missing/, (data) => rmSync(join(data, 'pin.json'))],
  ];
}

function verdictOf(end, expected) {
  if (!(end instanceof Error)) return 'served';
  if (!(end instanceof NotServed)) throw end;
  const line = /^cluetrail: ([a-z-]+): .*\n$/.exec(end.told);
  return end.code === 1 && line && expected.test(line[1]) ? 'refused' : 'unnamed';
}

/** Log, pin and keys of yesterday beside today's read models, as of a partial restore: how many of these are not the log's. */
async function readModelsAfterRollback({ sound, today, yesterday, place }) {
  const mixed = copyOf(today, join(place, 'mixed'));
  for (const name of ['events.db', 'pin.json', 'keys.db'])
    copyFileSync(join(yesterday, name), join(mixed, name));
  rmSync(join(mixed, 'keys.db-wal'), { force: true });
  const found = await readModelsOf(sound, mixed);
  for (const suffix of ['', '-wal', '-shm'])
    rmSync(join(mixed, `read.db${suffix}`), { force: true });
  const rebuilt = await readModelsOf(sound, mixed);
  return Object.keys(rebuilt).filter((name) => rebuilt[name] !== found[name]).length;
}

const BEGINNING = [
  ...WITHOUT_PIN,
  {
    file: `${SQLITE_LOG}/open-directory.js`,
    from: 'if (create && expected === 0) return;',
    to: 'return;',
  },
];
