import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { draft } from '../shared/testing/draft.js';
import { clock, describeOnPostgres } from '../../../../test/support/describe-on-postgres.js';
import { addressOf } from './address.js';
import { Hold } from './hold.js';
import { openPostgresLog } from './open-postgres-log.js';
import type { PostgresLog } from './postgres-log.js';
import { connect, ended } from './session.js';

describeOnPostgres('a log on PostgreSQL that one server serves', (on) => {
  const opened: PostgresLog[] = [];
  const clients: pg.Client[] = [];
  afterEach(async () => {
    for (const log of opened.splice(0)) await log.close();
    for (const client of clients.splice(0)) await ended(client);
  });

  const open = async (alone: boolean, url = on.url) => {
    const log = await openPostgresLog({ url, clock, create: true, alone });
    opened.push(log);
    return log;
  };
  const connected = async () => {
    const client = await connect(addressOf(on.url), 10_000);
    clients.push(client);
    return client;
  };
  const LOCKS = `FROM pg_locks WHERE locktype = 'advisory' AND database =
    (SELECT oid FROM pg_database WHERE datname = current_database())`;
  const holders = async () =>
    (await on.sql(`SELECT pid ${LOCKS} AND granted`)).map(({ pid }) => pid);
  const endHolder = () => on.sql(`SELECT pg_terminate_backend(pid, 5000) ${LOCKS} AND granted`);

  it('is refused to a second one, which is told whose it is, until the first has ended', async () => {
    const first = await open(true);
    await expect(open(true)).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringMatching(
        new RegExp(
          `schema cluetrail_log: expected a log that no other server serves, found cluetrail .+ process ${process.pid} .+, since 2`,
        ),
      ),
    });
    await first.close();
    await open(true);
  });

  it('is open to who does not serve it, and another log of the database to another server', async () => {
    await open(true);
    await open(false);
    await open(true, `${on.url}?log=other`);
    expect(await holders()).toHaveLength(2);
  });

  it('is held again after its connection was lost, before anybody asks', async () => {
    await open(true);
    const [before] = await holders();
    await endHolder();
    const until = performance.now() + 10_000;
    while ((await holders()).length === 0 && performance.now() < until) await delay(50);
    const [after] = await holders();
    expect([typeof after, after === before]).toEqual(['number', false]);
    await expect(open(true)).rejects.toMatchObject({ code: 'in-use' });
  }, 30_000);

  it('takes nothing from a server whose place another one took meanwhile', async () => {
    const log = await open(true);
    await log.append('clue-a', 0, [draft('clue-a')]);
    const other = await connected();
    const [{ classid, objid }] = await on.sql(`SELECT classid, objid ${LOCKS}`);
    // Waits in the queue: nobody else can be quicker.
    const taken = other.query('SELECT pg_advisory_lock($1, $2::bigint::oid::int)', [
      classid,
      objid,
    ]);
    while ((await on.sql(`SELECT ${LOCKS}`)).length < 2) await delay(10);
    await endHolder();
    await taken;
    expect(await log.append('clue-a', 1, [draft('clue-a')])).toMatchObject({
      outcome: 'unavailable',
      cause: expect.stringContaining('no other server'),
    });
    expect(log.refusing).toContain('no other server');
    await ended(other);
    const until = performance.now() + 10_000;
    while (performance.now() < until) {
      const { outcome } = await log.append('clue-a', 1, [draft('clue-a')]);
      if (outcome === 'appended') break;
      await delay(100);
    }
    expect(await log.read('clue-a')).toHaveLength(2);
  }, 30_000);

  /** Another server comes and goes while the first has lost its session; `meanwhile` is done under its lock. */
  const overtaking = async (meanwhile: (other: PostgresLog) => Promise<unknown>) => {
    const queued = await connected();
    const [{ classid, objid }] = await on.sql(`SELECT classid, objid ${LOCKS}`);
    const key = [classid, objid];
    const taken = queued.query('SELECT pg_advisory_lock($1, $2::bigint::oid::int)', key);
    while ((await on.sql(`SELECT ${LOCKS}`)).length < 2) await delay(10);
    await endHolder();
    await taken;
    await meanwhile(await open(false));
    await ended(queued);
  };

  /** Before anybody asks. */
  const refusing = async (log: PostgresLog, cause: RegExp) => {
    const until = performance.now() + 10_000;
    while (!cause.test(log.refusing ?? '') && performance.now() < until) await delay(50);
    expect(log.refusing).toMatch(cause);
  };

  it('is written no more by a server whose place another one had, once that has written', async () => {
    const log = await open(true);
    const told: unknown[] = [];
    log.onRefusing((cause, lasting) => told.push([cause, lasting]));
    await log.append('clue-a', 0, [draft('clue-a')]);
    await overtaking((other) => other.append('clue-b', 0, [draft('clue-b')]));
    await refusing(
      log,
      /end, where this server left it, found an event of another server at position 2/,
    );
    for (const version of [1, 1])
      expect(await log.append('clue-a', version, [draft('clue-a')])).toEqual({
        outcome: 'unavailable',
        cause: log.refusing,
        stopped: true,
      });
    expect(told).toEqual([[log.refusing, true]]);
    expect(await holders()).toEqual([]);
    expect(await log.readAll()).toHaveLength(2);
    await (await open(true)).append('clue-a', 1, [draft('clue-a')]);
  }, 30_000);

  it('is refused also where the database was set back meanwhile', async () => {
    const log = await open(true);
    await log.append('clue-a', 0, [draft('clue-a')]);
    await overtaking(() =>
      on.sql(
        `ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER; DELETE FROM cluetrail_log.events;
          UPDATE cluetrail_log.log_head SET position = 0, leaf = '', micros = 0`,
      ),
    );
    await refusing(log, /found no event there: the database was set back/);
    expect(await log.append('clue-b', 0, [draft('clue-b')])).toMatchObject({
      outcome: 'unavailable',
    });
  }, 30_000);

  it('knows its own events again, also those of which it was told nothing', async () => {
    const hold = new Hold(addressOf(on.url));
    const log = await open(false);
    await log.append('clue-a', 0, [draft('clue-a')]);
    hold.knows(await log.head());
    await log.append('clue-a', 1, [draft('clue-a'), draft('clue-a')]);
    const events = await log.readAll();
    hold.sends(events.slice(1));
    const first = await connected();
    await hold.take(first);
    await ended(first);
    hold.knows(events[0]);
    hold.sends(events.slice(1, 2));
    const second = await connected();
    await expect(hold.take(second)).rejects.toMatchObject({
      code: 'overtaken',
      message: expect.stringContaining('at position 3'),
    });
    await ended(second);
    await expect(hold.take(await connected())).rejects.toBe(hold.overtaken);
  });

  it('names itself where its session ends while a copy is made into it', async () => {
    const log = await open(true);
    await log.append('clue-a', 0, [draft('clue-a')]);
    const other = await connected();
    await other.query('BEGIN; SELECT FROM cluetrail_log.log_head FOR UPDATE');
    const marked = log.beginCopy().catch((error: unknown) => error);
    while ((await on.sql(`SELECT FROM pg_locks WHERE NOT granted`)).length === 0) await delay(10);
    await endHolder();
    expect(await marked).toMatchObject({
      code: 'log-unreadable',
      message: expect.stringMatching(
        /^PostgreSQL .*, schema cluetrail_log: expected an answer, found "/,
      ),
    });
  });

  it('is taken over from a session of its own whose end the server has not noticed', async () => {
    const hold = new Hold(addressOf(on.url));
    const [broken, fresh] = [await connected(), await connected()];
    await hold.take(broken);
    await hold.take(fresh);
    const { rows } = await fresh.query('SELECT pg_backend_pid() AS pid');
    expect(await holders()).toEqual([rows[0].pid]);
    await expect(new Hold(addressOf(on.url)).take(await connected())).rejects.toMatchObject({
      code: 'in-use',
    });
  });
});
