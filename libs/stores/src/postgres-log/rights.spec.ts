import {
  postgresBinaries,
  type PostgresServer,
  startPostgres,
} from '../../../../test/support/postgres-server.mjs';
import { draft } from '../shared/testing/draft.js';
import { type OpenPostgresLog, openPostgresLog, preparePostgresLog } from './open-postgres-log.js';
import type { PostgresLog } from './postgres-log.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };

(postgresBinaries() ? describe : describe.skip)('a log on PostgreSQL', () => {
  let server: PostgresServer;
  let url: string;
  const opened: PostgresLog[] = [];
  beforeAll(async () => (server = await startPostgres()), 180_000);
  afterAll(() => server?.dispose());
  beforeEach(async () => (url = await server.createDatabase()));
  afterEach(async () => {
    for (const log of opened.splice(0)) await log.close();
  });
  const open = async (create = false, options: Partial<OpenPostgresLog> = {}) => {
    const log = await openPostgresLog({ url, clock, create, ...options });
    opened.push(log);
    return log;
  };
  const sql = (text: string) => server.query(text, [], url);

  it.each(['INSERT', 'UPDATE'])('is refused to a server whose role lacks %s', async (right) => {
    await (await open(true)).append('clue-a', 0, [draft('clue-a')]);
    const role = `without_${right.toLowerCase()}`;
    await sql(`CREATE ROLE ${role} LOGIN PASSWORD 'serves'`);
    await preparePostgresLog({ url, role });
    const at = new URL(url);
    Object.assign(at, { username: role, password: 'serves' });
    const table = right === 'INSERT' ? 'events' : 'log_head';
    const log = await open(false, { url: at.href, alone: true });
    const told: unknown[] = [];
    log.onRefusing((cause) => told.push(cause));
    await sql(`REVOKE ${right} ON cluetrail_log.${table} FROM ${role}`);
    for (let times = 0; times < 3; times++)
      expect(await log.append('clue-b', 0, [draft('clue-b')])).toMatchObject({
        outcome: 'unavailable',
      });
    // Once, not for each command.
    expect(told).toEqual([expect.stringMatching(/^permission denied for table /)]);
    await log.close();
    await expect(open(false, { url: at.href, alone: true })).rejects.toMatchObject({
      code: 'log-unreadable',
      message: expect.stringMatching(
        `expected a role that may add events, found one without .*${right} on cluetrail_log.${table}.*log prepare`,
      ),
    });
    // Reading it, for a copy elsewhere, is another thing.
    expect(await (await open(false, { url: at.href })).readAll()).toHaveLength(1);
  });
});
