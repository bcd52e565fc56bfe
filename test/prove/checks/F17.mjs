import { Wire } from '../../support/wire.mjs';
import { postgresBinaries, startPostgres } from '../../support/postgres-server.mjs';
import { copiedBuild } from '../kit/build.mjs';
import {
  caughtUp,
  compared,
  differences,
  draftsOf,
  LogWriters,
  watched,
} from '../kit/log-writers.mjs';
import { randomOf } from '../kit/random.mjs';
import { pause, skipped } from '../kit/tools.mjs';

const POSTGRES_LOG = 'libs/stores/src/postgres-log';
/** Longer than a commit that nobody holds up. */
const HELD_MS = 150;
const COMMAND_OF_A = 1_000_000;

/** One process stops before its COMMIT, another writes meanwhile, and a third reads on. */
export default {
  id: 'F17',
  title: 'PostgreSQL: a commit that comes late',
  mutants: ['sequence'],
  async run({ quick, mutant, seed, place }) {
    if (!postgresBinaries()) return skipped('no PostgreSQL');
    const [rounds, leastAcks] = quick ? [10, 500] : [100, 10_000];
    const { openPostgresLog } = await copiedBuild(place, MUTANTS[mutant]).load('libs/stores');
    const server = await startPostgres({ durable: true });
    const wire = await new Wire(server.port).start();
    const logs = [];
    try {
      const url = await server.createDatabase();
      const open = async (at) => {
        const clock = { nowMicros: () => Date.now() * 1000 };
        logs.push(await openPostgresLog({ url: at, clock, create: true }));
        return logs.at(-1);
      };
      const fast = await open(url);
      if (mutant) await server.query(SEQUENCE, [], url);
      const slow = await open(url.replace(`:${server.port}/`, `:${wire.port}/`));
      const reading = await open(url);
      const held = await heldUp({ fast, slow, reading, wire, rounds });
      const busy = await underWay({ logs: [fast, slow], reading, wire, seed, leastAcks });
      const figures = { rounds, ...held, ...busy };
      const { skipped: skips, behind, lost, dup, otherReceipts } = figures;
      return {
        holds: skips + behind + lost + dup + otherReceipts === 0 && busy.caughtUp === 'yes',
        short: busy.acks < leastAcks || held.heldUp < rounds,
        figures,
      };
    } finally {
      await wire.stop();
      await Promise.all(logs.map((log) => log.close()));
      await server.dispose();
    }
  },
};

/**
 * A is inserted, B as well, B is committed where it may, someone reads, A is committed. `skipped`: events that a
 * reader who went on behind what it had seen never saw; `behind`: events that came to stand behind what was read.
 */
async function heldUp({ fast, slow, reading, wire, rounds }) {
  const seen = watched(reading);
  const found = { heldUp: 0, behind: 0 };
  for (let round = 0; round < rounds; round++) {
    const stop = wire.at('COMMIT', 'hold');
    const a = slow.append(`slow-${round}`, 0, draftsOf(`slow-${round}`, COMMAND_OF_A + round, 2));
    await stop.reached;
    found.heldUp += 1;
    const b = fast.append(
      `fast-${round}`,
      0,
      draftsOf(`fast-${round}`, 2 * COMMAND_OF_A + round, 1),
    );
    await pause(HELD_MS);
    const before = (await reading.readAll()).map(({ position }) => position);
    stop.release();
    for (const { outcome } of await Promise.all([a, b]))
      if (outcome !== 'appended') throw new Error(`held up: expected appended, found ${outcome}`);
    const after = (await reading.readAll()).map(({ position }) => position);
    found.behind += differences(before, after.slice(0, before.length));
  }
  const all = (await reading.readAll()).map(({ position }) => position);
  await caughtUp(seen, all.at(-1));
  return { ...found, skipped: differences(seen.positions, all) };
}

/** Sixteen writers in two processes, of whose commits some come late. */
async function underWay({ logs, reading, wire, seed, leastAcks }) {
  const seen = watched(reading);
  const random = randomOf(seed);
  const given = AbortSignal.timeout(300_000);
  const writers = new LogWriters({ random, given });
  const done = () => writers.acks.size >= leastAcks || given.aborted;
  const writing = writers.write(logs, done);
  let late = 0;
  while (!done()) {
    const stop = wire.at('COMMIT', 'hold');
    await Promise.race([stop.reached, writing]);
    await pause(random() * 30);
    stop.release();
    late += 1;
    await pause(random() * 60);
  }
  await writing;
  const events = (await reading.readAll()).filter(({ event }) => event.data.command < COMMAND_OF_A);
  const all = (await reading.readAll()).map(({ position }) => position);
  const reached = await caughtUp(seen, all.at(-1));
  const { acks, unknown, surprises } = writers;
  return {
    ...{ acks: acks.size, late, unknown, ...compared(writers, events) },
    ...{ skippedUnderWay: differences(seen.positions, all), surprises: surprises.length },
    caughtUp: reached ? 'yes' : 'no',
  };
}

const SEQUENCE = 'CREATE SEQUENCE cluetrail_log.late INCREMENT 1000';

// Positions from a sequence, nobody waits for anybody, and readers go on with `where position > $1`.
const MUTANTS = {
  sequence: [
    {
      file: `${POSTGRES_LOG}/statements.js`,
      from: 'SELECT position, leaf, micros FROM ${this.schema}.log_head FOR UPDATE',
      to: "SELECT nextval('${this.schema}.late') AS position, leaf, micros FROM ${this.schema}.log_head",
    },
    {
      file: `${POSTGRES_LOG}/statements.js`,
      from: 'moved AS (UPDATE ${this.schema}.log_head SET position = $7, leaf = $8, micros = $9)',
      to: 'moved AS (SELECT $7::bigint, $8::bytea, $9::bigint)',
    },
    {
      file: `${POSTGRES_LOG}/statements.js`,
      from: 'text: `SELECT position, leaf, micros FROM ${this.schema}.log_head`',
      to: "text: `SELECT coalesce(max(position), 0) AS position, ''::bytea AS leaf, 0 AS micros FROM ${this.schema}.events`",
    },
    {
      file: 'libs/stores/src/shared/places.js',
      ...{ from: 'events.forEach(({ position }, index)', to: '[].forEach(({ position }, index)' },
    },
    {
      file: `${POSTGRES_LOG}/postgres-log.js`,
      from: 'last += BigInt(page.length);',
      to: 'last = page.at(-1)?.position ?? head;',
    },
  ],
};
