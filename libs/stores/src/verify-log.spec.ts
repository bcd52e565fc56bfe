import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  postgresBinaries,
  type PostgresServer,
  startPostgres,
} from '../../../test/support/postgres-server.mjs';
import { openPostgresLog } from './postgres-log/open-postgres-log.js';
import { draft } from './shared/testing/draft.js';
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

  (postgresBinaries() ? describe : describe.skip)('on PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => (server = await startPostgres()), 180_000);
    afterAll(() => server.dispose());

    it('has every place named', async () => {
      const log = await openPostgresLog({ url: server.url(), clock, create: true });
      await log.append('clue-a', 0, events());
      await log.close();
      await server.query(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER`);
      await server.query(`UPDATE cluetrail_log.events
        SET bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1) WHERE position IN (7, 60)`);
      await server.query('DELETE FROM cluetrail_log.events WHERE position = 30');
      const { problems } = await verifyClosedLog(server.url());
      expect([...new Set(problems.map(({ position }) => position))]).toEqual([7n, 30n, 31n, 60n]);
    });
  });
});
