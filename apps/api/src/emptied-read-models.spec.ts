import { setTimeout as delay } from 'node:timers/promises';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import {
  type PostgresServer,
  postgresBinaries,
  startPostgres,
} from '../../../test/support/postgres-server.mjs';
import { serverLog } from './server-log.js';

(postgresBinaries() ? describe : describe.skip)(
  'a server whose read models a crash of the database has emptied',
  () => {
    let server: PostgresServer;
    let office: TestOffice;
    const lines: string[] = [];
    beforeAll(async () => {
      server = await startPostgres();
      const store = await server.createDatabase();
      const log = serverLog('info', { write: (line) => void lines.push(line) });
      office = await openOffice({ store, log });
    }, 180_000);
    afterAll(async () => {
      await office?.dispose();
      await server?.dispose();
    });

    const asked = (path: string) => office.ask('GET', `/api/${path}`, { as: 'leader-nn' });
    const listed = () => asked('clues');
    const ready = () => office.ask('GET', '/health/ready');
    const until = async (condition: () => boolean | Promise<boolean>) => {
      const end = performance.now() + 20_000;
      while (!(await condition()) && performance.now() < end) await delay(20);
    };

    it('answers nothing from them before they are built anew, and calls no sound log damaged', async () => {
      const discovery = { as: 'intake-nn', body: DISCOVERY };
      expect((await office.ask('POST', '/api/clues', discovery)).status).toBe(201);
      await until(async () => (await ready()).body.readSide === 'idle');
      const before = await listed();
      const { database, store } = office.installation;
      // Holds the runner once it has lined up its tables.
      const { transaction } = database;
      const building = Promise.withResolvers<void>();
      const built = Promise.withResolvers<void>();
      let linedUp = false;
      database.transaction = async (work) => {
        if (linedUp) {
          building.resolve();
          await built.promise;
        }
        const result = await transaction.call(database, work);
        linedUp = true;
        return result as Awaited<ReturnType<typeof work>>; // as the port says
      };
      await server.query('checkpoint');
      await server.stop('SIGQUIT');
      await server.start();
      await building.promise;
      const meanwhile = await Promise.all(
        ['clues', `clues?q=${encodeURIComponent('陈')}`, 'people/chen'].map(asked),
      );
      built.resolve();
      for (const { status, body } of meanwhile)
        expect([status, body.code]).toEqual([503, 'read-models-unreadable']);
      await until(async () => (await ready()).body.readSide === 'idle');
      expect((await listed()).body).toEqual(before.body);
      expect([store.damage, lines.filter((line) => line.includes('log-damaged'))]).toEqual([
        [],
        [],
      ]);
    }, 60_000);
  },
);
