import { Worker } from 'node:worker_threads';
import { clueDrafts } from './clue-drafts.mjs';
import { door, systemClock } from './house.mjs';
import { emptyLog, RawLog } from './raw-log.mjs';
import { compare } from './rounds.mjs';

const { openSqliteLog } = await door('libs/stores');

/** One event after the other, each synced before the next is asked for. */
export function appendOne(bench) {
  return compareAppends(bench, {
    measure: 'append, one at a time',
    width: 1,
    count: bench.size.appends,
  });
}

/** 64 callers at once, each with one event at a time: what group commit is for. */
export function appendMany(bench) {
  return compareAppends(bench, {
    measure: 'append, 64 at a time',
    width: 64,
    count: bench.size.grouped,
  });
}

async function compareAppends({ place, size }, { measure, width, count }) {
  const sides = [product(width), raw(width), rawBehindThread(width)];
  const groups = [];
  const contenders = sides.map(({ name, open, append, close }) => {
    let directory, side, rows;
    return {
      name,
      async before() {
        directory = place.fresh();
        await emptyLog(directory);
        side = await open(directory);
        rows = rowsOf(width, count);
      },
      run: () => append(side, rows),
      async after() {
        if (side.groups) groups.push(count / side.groups);
        await close(side);
        place.discard(directory);
      },
    };
  });
  const result = await compare({ measure, operations: count, contenders, rounds: size.rounds });
  return { ...result, notes: { eventsPerGroup: groups.at(-1) } };
}

/** `width` rows of drafts; each row goes to streams of its own, in order of version. */
function rowsOf(width, count) {
  const length = count / width;
  return Array.from({ length: width }, () => {
    const drafts = [];
    while (drafts.length < length) drafts.push(...clueDrafts());
    return drafts.slice(0, length);
  });
}

function product() {
  return {
    name: 'product',
    async open(directory) {
      const log = await openSqliteLog({ directory, clock: systemClock, create: false });
      const side = { log, groups: 0 };
      log.onAppended(() => (side.groups += 1));
      return side;
    },
    append: ({ log }, rows) => Promise.all(rows.map((row) => appendInOrder(log, row))),
    close: ({ log }) => log.close(),
  };
}

async function appendInOrder(log, drafts) {
  const versions = new Map();
  for (const draft of drafts) {
    const version = versions.get(draft.stream) ?? 0;
    const answer = await log.append(draft.stream, version, [draft]);
    if (answer.outcome !== 'appended') throw new Error(`bench: append ended ${answer.outcome}`);
    versions.set(draft.stream, version + 1);
  }
}

function raw() {
  return {
    name: 'raw',
    open: (directory) => new RawLog(directory),
    append(log, rows) {
      for (const group of groupsOf(rows)) log.append(group);
    },
    close: (log) => log.close(),
  };
}

function rawBehindThread() {
  return {
    name: 'raw behind a thread',
    async open(directory) {
      const file = new URL('./raw-worker.mjs', import.meta.url);
      const worker = new Worker(file, { workerData: { directory } });
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

/** The n-th draft of every row shares a transaction, as it does behind the product's group commit. */
function groupsOf(rows) {
  return rows[0].map((_, index) => rows.map((row) => row[index]));
}

function answered(worker) {
  return new Promise((resolve) => worker.once('message', resolve));
}
