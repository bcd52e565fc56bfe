import { clueDrafts, EVENTS_PER_CLUE } from './clue-drafts.mjs';
import { door, systemClock } from './house.mjs';
import { emptyLog, RawLog } from './raw-log.mjs';
import { compare } from './rounds.mjs';

const { openSqliteLog } = await door('libs/stores');
const { LoadedStreams } = await door('libs/nest');
const { clue } = await door('libs/clues');
const { stateOf } = await door('libs/workflow');

const same = (event) => event;

/** Streams of 30 events, one after the other: what stands before every decision. */
export async function load(bench) {
  const { product, raw, streams, close } = await filled(bench, { events: bench.size.loaded });
  const cache = new LoadedStreams(product, same, streams.length);
  const each = (work) => async () => {
    for (const stream of streams) await work(stream);
  };
  const folded = async (stream) => stateOf(clue, (await product.read(stream)).map(eventOf));
  const cached = async (stream) => stateOf(clue, (await cache.load(stream)).events);
  const contenders = [
    { name: 'product: read and fold', run: each(folded) },
    { name: 'product: read alone', run: each((stream) => product.read(stream)) },
    { name: 'product: cached, and fold', run: each(cached) },
    { name: 'raw', run: each((stream) => raw.read(stream)) },
  ];
  const { rounds } = bench.size;
  const measure = `load a stream of ${EVENTS_PER_CLUE} events`;
  const result = await compare({ measure, operations: streams.length, contenders, rounds });
  await close();
  return result;
}

/** The whole log in order, every leaf checked: what a rebuild or an export begins with. */
export async function readAll(bench) {
  const { product, raw, events, close } = await filled(bench, { events: bench.size.events });
  const contenders = [
    {
      name: 'product',
      async run() {
        const { position } = await product.head();
        let seen = 0;
        for await (const recorded of product.subscribe(0n)) {
          seen += 1;
          if (recorded.position === position) break;
        }
        expectAll(seen, events);
      },
    },
    {
      name: 'raw',
      run() {
        let seen = 0;
        raw.readAll(() => (seen += 1));
        expectAll(seen, events);
      },
    },
  ];
  const { rounds } = bench.size;
  const result = await compare({ measure: 'read all', operations: events, contenders, rounds });
  await close();
  return result;
}

/** The same events twice: each side has a file of its own, since the product lets no second one in. */
async function filled({ place }, { events: wanted }) {
  const streams = [];
  const directories = [place.fresh(), place.fresh()];
  for (const directory of directories) await emptyLog(directory);
  const written = new RawLog(directories[0]);
  const raw = new RawLog(directories[1]);
  for (; streams.length * EVENTS_PER_CLUE < wanted;) {
    const drafts = clueDrafts();
    written.append(drafts);
    raw.append(drafts);
    streams.push(drafts[0].stream);
  }
  written.close();
  const product = await openSqliteLog({
    directory: directories[0],
    clock: systemClock,
    create: false,
  });
  return {
    product,
    raw,
    streams,
    events: streams.length * EVENTS_PER_CLUE,
    async close() {
      await product.close();
      raw.close();
      for (const directory of directories) place.discard(directory);
    },
  };
}

function eventOf({ event }) {
  return event;
}

function expectAll(seen, events) {
  if (seen !== events) throw new Error(`bench: expected ${events} events, found ${seen}`);
}
