import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { door, systemClock } from './house.mjs';
import { RawLog } from './raw-log.mjs';
import { compare } from './rounds.mjs';
import { at, fileOf, logOf } from './standing.mjs';

const { openSqliteLog } = await door('libs/stores');

/** Every event against its leaf, its place and both indexes. Raw checks leaves, on the main thread, and no more. */
export async function verifyAll({ place, size }) {
  const standing = size.standing || size.events;
  const [directory, other] = [await logOf(place, standing), await logOf(place, standing)];
  const log = await openSqliteLog({ directory, clock: systemClock, create: false, room: true });
  const raw = new RawLog(other);
  const events = Number((await log.head()).position);
  const contenders = [
    {
      name: 'product',
      async run() {
        const { problems } = await log.verifyAll();
        if (problems.length > 0) throw new Error(`bench: ${problems[0].problem}`);
      },
    },
    {
      name: 'raw',
      run() {
        for (let seen = 0, page; (page = raw.bytesBehind(seen)).length > 0;) seen += page.length;
      },
    },
  ];
  const result = await compare({
    measure: at('verify the whole log', size.standing),
    operations: events,
    contenders,
    rounds: Math.min(size.rounds, 7),
  });
  await log.close();
  raw.close();
  const notes = sizes(directory);
  for (const one of [directory, other]) place.discard(one);
  return { ...result, notes };
}

/** From the call to a log that takes appends, its tail of 20,000 events checked; no server around it. Raw: open and count. */
export async function start({ place, size }) {
  const standing = size.standing || size.events;
  const [directory, other] = [await logOf(place, standing), await logOf(place, standing)];
  const contenders = [
    {
      name: 'product',
      async run() {
        await (
          await openSqliteLog({ directory, clock: systemClock, create: false, room: true })
        ).close();
      },
    },
    { name: 'raw', run: () => new RawLog(other).close() },
  ];
  const measure = at('start with a clean tail', size.standing);
  const result = await compare({ measure, operations: 1, contenders, rounds: size.rounds });
  for (const one of [directory, other]) place.discard(one);
  return result;
}

/** The file with leaves and indexes, after its checkpoint, over the canonical bytes of the events in it. */
function sizes(directory) {
  const db = new DatabaseSync(fileOf(directory), { readOnly: true });
  const { bytes, events } = db
    .prepare('select sum(length(bytes)) as bytes, count(*) as events from events')
    .get();
  db.close();
  const { size } = statSync(fileOf(directory));
  return { bytesPerEvent: bytes / events, fileOverBytes: size / bytes };
}
