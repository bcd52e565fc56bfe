import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import {
  type PostgresServer,
  postgresBinaries,
  startPostgres,
} from '../../../test/support/postgres-server.mjs';
import { openInstallation } from './installation.js';
import { serverLog } from './server-log.js';

(postgresBinaries() ? describe : describe.skip)(
  'a server whose database is set back while it runs',
  () => {
    let server: PostgresServer;
    let store: string;
    let office: TestOffice;
    const lines: string[] = [];
    beforeAll(async () => {
      server = await startPostgres();
      store = await server.createDatabase();
      office = await openOffice({
        store,
        log: serverLog('info', { write: (line) => void lines.push(line) }),
      });
    }, 180_000);
    afterAll(async () => {
      await office?.dispose();
      await server?.dispose();
    });

    const sql = (text: string) => server.query(text, [], store);
    const discover = () => office.ask('POST', '/api/clues', { as: 'intake-nn', body: DISCOVERY });
    const end = async () => {
      const [row] =
        await sql(`SELECT position::int, (SELECT count(*)::int FROM cluetrail_log.events) AS events
        FROM cluetrail_log.log_head`);
      return row;
    };
    const pin = () => readFileSync(join(office.directory, 'pin.json'), 'utf8');

    it('records nothing more, says so at once in both languages, and keeps the pin of what it acknowledged', async () => {
      expect((await discover()).status).toBe(201);
      const { position: kept } = await end();
      for (let clue = 0; clue < 3; clue++) expect((await discover()).status).toBe(201);
      const before = pin();
      await sql(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER;
        DELETE FROM cluetrail_log.events WHERE position > ${kept};
        UPDATE cluetrail_log.log_head SET (position, leaf) =
          (SELECT position, leaf FROM cluetrail_log.events WHERE position = ${kept})`);
      for (const answer of [
        await discover(),
        await discover(),
        await office.ask('GET', '/health/ready'),
      ]) {
        expect(answer).toMatchObject({
          status: 503,
          body: {
            code: 'log-stopped',
            title: expect.stringContaining('Not recorded'),
            detail: { zh: expect.stringMatching(/^未记录：.*重新启动/) },
          },
        });
        expect(answer.headers['retry-after']).toBeUndefined();
      }
      expect(await end()).toEqual({ position: kept, events: kept });
      expect(pin()).toBe(before);
      const alarms = lines.map((line) => JSON.parse(line)).filter(({ alarm }) => alarm);
      expect(alarms).toEqual([
        expect.objectContaining({
          level: 60,
          alarm: 'log-refuses',
          cause: expect.stringContaining('the database was set back'),
        }),
      ]);
    }, 60_000);

    it('says so to who verifies it, and that its attachments cannot all be known', async () => {
      const { position: stands } = await end();
      const acknowledged = JSON.parse(pin()).position;
      const answer = await office.admin('POST', '/admin/verify', { as: 'auditor-nn' });
      const { result } = JSON.parse(answer.text.trim().split('\n').at(-1) ?? '');
      expect(result).toMatchObject({
        ok: false,
        events: stands,
        firstBad: Number(stands) + 1,
        problems: [
          {
            position: Number(stands) + 1,
            problem: `behind-pin: expected position ${acknowledged}, found ${stands}`,
          },
        ],
        attachments: { problems: [], orphans: [] },
      });
    }, 60_000);

    it('says by name why a loss cannot be recorded at the next start', async () => {
      const { directory, installation, clock } = office;
      const { keyFile } = installation;
      await office.server.close();
      const before = pin();
      const [{ leaf }] = await sql(
        `SELECT encode(leaf, 'hex') AS leaf FROM cluetrail_log.log_head`,
      );
      await sql(`CREATE TRIGGER refusing BEFORE INSERT ON cluetrail_log.events
        FOR EACH ROW EXECUTE FUNCTION cluetrail_log.refuse_change()`);
      const acceptLoss = { leaf: String(leaf), by: 'sysadmin-nn', reason: 'dump put back' };
      const again = { directory, keyFile, store, clock, create: false, demo: true, acceptLoss };
      await expect(openInstallation(again)).rejects.toMatchObject({
        code: 'not-recorded',
        message:
          'LossAccepted on log: expected to be recorded, found unavailable, INSERT on events: events are never altered',
      });
      expect(pin()).toBe(before);
      await sql('DROP TRIGGER refusing ON cluetrail_log.events');
      await (await openInstallation(again)).close();
      expect(JSON.parse(pin()).position).toBeGreaterThan(Number((await end()).position) - 1);
    }, 60_000);
  },
);
