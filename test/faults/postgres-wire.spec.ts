import pg from 'pg';
import type { Append, Position } from '@cluetrail/event-sourcing';
import { openPostgresLog, type PostgresLog } from '@cluetrail/stores';
import { drafts, receiptsOf, SetClock } from '../contract/subject.js';
import {
  postgresBinaries,
  type PostgresServer,
  startPostgres,
} from '../support/postgres-server.mjs';
import { Wire } from '../support/wire.mjs';

const TIMEOUT = 1500;
const clock = new SetClock();
let server: PostgresServer;
let wire: Wire;
let logs = 0;
const open: PostgresLog[] = [];

/** The name of the statement by which a group goes to the server. */
const APPEND = 'append';

(postgresBinaries() ? describe : describe.skip)('a log on PostgreSQL', () => {
  beforeAll(async () => (server = await startPostgres()), 180_000);
  afterAll(() => server?.dispose());
  beforeEach(async () => {
    wire = await new Wire(server.port).start();
    logs += 1;
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((log) => log.close()));
    await wire.stop();
  });

  describe('that fails in the midst of an append', () => {
    it('answers unknown where the answer is lost, and its retry finds the one copy', async () => {
      const log = await opened();
      receiptsOf(await log.append('clue-a', 0, drafts('clue-a', 1)));
      const batch = drafts('clue-a', 2);
      wire.at(APPEND, 'lose');
      expect((await log.append('clue-a', 1, batch)).outcome).toBe('unknown');
      expect(log.refusing).toBeDefined();
      const stood = (await log.read('clue-a', { from: 2 })).map(({ event }) => event);
      expect(stood.map(({ eventId }) => eventId)).toEqual(batch.map(({ eventId }) => eventId));
      clock.micros += 60_000_000;
      const receipts = receiptsOf(await insist(() => log.append('clue-a', 1, batch)));
      expect(receipts.map(({ recordedAt }) => recordedAt)).toEqual(
        stood.map(({ recordedAt }) => recordedAt),
      );
      expect(await log.readAll()).toHaveLength(3);
      expect(log.refusing).toBeUndefined();
    });

    it('answers unknown where it may not have arrived, and its retry writes it', async () => {
      const log = await opened();
      const batch = drafts('clue-a', 2);
      wire.at(APPEND, 'cut');
      expect((await log.append('clue-a', 0, batch)).outcome).toBe('unknown');
      expect(await log.readAll()).toEqual([]);
      receiptsOf(await insist(() => log.append('clue-a', 0, batch)));
      expect(await idsOf(log)).toEqual(batch.map(({ eventId }) => eventId));
    });

    it('answers unknown in time where the server never answers', async () => {
      const log = await opened();
      receiptsOf(await log.append('clue-a', 0, drafts('clue-a', 1)));
      const batch = drafts('clue-a', 2);
      wire.silent = true;
      const began = performance.now();
      expect((await log.append('clue-a', 1, batch)).outcome).toBe('unknown');
      // Not even connected: nothing can have been written.
      expect((await log.append('clue-b', 0, drafts('clue-b', 1))).outcome).toBe('unavailable');
      expect(performance.now() - began).toBeLessThan(2 * TIMEOUT + 1000);
      wire.silent = false;
      receiptsOf(await insist(() => log.append('clue-a', 1, batch)));
      expect((await idsOf(log)).slice(1)).toEqual(batch.map(({ eventId }) => eventId));
    });

    it('tells each of a group, and none of them stands in part or twice', async () => {
      const log = await opened();
      const commands = Array.from({ length: 40 }, (_, index) => drafts(`clue-${index}`, 2));
      for (const act of ['lose', 'cut'] as const) {
        wire.at(APPEND, act);
        const answers = await Promise.all(
          commands.map((batch) => log.append(batch[0].stream, 0, batch)),
        );
        expect(answers.map(({ outcome }) => outcome)).toContain('unknown');
        for (const batch of commands)
          receiptsOf(await insist(() => log.append(batch[0].stream, 0, batch)));
      }
      const ids = commands.flat().map(({ eventId }) => eventId);
      expect((await idsOf(log)).sort()).toEqual(ids.sort());
    });
  });

  describe('whose server is away', () => {
    it('answers unavailable, writes nothing, and goes on by itself once it is back', async () => {
      const log = await opened();
      receiptsOf(await log.append('clue-a', 0, drafts('clue-a', 1)));
      await wire.down();
      const batch = drafts('clue-a', 1);
      // The connection may not have noticed yet when the first one goes.
      await log.append('clue-b', 0, drafts('clue-b', 1));
      const answer = await log.append('clue-a', 1, batch);
      expect(answer).toMatchObject({ outcome: 'unavailable' });
      expect(log.refusing).toMatch(/ECONNREFUSED/);
      const reading = log.read('clue-a');
      await wire.up();
      expect(await reading).toHaveLength(1);
      receiptsOf(await insist(() => log.append('clue-a', 1, batch)));
    });

    it('is not opened, in one clear sentence without the password', async () => {
      await wire.down();
      const refused = await opened().catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'log-unreadable' });
      expect(String(refused)).toContain('ECONNREFUSED');
      expect(JSON.stringify(refused)).not.toContain(server.password);
    });

    it('gives a subscription every event once, over every break, also those of another process', async () => {
      const [log, other] = [await opened(), await opened(server.port)];
      const found: Position[] = [];
      const reading = (async () => {
        for await (const { position } of log.subscribe(0n)) if (found.push(position) === 60) return;
      })();
      for (let version = 0; version < 60; version++) {
        receiptsOf(await other.append('clue-a', version, drafts('clue-a', 1)));
        if (version % 20 === 10) wire.cut();
      }
      await reading;
      expect(found).toEqual(Array.from({ length: 60 }, (_, index) => BigInt(index + 1)));
    });
  });

  it('is closed in time, also where nothing arrives any more', async () => {
    const log = await opened();
    receiptsOf(await log.append('clue-a', 0, drafts('clue-a', 1)));
    expect(await log.read('clue-a')).toHaveLength(1);
    wire.dead = true;
    const began = performance.now();
    await log.close();
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('is closed in time where the server fell silent before a connection was of use', async () => {
    for (const word of ['set_config', 'LISTEN']) {
      const log = await opened();
      wire.cut();
      const { reached } = wire.at(word, 'hold');
      await reached;
      const began = performance.now();
      await log.close();
      expect(performance.now() - began).toBeLessThan(2 * TIMEOUT + 1000);
      logs += 1;
    }
  });

  describe('that is slow', () => {
    it('answers late and right', async () => {
      const log = await opened(wire.port, { timeoutMs: 10 * TIMEOUT });
      wire.delayMs = 30;
      const began = performance.now();
      const batch = drafts('clue-a', 3);
      receiptsOf(await log.append('clue-a', 0, batch));
      expect(performance.now() - began).toBeGreaterThan(100);
      expect(await idsOf(log)).toEqual(batch.map(({ eventId }) => eventId));
    });

    it('lets nobody wait beyond the time-out or the bound while another process holds the end of the log', async () => {
      const log = await opened(wire.port, { queueLimit: 4 });
      const release = await held();
      const commands = Array.from({ length: 6 }, (_, index) => drafts(`clue-${index}`, 1));
      const append = (batch: (typeof commands)[number]) => log.append(batch[0].stream, 0, batch);
      const first = append(commands[0]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const answers = await Promise.all([first, ...commands.slice(1).map(append)]);
      // One was sent; three waited behind it and were never sent; two found the queue full.
      expect(answers.map(({ outcome }) => outcome)).toEqual([
        'unknown',
        ...Array(5).fill('unavailable'),
      ]);
      expect(answers.filter((one) => 'cause' in one && /at most 4/.test(one.cause))).toHaveLength(
        2,
      );
      await release();
      for (const batch of commands) receiptsOf(await insist(() => append(batch)));
      expect((await idsOf(log)).sort()).toEqual(commands.map(([{ eventId }]) => eventId).sort());
    });
  });

  it('lets one of 16 writers in two processes win each round', async () => {
    const both = [await opened(), await opened(server.port)];
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, index) =>
          both[index % 2].append('clue-a', round, drafts('clue-a', 1)),
        ),
      );
      const lost = answers.filter(({ outcome }) => outcome !== 'appended');
      expect(lost).toEqual(
        Array(15).fill({ outcome: 'conflict', expected: round, actual: round + 1 }),
      );
    }
    const [one, two] = await Promise.all(both.map((log) => log.readAll()));
    expect(one).toEqual(two);
    expect(one.map(({ position }) => position)).toEqual(
      Array.from({ length: 10 }, (_, index) => BigInt(index + 1)),
    );
    const times = one.map(({ event }) => event.recordedAt);
    expect(times).toEqual([...new Set(times)].sort());
  });
});

async function opened(port = wire.port, options: { queueLimit?: number; timeoutMs?: number } = {}) {
  const url = `${server.url({ port })}?log=log_${logs}`;
  const log = await openPostgresLog({ url, clock, create: true, timeoutMs: TIMEOUT, ...options });
  open.push(log);
  return log;
}

/** Locks the end of the log as another process's transaction does, until it is released. */
async function held(): Promise<() => Promise<void>> {
  const client = new pg.Client(server.url());
  await client.connect();
  await client.query(`BEGIN; SELECT FROM log_${logs}.log_head FOR UPDATE`);
  return () => client.end();
}

/** As a client does: the same ids until it is told how it ended. */
async function insist(append: () => Promise<Append>): Promise<Append> {
  for (;;) {
    const answer = await append();
    if (answer.outcome === 'appended' || answer.outcome === 'conflict') return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const idsOf = async (log: PostgresLog) => (await log.readAll()).map(({ event }) => event.eventId);
