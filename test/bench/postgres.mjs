import { postgresBinaries, startPostgres } from '../support/postgres-server.mjs';
import { appendRows, asSide, groupsOf, rowsOf } from './append.mjs';
import { clueDrafts, EVENTS_PER_CLUE } from './clue-drafts.mjs';
import { emmettOnPostgres } from './emmett.mjs';
import { door, systemClock } from './house.mjs';
import { RawPostgres } from './raw-postgres.mjs';
import { compare } from './rounds.mjs';

const { openPostgresLog } = await door('libs/stores');
const { clue } = await door('libs/clues');
const { stateOf } = await door('libs/workflow');

/** The same measures against raw pg, on a server of the bench's own that syncs its commits; none where there is none. */
export const postgresMeasures = postgresBinaries()
  ? [
      named('PostgreSQL: append, one at a time', (bench, measure) =>
        compareAppends(bench, { measure, width: 1, batch: 1, count: bench.size.appends }),
      ),
      named('PostgreSQL: append, 64 at a time', (bench, measure) =>
        compareAppends(bench, { measure, width: 64, batch: 1, count: bench.size.grouped }),
      ),
      named('PostgreSQL: append of 8 events, one at a time', (bench, measure) =>
        compareAppends(bench, { measure, width: 1, batch: 8, count: bench.size.batches }),
      ),
      named(`PostgreSQL: load and fold a stream of ${EVENTS_PER_CLUE} events`, compareLoads),
      named('PostgreSQL: read all', compareReading),
    ]
  : [];

function named(measure, compared) {
  const run = (bench) => compared(bench, measure);
  // By which --only finds it.
  return Object.defineProperty(run, 'name', { value: measure });
}

let server;

async function emptyDatabase({ place }) {
  if (!server) {
    server = await startPostgres({ durable: true });
    place.atEnd(() => server.dispose());
  }
  const url = await server.createDatabase();
  const log = await openPostgresLog({ url, clock: systemClock, create: true });
  await log.close();
  await server.query('CREATE SEQUENCE cluetrail_log.anyhow', [], url);
  return url;
}

async function compareAppends(bench, { measure, width, batch, count }) {
  const sides = [
    {
      name: 'product',
      open: (url) => openPostgresLog({ url, clock: systemClock, create: false }),
      append: appendRows,
    },
    rawSide('raw', (log, group) => log.append(group)),
    rawSide('raw, with late commits', (log, group) => log.appendAnyhow(group)),
    ...emmettOnPostgres.map(asSide),
  ];
  const groups = [];
  const contenders = sides.map(({ name, peer, open, append }) => {
    let [side, rows, bells] = [];
    return {
      ...{ name, peer },
      async before() {
        side = await open(await emptyDatabase(bench));
        rows = rowsOf({ width, batch, count });
        bells = new Set();
        side.onAppended?.((head) => bells.add(head));
      },
      run: () => append(side, rows),
      async after() {
        if (side.onAppended) groups.push(count / bells.size);
        await side.close();
      },
    };
  });
  const { rounds } = bench.size;
  const result = await compare({ measure, operations: count, contenders, rounds });
  return { ...result, notes: { appendsPerGroup: groups.at(-1) } };
}

function rawSide(name, write) {
  return {
    name,
    open: RawPostgres.open,
    async append(log, rows) {
      for (const group of groupsOf(rows)) await write(log, group);
    },
  };
}

async function compareLoads(bench, measure) {
  const { product, raw, streams, close } = await filled(bench, bench.size.loaded);
  const foldedBy = (read) => async () => {
    for (const stream of streams) stateOf(clue, await read(stream));
  };
  const read = async (stream) => (await product.read(stream)).map(({ event }) => event);
  const contenders = [
    { name: 'product', run: foldedBy(read) },
    { name: 'raw', run: foldedBy((stream) => raw.read(stream)) },
  ];
  const peers = [];
  for (const { name, peer, open } of emmettOnPostgres) {
    const log = await open(await server.createDatabase());
    await log.take(streams, product);
    peers.push(log);
    contenders.push({ name, peer, run: foldedBy((stream) => log.read(stream)) });
  }
  const { rounds } = bench.size;
  const result = await compare({ measure, operations: streams.length, contenders, rounds });
  for (const log of peers) await log.close();
  await close();
  return result;
}

async function compareReading(bench, measure) {
  const { product, raw, events, close } = await filled(bench, bench.size.events);
  const expectAll = (seen) => {
    if (seen !== events) throw new Error(`bench: expected ${events} events, found ${seen}`);
  };
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
        expectAll(seen);
      },
    },
    {
      name: 'raw',
      async run() {
        let seen = 0;
        await raw.readAll(() => (seen += 1));
        expectAll(seen);
      },
    },
  ];
  const { rounds } = bench.size;
  const result = await compare({ measure, operations: events, contenders, rounds });
  await close();
  return result;
}

async function filled(bench, wanted) {
  const url = await emptyDatabase(bench);
  const raw = await RawPostgres.open(url);
  const streams = [];
  while (streams.length * EVENTS_PER_CLUE < wanted) {
    const drafts = clueDrafts();
    await raw.append(drafts);
    streams.push(drafts[0].stream);
  }
  const product = await openPostgresLog({ url, clock: systemClock, create: false });
  const close = () => Promise.all([product.close(), raw.close()]);
  return { product, raw, streams, events: streams.length * EVENTS_PER_CLUE, close };
}
