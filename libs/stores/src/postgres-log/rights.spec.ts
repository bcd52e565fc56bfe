import { often } from '../../../../test/support/often.js';
import {
  postgresBinaries,
  type PostgresServer,
  startPostgres,
} from '../../../../test/support/postgres-server.mjs';
import { draft } from '../shared/testing/draft.js';
import { type OpenPostgresLog, openPostgresLog, preparePostgresLog } from './open-postgres-log.js';
import type { PostgresLog } from './postgres-log.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };

/** The oldest that is served, where roles can do more, and the newest that was tried. */
for (const version of often([15, 18], [18]))
  (postgresBinaries(version) ? describe : describe.skip)(`a log on PostgreSQL ${version}`, () => {
    let server: PostgresServer;
    let url: string;
    const opened: PostgresLog[] = [];
    beforeAll(async () => (server = await startPostgres({ version })), 180_000);
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

    const ROLES = [
      ['is a superuser', 'SUPERUSER', ''],
      ['owns its events', '', 'ALTER TABLE cluetrail_log.events OWNER TO @'],
      [
        'owns its events',
        '',
        'CREATE ROLE @_o; GRANT @_o TO @; ALTER TABLE cluetrail_log.events OWNER TO @_o',
      ],
      ['owns its schema', '', 'ALTER SCHEMA cluetrail_log OWNER TO @'],
      ['has UPDATE on its events', '', 'GRANT UPDATE (bytes) ON cluetrail_log.events TO @'],
      [
        'has DELETE, TRUNCATE on its events',
        '',
        'GRANT DELETE, TRUNCATE ON cluetrail_log.events TO PUBLIC',
      ],
      ['has TRIGGER on its events', '', 'GRANT TRIGGER ON cluetrail_log.events TO @'],
      ['has UPDATE, DELETE on its events', '', 'GRANT pg_write_all_data TO @'],
      [
        'has UPDATE on its events',
        'NOINHERIT',
        'CREATE ROLE @_o; GRANT UPDATE ON cluetrail_log.events TO @_o; GRANT @_o TO @',
      ],
      ['is a member of @_s, a superuser', '', 'CREATE ROLE @_s SUPERUSER; GRANT @_s TO @'],
      [
        'owns the function of its triggers',
        '',
        'ALTER FUNCTION cluetrail_log.refuse_change() OWNER TO @',
      ],
      ['is a member of pg_execute_server_program', '', 'GRANT pg_execute_server_program TO @'],
      ['is a member of pg_write_server_files', 'NOINHERIT', 'GRANT pg_write_server_files TO @'],
      [
        'may switch triggers off (session_replication_role)',
        '',
        'GRANT SET ON PARAMETER session_replication_role TO @',
      ],
      [
        'is hindered by no trigger events_are_final, which is disabled or gone',
        '',
        'ALTER TABLE cluetrail_log.events DISABLE TRIGGER events_are_final',
      ],
      [
        'is hindered by no trigger events_are_kept, which is disabled or gone',
        '',
        'DROP TRIGGER events_are_kept ON cluetrail_log.events',
      ],
    ] as const;

    it.each(ROLES.map((one, index) => [index, ...one] as const))(
      '%i: is prepared for no role that %s',
      async (index, found, attributes, statement) => {
        await open(true);
        const role = `alters_${index}`;
        await sql(`CREATE ROLE ${role} LOGIN PASSWORD 'serves' ${attributes}`);
        await sql(statement.replaceAll('@', role));
        await expect(preparePostgresLog({ url, role })).rejects.toMatchObject({
          code: 'role-may-alter',
          message: expect.stringContaining(`found ${role}, which ${found.replaceAll('@', role)}; `),
        });
        expect((await open(false)).alters).toBe('is a superuser');
      },
    );

    it.each([
      [
        'that there is not',
        'nobody',
        'role-missing',
        /^--role: expected a role .*, found no nobody /,
      ],
      ['that is a superuser', 'all_may', 'role-may-alter', /another with --role/],
    ])('is not made for a role %s', async (_, role, code, message) => {
      await sql('DROP ROLE IF EXISTS all_may; CREATE ROLE all_may SUPERUSER');
      await expect(preparePostgresLog({ url, role })).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
      const found = await sql(`SELECT nspname FROM pg_namespace WHERE nspname ~ '^cluetrail'`);
      expect(found).toEqual([]);
    });

    it('is prepared for a role that may make others, but on a server where it could make itself any', async () => {
      await open(true);
      await sql(`CREATE ROLE makes_roles LOGIN CREATEROLE`);
      const prepared = preparePostgresLog({ url, role: 'makes_roles' });
      if (version >= 16) return prepared;
      await expect(prepared).rejects.toMatchObject({
        message: expect.stringMatching(/found makes_roles, which may make itself .*CREATEROLE/),
      });
    });

    it('is served as a role of which it says by what it could alter it, undefined where it cannot', async () => {
      await open(true);
      await sql(`CREATE ROLE adds LOGIN PASSWORD 'serves'`);
      await preparePostgresLog({ url, role: 'adds' });
      const at = new URL(url);
      Object.assign(at, { username: 'adds', password: 'serves' });
      const as = () => open(false, { url: at.href });
      expect((await as()).alters).toBeUndefined();
      await sql('GRANT DELETE ON cluetrail_log.events TO adds');
      expect((await as()).alters).toBe('has DELETE on its events');
    });
  });
