import type { Verification } from '../shared/log.js';
import { draft } from '../shared/testing/draft.js';
import { clock, describeOnPostgres } from '../../../../test/support/describe-on-postgres.js';
import { openPostgresLog } from './open-postgres-log.js';
import type { PostgresLog } from './postgres-log.js';
import { verifyClosedTables } from './verify-closed.js';

describeOnPostgres(
  'a log on PostgreSQL of which somebody takes a part away while it is served',
  (on) => {
    let log: PostgresLog;
    beforeEach(async () => {
      log = await openPostgresLog({ url: on.url, clock, create: true, alone: true });
      for (let version = 0; version < 3; version++) await appended(version);
    });
    afterEach(() => log.close());

    const appended = (version: number) => log.append('clue-a', version, [draft('clue-a')]);
    const toldBy = ({ events, problems }: Verification) => [
      events,
      ...problems.map(({ position, problem }) => `${position} ${problem}`),
    ];

    it('is told by name where the row is gone that says where it ends', async () => {
      await on.sql(`ALTER TABLE cluetrail_log.log_head DISABLE TRIGGER USER;
        DELETE FROM cluetrail_log.log_head`);
      const named = 'schema cluetrail_log: expected one row of log_head, found none';
      expect(await appended(3)).toEqual({ outcome: 'unavailable', cause: named });
      expect(log.refusing).toBe(named);
      await expect(log.readAll()).rejects.toMatchObject({ code: 'log-damaged', message: named });
      expect(log.damage).toEqual([{ position: 0n, problem: named }]);
      expect(await log.read('clue-a')).toHaveLength(3);
      for (const found of [await log.verifyAll(), await verifyClosedTables(on.url)])
        expect(toldBy(found)).toEqual([3, `0 ${named}`]);
    });

    it.each(['events', 'log_head'])('is told by name where a table is gone: %s', async (table) => {
      await on.sql(`DROP TABLE cluetrail_log.${table} CASCADE`);
      const named = `relation "cluetrail_log.${table}" does not exist`;
      expect(await appended(3)).toEqual({ outcome: 'unavailable', cause: named });
      const told = expect.stringMatching(
        new RegExp(`^PostgreSQL .*: expected the tables of a log, found "${named}"$`),
      );
      await expect(log.readAll()).rejects.toMatchObject({ code: 'log-damaged', message: told });
      expect(log.damage).toEqual([{ position: 0n, problem: told }]);
      for (const found of [await log.verifyAll(), await verifyClosedTables(on.url)])
        expect(toldBy(found)).toEqual([0, `0 tables: ${named}`]);
    });

    it('is told by name where its server refuses a question', async () => {
      await on.sql(`DROP TABLE cluetrail_log.events CASCADE;
        CREATE VIEW cluetrail_log.events AS SELECT 1 / position AS position, 'clue-a' AS stream,
          1 AS version, leaf, leaf AS bytes FROM (SELECT 0, ''::bytea) AS nothing (position, leaf)`);
      await expect(log.read('clue-a')).rejects.toMatchObject({
        code: 'log-unreadable',
        message: expect.stringMatching(
          /^PostgreSQL .*: expected an answer, found "division by zero"$/,
        ),
      });
      expect(log.damage).toEqual([]);
      await expect(log.verifyAll()).rejects.toMatchObject({ code: 'log-unreadable' });
    });
  },
);
