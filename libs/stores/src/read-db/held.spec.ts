import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { createRunner, type Runner } from '@cluetrail/event-sourcing';
import { Wire } from '../../../../test/support/wire.mjs';
import { describeOnPostgres } from '../../../../test/support/describe-on-postgres.js';
import { openReadModels } from './open-read-models.js';
import type { ReadModels } from './read-models.js';
import { officers } from './testing/projections.js';
import { ScriptedLog } from './testing/scripted-log.js';

interface Listed {
  readonly clue: string;
}

const AT = '2021-10-08T01:00:00.000Z';

describeOnPostgres('read models on PostgreSQL that one server keeps', (on) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const open = async (url = on.url) => {
    const database = await openReadModels(url);
    closing.push(() => database.close());
    return database;
  };
  /** Over a log of its own. */
  const kept = async (clues: readonly string[], database: ReadModels) => {
    const log = new ScriptedLog();
    const discovered = (clue: string) =>
      log.append(clue, { type: 'OfficersAssigned', at: AT, data: { officers: ['li'] } });
    for (const clue of clues) await discovered(clue);
    const { store } = log;
    const runner: Runner = createRunner({ store, database, projections: [officers] });
    closing.push(() => runner.stop());
    await runner.start();
    return { runner, discovered };
  };
  const listed = async ({ query }: ReadModels) =>
    (await sql<Listed>`select _stream as clue from officers`.execute(query)).rows.map(
      ({ clue }) => clue,
    );
  const LOCKS = `FROM pg_locks WHERE locktype = 'advisory' AND database =
    (SELECT oid FROM pg_database WHERE datname = current_database())`;
  const endHolder = () => on.sql(`SELECT pg_terminate_backend(pid, 5000) ${LOCKS} AND granted`);
  const until = async (condition: () => Promise<boolean>) => {
    const end = performance.now() + 10_000;
    while (!(await condition()) && performance.now() < end) await delay(20);
  };
  /** The holder's place in the queue: whoever waits there has the lock once its session ends. */
  const overtaken = async (meanwhile: () => Promise<unknown>) => {
    const [{ classid, objid }] = await on.sql(`SELECT classid, objid ${LOCKS}`);
    const taken = on.sql(
      `SELECT pg_advisory_lock(${classid}, ${objid}::bigint::oid::int), pg_sleep(1.5)`,
    );
    await until(async () => (await on.sql(`SELECT ${LOCKS}`)).length === 2);
    await endHolder();
    await meanwhile();
    await taken;
  };

  it('are refused to a second one, which is told whose they are, until the first has ended', async () => {
    const first = await open();
    await kept(['clue-a'], first);
    await expect(open()).rejects.toMatchObject({
      code: 'in-use',
      message: expect.stringMatching(
        new RegExp(
          `schema cluetrail_read: expected read models that no other server keeps, found cluetrail .+ process ${process.pid} .+, since 2`,
        ),
      ),
    });
    for (const close of closing.splice(0).reverse()) await close();
    const second = await open();
    await kept(['clue-b'], second);
    expect(await listed(second)).toEqual(['clue-b']);
  });

  it('are refused also under another name of the log that gives the same schema', async () => {
    await open();
    await expect(open(`${on.url}?log=cluetrail`)).rejects.toMatchObject({ code: 'in-use' });
    await open(`${on.url}?log=other`);
  });

  it('are held again after the session was lost, before anything else happens', async () => {
    const database = await open();
    const { runner, discovered } = await kept(['clue-a'], database);
    await endHolder();
    expect(await listed(database)).toEqual(['clue-a']);
    await expect(open()).rejects.toMatchObject({ code: 'in-use' });
    await discovered('clue-b');
    expect(await runner.reached(2n, 5000)).toBe(true);
    expect(await listed(database)).toEqual(['clue-a', 'clue-b']);
  }, 30_000);

  it('answer nothing to a server whose place another one has, and its own again afterwards', async () => {
    const database = await open();
    const { runner } = await kept(['clue-a'], database);
    await overtaken(async () => {
      await on.sql(`UPDATE cluetrail_read._turn SET number = number + 1;
        UPDATE cluetrail_read.officers SET _stream = 'clue-of-another';
        UPDATE cluetrail_read._projections SET leaf = 'ff'`);
      await until(async () => (await runner.status()).state === 'dead');
      await expect(listed(database)).rejects.toMatchObject({
        code: 'in-use',
        message: expect.stringMatching(/schema cluetrail_read: .*, found session|, since 2/),
      });
    });
    const seen = new Set<string>();
    await until(async () => {
      const rows = await listed(database).catch(() => ['refused']);
      for (const row of rows) seen.add(row);
      return rows.includes('clue-a');
    });
    expect([seen.has('clue-of-another'), await listed(database)]).toEqual([false, ['clue-a']]);
  }, 30_000);

  it('answer nothing while nobody knows whether another one has them', async () => {
    await on.sql(`CREATE ROLE keeper LOGIN PASSWORD 'keeps'`);
    await on.sql(`GRANT CREATE ON DATABASE ${new URL(on.url).pathname.slice(1)} TO keeper`);
    const at = Object.assign(new URL(on.url), { username: 'keeper', password: 'keeps' });
    const database = await open(at.href);
    await kept(['clue-a'], database);
    expect(await listed(database)).toEqual(['clue-a']);
    // Who asks is connected still.
    await on.sql('ALTER ROLE keeper NOLOGIN');
    await endHolder();
    await expect(listed(database)).rejects.toMatchObject({
      code: 'read-models-unreadable',
      message: expect.stringMatching(
        /schema cluetrail_read: expected to hold them, found a session that was lost$/,
      ),
    });
    await on.sql('ALTER ROLE keeper LOGIN');
    await until(async () => (await listed(database).catch(() => [])).length > 0);
    expect(await listed(database)).toEqual(['clue-a']);
  }, 30_000);

  it('are known to be lost once their session falls silent, though nobody writes', async () => {
    const wire = await new Wire(on.server.port).start();
    closing.push(() => wire.stop());
    const database = await open(Object.assign(new URL(on.url), { port: wire.port }).href);
    await kept(['clue-a'], database);
    let lost = false;
    database.onLost?.(() => (lost = true));
    wire.dead = true;
    const end = performance.now() + 25_000;
    while (!lost && performance.now() < end) await delay(50);
    wire.dead = false;
    expect(lost).toBe(true);
  }, 60_000);
});
