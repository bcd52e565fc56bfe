import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '@cluetrail/event-sourcing';
import { describeOnPostgres } from '../../../test/support/describe-on-postgres.js';
import { openPostgresLog } from './postgres-log/open-postgres-log.js';
import { draft } from './shared/testing/draft.js';
import type { Log } from './shared/log.js';
import { openSqliteLog } from './sqlite-log/open-sqlite-log.js';
import { verifyClosedLog } from './verify-log.js';

const clock = { nowMicros: () => 0 };
const events = () => Array.from({ length: 60 }, () => draft('clue-a'));

/** Opening it is refused, and names one place of the damage. */
describe('a log that is too damaged to be opened', () => {
  it('has every place named on SQLite, the last event among them, and stays as it was', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cluetrail-log-'));
    const log = await openSqliteLog({ directory, clock, create: true });
    await log.append('clue-a', 0, events());
    await log.close();
    const db = new DatabaseSync(join(directory, 'events.db'));
    db.exec(`DROP TRIGGER events_no_update; UPDATE events
      SET bytes = CAST(replace(CAST(bytes AS TEXT), 'person-li', 'person-lo') AS BLOB)
      WHERE position IN (7, 60)`);
    db.close();
    await expect(openSqliteLog({ directory, clock, create: false })).rejects.toThrow(/position/);
    const before = readdirSync(directory);
    const { events: read, problems } = await verifyClosedLog(`sqlite:${directory}`);
    expect(read).toBe(60);
    const leaves = problems.filter(({ problem }) => /leaf/.test(problem));
    expect(leaves.map(({ position }) => position)).toEqual([7n, 60n]);
    expect(readdirSync(directory)).toEqual(before);
    rmSync(directory, { recursive: true });
  });

  describeOnPostgres('on PostgreSQL', (on) => {
    it('has every place named', async () => {
      const log = await openPostgresLog({ url: on.url, clock, create: true });
      await log.append('clue-a', 0, events());
      await log.close();
      await on.sql(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER`);
      await on.sql(`UPDATE cluetrail_log.events
        SET bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) WHERE position IN (7, 60)`);
      await on.sql('DELETE FROM cluetrail_log.events WHERE position = 30');
      const { problems } = await verifyClosedLog(on.url);
      expect([...new Set(problems.map(({ position }) => position))]).toEqual([7n, 30n, 31n, 60n]);
    });

    it('has its order checked: two events that changed places are named', async () => {
      const log = await openPostgresLog({ url: on.url, clock: setBack(), create: true });
      await written(log);
      const swapped = swap('cluetrail_log.events');
      await on.sql(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER; ${swapped}`);
      expect(await log.verifyAll()).toEqual(DISORDER);
      await log.close();
      expect(await verifyClosedLog(on.url)).toEqual(DISORDER);
    });
  });

  it('has its order checked on SQLite: two events that changed places are named, and open no log', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cluetrail-log-'));
    const log = await openSqliteLog({ directory, clock: setBack(), create: true });
    await written(log);
    await log.close();
    const db = new DatabaseSync(join(directory, 'events.db'));
    db.exec(`DROP TRIGGER events_no_update; ${swap('events')}; CREATE TRIGGER events_no_update
      BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'UPDATE of events'); END`);
    db.close();
    const { problems } = await verifyClosedLog(`sqlite:${directory}`);
    expect(problems.filter(({ position }) => position > 0n)).toEqual(DISORDER.problems);
    const [{ position }] = DISORDER.problems;
    await expect(openSqliteLog({ directory, clock, create: false })).rejects.toMatchObject({
      ...{ code: 'log-damaged', detail: { position: String(position) } },
      message: expect.stringMatching(/position 3: recordedAt: expected a time after 1970/),
    });
    rmSync(directory, { recursive: true });
  });

  it('is not asked for an order that another store did not keep, also after a copy', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cluetrail-log-'));
    const open = (begun: string, clock: Clock) =>
      openSqliteLog({ directory: join(directory, begun), clock, create: true });
    const late = await open('late', { nowMicros: () => 2000 });
    await late.append('log', 0, [
      { ...draft('log'), type: 'LogOpened', data: { monotone: false } },
    ]);
    const early = await open('early', clock);
    await early.append('clue-a', 0, [draft('clue-a')]);
    await late.load(await early.readAll());
    expect((await late.verifyAll()).problems).toEqual([]);
    await Promise.all([late.close(), early.close()]);
    rmSync(directory, { recursive: true });
  });
});

/** A clock that goes an hour back with each look. */
function setBack(): Clock {
  let hours = 100;
  return { nowMicros: () => (hours -= 1) * 3_600_000_000 };
}

/** Eight events: of two streams in turn, two at a time. */
async function written(log: Log): Promise<void> {
  for (let version = 0; version < 4; version += 2)
    for (const stream of ['clue-a', 'clue-b'])
      await log.append(stream, version, [draft(stream), draft(stream)]);
  expect((await log.verifyAll()).problems).toEqual([]);
}

/** The second of clue-a and the first of clue-b. */
function swap(events: string): string {
  return [
    [2, 0],
    [3, 2],
    [0, 3],
  ]
    .map(([from, to]) => `UPDATE ${events} SET position = ${to} WHERE position = ${from}`)
    .join('; ');
}

const DISORDER = {
  events: 8,
  firstBad: 3n,
  problems: [
    {
      position: 3n,
      problem: expect.stringMatching(
        /^recordedAt: expected a time after 1970-.*Z, found 1970-.*Z$/,
      ),
    },
  ],
};
