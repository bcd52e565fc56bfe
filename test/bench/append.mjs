import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { clueDrafts } from './clue-drafts.mjs';
import { emmettOnSqlite } from './emmett.mjs';
import { door, systemClock } from './house.mjs';
import { RawLog } from './raw-log.mjs';
import { compare, median } from './rounds.mjs';
import { at, logOf } from './standing.mjs';

const { openSqliteLog } = await door('libs/stores');

/** One event after the other, each synced before the next is asked for. */
export function appendOne(bench) {
  const { appends: count } = bench.size;
  return compareAppends(bench, { measure: 'append, one at a time', width: 1, batch: 1, count });
}

/** 64 callers at once, each with one event at a time: what group commit is for. */
export function appendMany(bench) {
  const { grouped: count } = bench.size;
  return compareAppends(bench, { measure: 'append, 64 at a time', width: 64, batch: 1, count });
}

/** 8 events of one stream in one append. */
export function appendEight(bench) {
  const { batches: count } = bench.size;
  const measure = 'append of 8 events, one at a time';
  return compareAppends(bench, { measure, width: 1, batch: 8, count });
}

/** `count` appends a round. Behind events that stand, files go on growing from round to round; else each is fresh. */
async function compareAppends({ place, size }, { measure, width, batch, count }) {
  const sides = [product(), rawBehindThread(), rawBehindThread({ room: true }), raw()];
  if (size.standing === 0) sides.push(...emmettOnSqlite.map(asSide));
  const groups = [];
  const delays = [];
  const ends = [];
  const contenders = sides.map(({ name, peer, open, append, close }) => {
    let directory, side, rows, loop;
    const end = async () => {
      await close(side);
      place.discard(directory);
      directory = undefined;
    };
    return {
      ...{ name, peer },
      async before() {
        if (directory === undefined) {
          directory = await logOf(place, size.standing);
          side = await open(directory);
          if (size.standing > 0) ends.push(end);
        }
        rows = rowsOf({ width, batch, count });
        side.groups = 0;
        loop = monitorEventLoopDelay({ resolution: 1 });
        loop.enable();
      },
      run: () => append(side, rows),
      async after() {
        loop.disable();
        if (side.log) delays.push(loop.percentile(99) / 1e6);
        if (side.log) groups.push(count / side.groups);
        if (size.standing === 0) await end();
      },
    };
  });
  const result = await compare({ measure, operations: count, contenders, rounds: size.rounds });
  for (const end of ends) await end();
  const notes = { appendsPerGroup: groups.at(-1), loopDelayP99Millis: median(delays) };
  return { ...result, measure: at(measure, size.standing), notes };
}

/** `count` appends in `width` rows: each of `batch` events of one stream, the streams of each row its own, in order of version. */
export function rowsOf({ width, batch, count }) {
  const length = count / width;
  return Array.from({ length: width }, () => {
    const appends = [];
    while (appends.length < length) appends.push(...inBatches(clueDrafts(), batch));
    return appends.slice(0, length);
  });
}

/** Whole ones only: an append that crossed from one stream to the next would be two to some sides and one to others. */
function inBatches(drafts, size) {
  return Array.from({ length: Math.floor(drafts.length / size) }, (_, index) =>
    drafts.slice(index * size, (index + 1) * size),
  );
}

function product() {
  return {
    name: 'product',
    async open(directory) {
      const log = await openSqliteLog({ directory, clock: systemClock, create: false, room: true });
      const side = { log, groups: 0 };
      log.onAppended(() => (side.groups += 1));
      return side;
    },
    append: ({ log }, rows) => appendRows(log, rows),
    close: ({ log }) => log.close(),
  };
}

/** Each row waits for its append before it asks for the next. */
export function appendRows(log, rows) {
  return Promise.all(rows.map((appends) => appendInOrder(log, appends)));
}

async function appendInOrder(log, appends) {
  const versions = new Map();
  for (const drafts of appends) {
    const [{ stream }] = drafts;
    const version = versions.get(stream) ?? 0;
    const answer = await log.append(stream, version, drafts);
    if (answer.outcome !== 'appended') throw new Error(`bench: append ended ${answer.outcome}`);
    versions.set(stream, version + drafts.length);
  }
}

/** A peer's log takes what the product's takes. */
export function asSide({ name, peer, open }) {
  return { name, peer, open, append: appendRows, close: (log) => log.close() };
}

function raw() {
  return {
    name: 'raw on the main thread',
    open: (directory) => new RawLog(directory),
    append(log, rows) {
      for (const group of groupsOf(rows)) log.append(group);
    },
    close: (log) => log.close(),
  };
}

/** With `room`: in a WAL that is made long first, as the product's is; one would hardly do that by hand. */
function rawBehindThread({ room = false } = {}) {
  return {
    name: room ? 'raw with room made' : 'raw',
    async open(directory) {
      const file = new URL('./raw-worker.mjs', import.meta.url);
      const worker = new Worker(file, { workerData: { directory, room } });
      await answered(worker);
      return worker;
    },
    async append(worker, rows) {
      for (const group of groupsOf(rows)) {
        worker.postMessage(group);
        await answered(worker);
      }
    },
    async close(worker) {
      worker.postMessage(null);
      await new Promise((resolve) => worker.once('exit', resolve));
    },
  };
}

/** The n-th append of every row shares a transaction, as it does behind the product's group commit. */
export function groupsOf(rows) {
  return rows[0].map((_, index) => rows.flatMap((appends) => appends[index]));
}

function answered(worker) {
  return new Promise((resolve) => worker.once('message', resolve));
}
