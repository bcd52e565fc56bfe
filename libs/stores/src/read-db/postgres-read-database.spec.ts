import { sql } from 'kysely';
import { createRunner, type Definition, projection } from '@cluetrail/event-sourcing';
import { describeOnPostgres } from '../../../../test/support/describe-on-postgres.js';
import { openReadModels } from './open-read-models.js';
import type { ReadModels } from './read-models.js';
import { longHistory } from './testing/long-history.js';
import { all, counted, matters, officers, totals } from './testing/projections.js';
import { ScriptedLog } from './testing/scripted-log.js';

const AT = '2021-10-08T01:00:00.000Z';
const names = projection<{ name: string }>({
  name: 'names',
  version: 1,
  columns: { name: 'text' },
  inClear: true,
  on: { OfficersAssigned: (_, { stream }) => [{ name: stream }] },
});

describeOnPostgres('read models on PostgreSQL', (at) => {
  let database: ReadModels;
  let log: ScriptedLog;
  beforeEach(async () => {
    database = await openReadModels(at.url);
    log = new ScriptedLog();
  });
  afterEach(() => database.close());

  const runner = (projections: readonly Definition[], on = database, store = log.store) =>
    createRunner({ store, database: on, projections, matters });
  const assign = (clue: number) =>
    log.append(`clue-${clue}`, { type: 'OfficersAssigned', at: AT, data: { officers: ['li'] } });

  it('hold byte for byte what SQLite holds of the same log', async () => {
    const { store } = await longHistory(200);
    await runner(counted, database, store).catchUp();
    const sums = await database.checksum();
    expect(Object.keys(sums).sort()).toEqual(counted.map(({ name }) => name).sort());
    expect(sums).toEqual(await sumsOnSqlite(store));
  });

  it('are written also where the database makes every transaction a reading one', async () => {
    const { pathname } = new URL(at.url);
    await at.server.query(
      `ALTER DATABASE ${pathname.slice(1)} SET default_transaction_read_only = on`,
    );
    await database.close();
    const on = await openReadModels(at.url);
    await assign(1);
    await runner([officers], on).catchUp();
    expect(await on.query.selectFrom('officers').selectAll().execute()).toHaveLength(1);
    await on.close();
  });

  it('tell instants apart as SQLite does', async () => {
    const days = async (on: ReadModels) => {
      const answer = sql<{ day: number }>`select julianday('2021-10-31T15:59:59.999Z') as day
        union all select julianday('2021-10-08T01:00:00.123456Z') order by 1`;
      return (await answer.execute(on.query)).rows;
    };
    expect(await days(database)).toEqual(await onSqlite(days));
  });

  it('are whole again after a crash of the server has emptied what stands in clear', async () => {
    await assign(1);
    await assign(2);
    await runner([names, officers]).catchUp();
    const before = await database.checksum();
    // What was written in the last moments goes with a crash.
    await at.server.query('checkpoint');
    await at.server.stop('SIGQUIT');
    await at.server.start();
    const after = await openReadModels(at.url);
    expect(await after.dump('names')).toEqual([]);
    await runner([names, officers], after).catchUp();
    expect(await after.checksum()).toEqual(before);
    await after.close();
  });

  it('are read while all of them are built anew, and no question fails', async () => {
    const { store } = await longHistory(60);
    const running = runner(all, database, store);
    await running.catchUp();
    let asking = true;
    let asked = 0;
    const readers = Array.from({ length: 3 }, async () => {
      for (; asking; asked++)
        await sql`select * from states s join totals t on t._stream = s._stream
          join officers o on o._stream = s._stream limit 20`.execute(database.query);
    });
    for (let times = 0; times < 2; times++) await running.rebuild();
    asking = false;
    await Promise.all(readers);
    expect(asked).toBeGreaterThan(20);
  }, 180_000);

  it('lie in no schema that holds other things', async () => {
    const other = await at.server.createDatabase();
    await at.server.query('create schema cluetrail_read', [], other);
    await at.server.query('create table cluetrail_read.ledger (clue text)', [], other);
    await expect(openReadModels(other)).rejects.toMatchObject({ code: 'read-models-refused' });
    expect(await at.server.query('select * from cluetrail_read.ledger', [], other)).toEqual([]);
  });

  it('that another format laid out are built anew', async () => {
    await assign(1);
    await runner([totals, officers]).catchUp();
    await at.sql('update cluetrail_read._format set version = 0');
    await database.close();
    const anew = await openReadModels(at.url);
    expect(await anew.checksum()).toEqual({});
    await anew.close();
  });

  it('say where they cannot be opened, and never the password', async () => {
    const { port } = at.server;
    for (const url of [
      at.server.url({ password: 'secret-of-mine' }),
      `postgres://postgres:secret-of-mine@127.0.0.1:${port}/nowhere`,
      'postgres://postgres:secret-of-mine@127.0.0.1:1/postgres',
    ])
      await expect(openReadModels(url)).rejects.toMatchObject({
        code: 'read-models-unreadable',
        message: expect.not.stringContaining('secret-of-mine'),
      });
  });

  const onSqlite = async <T>(ask: (on: ReadModels) => Promise<T>): Promise<T> => {
    const embedded = await openReadModels(`${at.server.directory}/${++made}.db`);
    try {
      return await ask(embedded);
    } finally {
      await embedded.close();
    }
  };
  const sumsOnSqlite = (store: ScriptedLog['store']) =>
    onSqlite(async (on) => {
      await runner(counted, on, store).catchUp();
      return on.checksum();
    });
  let made = 0;
});
