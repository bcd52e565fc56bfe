import pg from 'pg';
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
import { pause, skipped, until } from '../kit/tools.mjs';

const POSTGRES_LOG = 'libs/stores/src/postgres-log';
/** Longer than a commit that nobody holds up. */
const HELD_MS = 150;
const COMMAND_OF_A = 1_000_000;

/** One process stops before its COMMIT, another writes meanwhile, and a third reads on. */
export default {
  id: 'F17',
  title: 'PostgreSQL: a commit that comes late',
  ci: true,
  mutants: ['sequence'],
  async run({ quick, mutant, seed, place }) {
    if (!postgresBinaries()) return skipped('no PostgreSQL');
    const [rounds, leastAcks] = quick ? [10, 500] : [100, 10_000];
    const { openPostgresLog } = await copiedBuild(place, MUTANTS[mutant]).load('libs/stores');
    const server = await startPostgres({ durable: true });
    const logs = [];
    let gate;
    try {
      const url = await server.createDatabase();
      const open = async () => {
        const clock = { nowMicros: () => Date.now() * 1000 };
        logs.push(await openPostgresLog({ url, clock, create: true }));
        return logs.at(-1);
      };
      const [fast, slow, reading] = [await open(), await open(), await open()];
      await server.query(LATE, [], url);
      if (mutant) await server.query(SEQUENCE, [], url);
      gate = new pg.Client(url);
      await gate.connect();
      const held = await heldUp({ fast, slow, reading, gate, rounds });
      const busy = await underWay({ logs: [fast, slow], reading, seed, leastAcks });
      const figures = { rounds, ...held, ...busy };
      const wrong = held.behind + held.skipped + busy.skippedUnderWay + busy.surprises;
      return {
        holds: wrong + busy.lost + busy.dup + busy.otherReceipts === 0 && busy.caughtUp === 'yes',
        short: busy.acks < leastAcks || held.heldUp < rounds,
        figures,
      };
    } finally {
      await gate?.end();
      await Promise.all(logs.map((log) => log.close()));
      await server.dispose();
    }
  },
};

/**
 * A is inserted, B as well, B is committed where it may, someone reads, A is committed. `skipped`: events that a
 * reader who went on behind what it had seen never saw; `behind`: events that came to stand behind what was read.
 */
async function heldUp({ fast, slow, reading, gate, rounds }) {
  const seen = watched(reading);
  const found = { heldUp: 0, behind: 0 };
  for (let round = 0; round < rounds; round++) {
    await gate.query('SELECT pg_advisory_lock(42)');
    const a = slow.append(`slow-${round}`, 0, draftsOf(`slow-${round}`, COMMAND_OF_A + round, 2));
    await until(async () => (await gate.query(WAITING)).rowCount > 0, 'a commit that waits');
    found.heldUp += 1;
    const b = fast.append(
      `fast-${round}`,
      0,
      draftsOf(`fast-${round}`, 2 * COMMAND_OF_A + round, 1),
    );
    await pause(HELD_MS);
    const before = (await reading.readAll()).map(({ position }) => position);
    await gate.query('SELECT pg_advisory_unlock(42)');
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
async function underWay({ logs, reading, seed, leastAcks }) {
  const seen = watched(reading);
  const given = AbortSignal.timeout(300_000);
  const writers = new LogWriters({ random: randomOf(seed), given });
  await writers.write(logs, () => writers.acks.size >= leastAcks);
  const events = (await reading.readAll()).filter(({ event }) => event.data.command < COMMAND_OF_A);
  const all = (await reading.readAll()).map(({ position }) => position);
  const reached = await caughtUp(seen, all.at(-1));
  const { acks, unknown, surprises } = writers;
  return {
    ...{ acks: acks.size, unknown, ...compared(writers, events) },
    ...{ skippedUnderWay: differences(seen.positions, all), surprises: surprises.length },
    caughtUp: reached ? 'yes' : 'no',
  };
}

// The server itself is slow between an event and its commit: until it is let go, or now and then for a moment.
const LATE = `
  CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.stream LIKE 'slow-%' THEN PERFORM pg_advisory_xact_lock(42);
    ELSIF NEW.stream LIKE 'clue-%' AND random() < 0.1 THEN PERFORM pg_sleep(random() * 0.05);
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER late AFTER INSERT ON cluetrail_log.events DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION late()`;
const WAITING = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;

const SEQUENCE = 'CREATE SEQUENCE cluetrail_log.late INCREMENT 1000';

// Positions from a sequence, nobody waits for anybody, and readers go on with `where position > $1`.
const MUTANTS = {
  sequence: [
    {
      file: `${POSTGRES_LOG}/group-transaction.js`,
      ...{ from: 'if (!known) return undefined;', to: 'return undefined;' },
    },
    {
      file: `${POSTGRES_LOG}/statements.js`,
      from: 'SELECT position, leaf, micros FROM ${this.schema}.log_head WHERE one FOR UPDATE',
      to: "SELECT nextval('${this.schema}.late') AS position, leaf, micros FROM ${this.schema}.log_head",
    },
    {
      file: `${POSTGRES_LOG}/statements.js`,
      from: `UPDATE \${this.schema}.log_head SET position = $1, leaf = $2, micros = $3
          WHERE one RETURNING position`,
      to: 'SELECT $1::bigint AS position, $2::bytea, $3::bigint',
    },
    {
      file: `${POSTGRES_LOG}/statements.js`,
      from: 'text: `SELECT position, leaf, micros FROM ${this.schema}.log_head WHERE one`',
      to: "text: `SELECT coalesce(max(position), 0) AS position, ''::bytea AS leaf, 0 AS micros FROM ${this.schema}.events`",
    },
    {
      file: 'libs/stores/src/shared/places.js',
      ...{ from: 'events.forEach(({ position }, index)', to: '[].forEach(({ position }, index)' },
    },
    {
      file: `${POSTGRES_LOG}/reading.js`,
      from: 'last += BigInt(page.length);',
      to: 'last = page.at(-1)?.position ?? head;',
    },
  ],
};
