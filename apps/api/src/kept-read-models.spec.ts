import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import {
  type PostgresServer,
  postgresBinaries,
  startPostgres,
} from '../../../test/support/postgres-server.mjs';
import { openInstallation } from './installation.js';
import { serverLog } from './server-log.js';

(postgresBinaries() ? describe : describe.skip)(
  'a server whose read models lie where another one would keep its own',
  () => {
    let server: PostgresServer;
    let read: string;
    let office: TestOffice;
    const lines: string[] = [];
    beforeAll(async () => {
      server = await startPostgres();
      read = await server.createDatabase();
      const log = serverLog('info', { write: (line) => void lines.push(line) });
      office = await openOffice({ read, log });
      const body = DISCOVERY;
      expect((await office.ask('POST', '/api/clues', { as: 'intake-nn', body })).status).toBe(201);
    }, 180_000);
    afterAll(async () => {
      await office?.dispose();
      await server?.dispose();
    });

    const sql = (text: string) => server.query(text, [], read);
    const listed = () => office.ask('GET', '/api/clues', { as: 'leader-nn' });
    const ready = () => office.ask('GET', '/health/ready');
    const until = async (status: number) => {
      const end = performance.now() + 20_000;
      while ((await ready()).status !== status && performance.now() < end) await delay(50);
    };
    const LOCKS = `FROM pg_locks WHERE locktype = 'advisory' AND database =
      (SELECT oid FROM pg_database WHERE datname = current_database())`;

    it('keeps them from the second at its start', async () => {
      await expect(openOffice({ read })).rejects.toMatchObject({
        code: 'in-use',
        message: expect.stringMatching(
          /schema cluetrail_read: expected read models that no other server keeps, found cluetrail .+ process \d+ .+, since 2/,
        ),
      });
    }, 60_000);

    it('answers a question under way when its sessions break that they are away, and calls nobody for it', async () => {
      const before = lines.length;
      const held = sql(`BEGIN; LOCK TABLE cluetrail_read.clues; SELECT pg_sleep(3); COMMIT`);
      const seen = async (number: number, what: string) => {
        const end = performance.now() + 10_000;
        while ((await sql(what)).length < number && performance.now() < end) await delay(10);
      };
      await seen(1, `SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'`);
      const asked = [listed(), listed()];
      await seen(
        2,
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'
          AND application_name = 'cluetrail queries'`,
      );
      await sql(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE application_name IN ('cluetrail queries', 'cluetrail read models')`);
      for (const { status, body, headers } of await Promise.all(asked))
        expect([status, body.code, headers['retry-after']]).toEqual([
          ...[503, 'read-models-unreadable', '1'],
        ]);
      await held;
      await until(200);
      expect((await listed()).status).toBe(200);
      // They are held again at once: nothing has stopped.
      const alarms = lines.slice(before).filter((line) => JSON.parse(line).level >= 50);
      expect(alarms).toEqual([]);
    }, 60_000);

    it('has whoever is refused for that begin again with read models of its own', async () => {
      const root = mkdtempSync(join(tmpdir(), 'cluetrail-kept-'));
      const store = await server.createDatabase();
      const begin = (place: string) =>
        openInstallation({
          directory: join(root, 'data'),
          create: true,
          demo: true,
          store,
          read: place,
        });
      await expect(begin(read)).rejects.toMatchObject({ code: 'in-use' });
      await (await begin(await server.createDatabase())).close();
      rmSync(root, { recursive: true, force: true });
    }, 60_000);

    it('answers 503 while the other has them, by name and in both languages, and its own clues afterwards', async () => {
      const before = (await listed()).body.items;
      const [{ classid, objid }] = await sql(`SELECT classid, objid ${LOCKS}`);
      // Waits in the queue: nobody else can be quicker.
      const other = sql(
        `SELECT pg_advisory_lock(${classid}, ${objid}::bigint::oid::int), pg_sleep(3)`,
      );
      while ((await sql(`SELECT ${LOCKS}`)).length < 2) await delay(10);
      await sql(`SELECT pg_terminate_backend(pid, 5000) ${LOCKS} AND granted`);
      await sql(`UPDATE cluetrail_read._turn SET number = number + 1;
        UPDATE cluetrail_read._projections SET leaf = 'ff';
        UPDATE cluetrail_read.clues SET clue = 'clue-of-another'`);
      await until(503);
      for (const answer of [await listed(), await listed(), await listed(), await ready()])
        expect(answer).toMatchObject({
          status: 503,
          body: { code: 'in-use', detail: { zh: expect.stringContaining('另一台服务器') } },
        });
      const told = lines.map((line) => JSON.parse(line));
      expect(told.filter(({ code, err }) => (code ?? err?.code) === 'in-use')).toEqual([
        expect.objectContaining({
          ...{ level: 50, code: 'in-use', msg: 'read side stopped' },
          cause: expect.stringContaining('expected read models that no other server keeps'),
        }),
      ]);
      await other;
      await until(200);
      expect(lines.filter((line) => line.includes('read side goes on')).length).toBe(1);
      expect([before.length, (await listed()).body.items]).toEqual([1, before]);
    }, 60_000);
  },
);
