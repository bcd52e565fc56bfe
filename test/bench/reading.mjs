import { Worker } from 'node:worker_threads';
import { EVENTS_PER_CLUE } from './clue-drafts.mjs';
import { emmettOnSqlite } from './emmett.mjs';
import { door, systemClock } from './house.mjs';
import { parsed, RawLog } from './raw-log.mjs';
import { compare } from './rounds.mjs';
import { at, logOf, streamsOf } from './standing.mjs';

const { openSqliteLog } = await door('libs/stores');
const { LoadedStreams } = await door('libs/nest');
const { clue } = await door('libs/clues');
const { stateOf } = await door('libs/workflow');

const same = (event) => event;

/** Streams of 30 events, one after the other: what stands before every decision. */
export async function load({ place, size }) {
  const standing = size.standing || size.loaded;
  const sides = await filled(place, standing);
  const { product, hop, raw } = sides;
  const all = await streamsOf(place, standing);
  const step = Math.max(1, Math.floor((all.length * EVENTS_PER_CLUE) / size.loaded));
  const streams = all.filter((_, index) => index % step === 0);
  const cache = new LoadedStreams(product, same, streams.length);
  const each = (work) => async () => {
    for (const stream of streams) await work(stream);
  };
  const folded = (events) => stateOf(clue, events);
  const contenders = [
    {
      name: 'product',
      run: each(async (stream) => folded((await product.read(stream)).map(eventOf))),
    },
    {
      name: 'product: cached',
      run: each(async (stream) => folded((await cache.load(stream)).events)),
    },
    { name: 'raw', run: each(async (stream) => folded((await hop({ stream })).map(parsed))) },
    { name: 'raw on the main thread', run: each((stream) => folded(raw.read(stream))) },
  ];
  const peers = [];
  for (const { name, peer, open } of size.standing === 0 ? emmettOnSqlite : []) {
    const log = await open(place.fresh());
    await log.take(streams, product);
    peers.push(log);
    contenders.push({ name, peer, run: each(async (stream) => folded(await log.read(stream))) });
  }
  const { rounds } = size;
  const measure = at(`load and fold a stream of ${EVENTS_PER_CLUE} events`, size.standing);
  const result = await compare({ measure, operations: streams.length, contenders, rounds });
  for (const log of peers) await log.close();
  await sides.close();
  return result;
}

/** The whole log in order, every leaf checked: what a rebuild or an export begins with. */
export async function readAll({ place, size }) {
  const sides = await filled(place, size.standing || size.events);
  const { product, hop, raw, events } = sides;
  const contenders = [
    {
      name: 'product',
      async run() {
        let seen = 0;
        for await (const _ of product.subscribe(0n)) if (++seen === events) break;
        expectAll(seen, events);
      },
    },
    {
      name: 'raw',
      async run() {
        let seen = 0;
        for (let page; (page = await hop({ after: seen })).length > 0; seen += page.length)
          page.forEach(parsed);
        expectAll(seen, events);
      },
    },
    {
      name: 'raw on the main thread',
      run() {
        let seen = 0;
        raw.readAll(() => (seen += 1));
        expectAll(seen, events);
      },
    },
  ];
  const { rounds } = size;
  const measure = at('read all', size.standing);
  const result = await compare({ measure, operations: events, contenders, rounds });
  await sides.close();
  return result;
}

/** The same events three times: no side lets a second one into its file. */
async function filled(place, wanted) {
  const directories = [];
  for (let side = 0; side < 3; side++) directories.push(await logOf(place, wanted));
  const [directory, behindThread, onMainThread] = directories;
  const product = await openSqliteLog({ directory, clock: systemClock, create: false });
  const { hop, end } = await rawBehindThread(behindThread);
  const raw = new RawLog(onMainThread);
  return {
    ...{ product, hop, raw },
    events: Number((await product.head()).position),
    async close() {
      await product.close();
      await end();
      raw.close();
      for (const one of directories) place.discard(one);
    },
  };
}

async function rawBehindThread(directory) {
  const file = new URL('./raw-worker.mjs', import.meta.url);
  const worker = new Worker(file, { workerData: { directory } });
  const answered = () => new Promise((resolve) => worker.once('message', resolve));
  const hop = (asked) => {
    worker.postMessage(asked);
    return answered();
  };
  await answered();
  return {
    hop,
    async end() {
      worker.postMessage(null);
      await new Promise((resolve) => worker.once('exit', resolve));
    },
  };
}

function eventOf({ event }) {
  return event;
}

function expectAll(seen, events) {
  if (seen !== events) throw new Error(`bench: expected ${events} events, found ${seen}`);
}
