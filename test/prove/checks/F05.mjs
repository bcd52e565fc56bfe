import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { copiedBuild, WITHOUT_PIN } from '../kit/build.mjs';
import { copyOf, eventsIn, installed } from '../kit/installation.mjs';
import { randomOf } from '../kit/random.mjs';
import { caller, NotServed, startServer } from '../kit/server.mjs';
import { pause } from '../kit/tools.mjs';
import { compared, Writers } from '../kit/writers.mjs';

const TOLD =
  /^cluetrail: behind-pin: the log is behind its pin: expected position (\d+), found (\d+)(; .*)?\n$/;
const WAL = 'events.db-wal';

/** What a kill left in the write-ahead log is cut, flipped or deleted before the next start. */
export default {
  id: 'F05',
  title: 'torn, truncated or deleted WAL',
  mutants: ['no-pin'],
  async run({ quick, mutant, seed, place }) {
    const template = join(place, 'data');
    const sound = copiedBuild(place);
    const writers = await killed({ build: sound, template, seed, place });
    const build = mutant ? copiedBuild(place, WITHOUT_PIN) : sound;
    const plan = damages({ template, place, seed, random: quick ? 1 : 40 });
    const sum = { damages: 0, refused: 0, complete: 0, opensShorter: 0, unnamed: 0, altered: 0 };
    for (const { what, damage } of plan) {
      const verdict = await verdictOf({ build, template, damage, writers, place });
      sum.damages += 1;
      sum[verdict] += 1;
      if (!['refused', 'complete'].includes(verdict)) console.log(`${what}: ${verdict}`);
    }
    const ahead = await verdictOf({ build, template, damage: olderPin(place), writers, place });
    return {
      holds: sum.opensShorter + sum.unnamed + sum.altered === 0 && ahead === 'complete',
      short: sum.damages < (quick ? 6 : 80) || sum.refused < 5,
      figures: { acks: writers.acks.size, ...sum, aheadOfItsPin: ahead },
    };
  },
};

/** A directory whose last acknowledged events stand in the WAL alone; beside it a pin that is older. */
async function killed({ build, template, seed, place }) {
  const writers = new Writers({ tokens: await installed(build, template), seed });
  const server = await startServer({ build, directory: template });
  const { call, close } = caller({ url: server.url });
  const written = writers.write(call);
  await pause(700);
  copyFileSync(join(template, 'pin.json'), join(place, 'older-pin.json'));
  await pause(700);
  await server.kill();
  await written;
  close();
  return writers;
}

function damages({ template, seed, random }) {
  const size = writtenIn(readFileSync(join(template, WAL)));
  const any = randomOf(seed);
  const cut = (left) => ({
    what: `cut to ${left} of ${size} bytes`,
    damage: (data) => truncateSync(join(data, WAL), left),
  });
  const flip = (at) => ({ what: `a bit at ${at} of ${size}`, damage: (data) => flipped(data, at) });
  const somewhere = () => Math.floor(any() * size);
  return [
    ...[cut(size >> 1), cut(size - 1), cut(0), flip(size >> 1), flip(9)],
    { what: 'deleted', damage: (data) => rmSync(join(data, WAL)) },
    ...Array.from({ length: random }, () => [cut(somewhere()), flip(somewhere())]).flat(),
  ];
}

/** Bytes up to the end of the last commit: behind it lies room. */
function writtenIn(wal) {
  const [header, frame] = [32, 24 + wal.readUInt32BE(8)];
  let end = header;
  for (let at = header; at + frame <= wal.length; at += frame)
    if (wal.readUInt32BE(at + 4) > 0) end = at + frame;
  return end;
}

function olderPin(place) {
  return (data) => copyFileSync(join(place, 'older-pin.json'), join(data, 'pin.json'));
}

function flipped(data, at) {
  const file = join(data, WAL);
  const bytes = readFileSync(file);
  bytes[at] ^= 1 << (at % 8);
  writeFileSync(file, bytes);
}

/**
 * `refused`: by name, with the positions expected and found, no port opened, log and pin left as they were. `complete`:
 * every acknowledged event is there. `opensShorter` is what must not be.
 */
async function verdictOf({ build, template, damage, writers, place }) {
  const directory = copyOf(template, join(place, 'copy'));
  try {
    damage(directory);
    const before = contentsOf(directory);
    const server = await startServer({ build, directory }).catch(refusal);
    if (server instanceof NotServed) {
      const [, expected, found] = TOLD.exec(server.told) ?? [];
      const named = server.code === 1 && Number(found) < Number(expected);
      if (!named) return 'unnamed';
      return contentsOf(directory) === before ? 'refused' : 'altered';
    }
    await server.stop();
    const { lost, gaps } = compared(writers, await eventsIn(build, directory));
    return lost + gaps > 0 ? 'opensShorter' : 'complete';
  } finally {
    for (const left of [directory, `${directory}.key`]) rmSync(left, { recursive: true });
  }
}

function refusal(error) {
  if (error instanceof NotServed) return error;
  throw error;
}

function contentsOf(directory) {
  return ['events.db', WAL, 'pin.json']
    .map((name) => join(directory, name))
    .map((file) => (existsSync(file) ? readFileSync(file, 'base64') : 'none'))
    .join('\n');
}
