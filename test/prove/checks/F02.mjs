import { join } from 'node:path';
import { copiedBuild, SQLITE_LOG } from '../kit/build.mjs';
import { installed } from '../kit/installation.mjs';
import { caller, flagsFor, NotServed, startServer, WITHOUT_ROOM } from '../kit/server.mjs';
import { straced } from '../kit/strace.mjs';
import { lacking, pause, skipped } from '../kit/tools.mjs';
import { Writers } from '../kit/writers.mjs';
import { settled } from '../kit/writing.mjs';

const CALLS = ['pwrite64', 'fsync', 'fdatasync', 'ftruncate', 'unlink'];

/** Writes of a start in which the log makes room for itself, and the first ones thereafter. */
const IN_ROOM = [1, 60, 600, 4000, 8000, 8700, 8800, 8900];

/** The server dies at the n-th call of each kind, from its start on and under 16 connections. */
export default {
  id: 'F02',
  title: 'death at an exact system call',
  mutants: ['pin-before-data'],
  async run({ quick, mutant, seed, place }) {
    const why = lacking({ tools: ['strace'] });
    if (why) return skipped(why);
    const directory = join(place, 'data');
    const sound = copiedBuild(place);
    const turns = turnsOf({ quick, mutant });
    const build = mutant ? copiedBuild(place, PIN_BEFORE_DATA) : sound;
    const writers = new Writers({ tokens: await installed(sound, directory), seed });
    const begun = await begunAgain({ build, place });
    const died = await diedAt({ build, directory, writers, turns });
    const room = {
      calls: ['pwrite64'],
      turns: quick || mutant ? [600] : IN_ROOM,
      flags: await flagsFor(sound, directory),
    };
    const inRoom = await diedAt({ build, directory, writers, ...room });
    const refused = died.refused ?? inRoom.refused;
    if (refused) return { holds: false, figures: { points: sum(died.points), refused } };
    const found = await settled({ build, directory, writers, reader: sound });
    const { atStart, unreached } = died;
    const points = { rename: begun, ...died.points, inRoom: inRoom.points.pwrite64 ?? 0 };
    return {
      holds: found.lost + found.dup + found.gaps + found.surprises + found.unopened === 0,
      // The others are made less often: until the first that is not reached.
      short:
        points.pwrite64 < turns.length ||
        points.fsync < turns.length ||
        points.rename + points.inRoom < 2,
      figures: {
        ...{ points: sum(points), ...points, atStart, unreached: unreached.join(',') || 'none' },
        ...{ acks: writers.acks.size, ...found, refused: 0 },
      },
    };
  },
};

/** The one rename is that of the first pin: a server that dies there begins the same directory again. */
async function begunAgain({ build, place }) {
  const directory = join(place, 'fresh');
  const where = { build, directory, flags: [...(await flagsFor(build, directory)), '--create'] };
  const end = await startServer({ ...where, wrap: straced(['rename:signal=KILL:when=1']) }).catch(
    (error) => error,
  );
  const again = await startServer(where);
  await again.stop();
  return end instanceof NotServed && end.signal === 'SIGKILL' ? 1 : 0;
}

/** The first are those of a start; a mutant is caught under load. */
function turnsOf({ quick, mutant }) {
  if (mutant) return [31, 34, 37, 40, 43, 46, 49, 52, 55, 58];
  return quick ? [1, 12, 40] : Array.from({ length: 100 }, (_, index) => index + 1);
}

/** `points`: deaths by call; `unreached`: calls that the server makes less often than asked for. */
async function diedAt({ turns, calls = CALLS, flags = WITHOUT_ROOM, ...where }) {
  const told = { points: {}, atStart: 0, unreached: [] };
  for (const name of calls)
    for (const turn of turns) {
      const wrap = straced([`${name}:signal=KILL:when=${turn}`]);
      const end = await pointOf({ ...where, flags, wrap });
      if (end === 'lives') {
        told.unreached.push(`${name}:${turn}`);
        break;
      }
      if (end instanceof NotServed && end.signal !== 'SIGKILL')
        return { ...told, refused: end.told.trim() };
      told.points[name] = (told.points[name] ?? 0) + 1;
      if (end instanceof NotServed) told.atStart += 1;
    }
  return told;
}

async function pointOf({ wrap, writers, ...where }) {
  try {
    const server = await startServer({ ...where, wrap });
    const { call, close } = caller({ url: server.url });
    const written = writers.write(call);
    const end = await Promise.race([server.ended, pause(30_000).then(() => 'lives')]);
    if (end === 'lives') await server.kill();
    await written;
    close();
    return end;
  } catch (error) {
    if (error instanceof NotServed) return error;
    throw error;
  }
}

function sum(points) {
  return Object.values(points).reduce((all, one) => all + one, 0);
}

const PIN_BEFORE_DATA = [
  {
    file: `${SQLITE_LOG}/group-commit.js`,
    from: 'this.log.transact(()=>this.decided(group))',
    to: 'this.log.transact(()=>{ const decided = this.decided(group); this.pin.write(this.log.end); return decided; })',
  },
];
