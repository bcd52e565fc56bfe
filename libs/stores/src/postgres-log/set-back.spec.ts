import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { draft } from '../shared/testing/draft.js';
import { clock, describeOnPostgres } from '../../../../test/support/describe-on-postgres.js';
import { openPostgresLog } from './open-postgres-log.js';
import type { PostgresLog } from './postgres-log.js';

describeOnPostgres(
  'a log on PostgreSQL that is not as its server left it, though no connection was lost',
  (on) => {
    let directory: string;
    let log: PostgresLog;
    let told: [cause: string | undefined, lasting: boolean][];
    beforeEach(async () => {
      directory = mkdtempSync(join(tmpdir(), 'cluetrail-pin-'));
      log = await openPostgresLog({ url: on.url, clock, create: true, alone: true, directory });
      told = [];
      log.onRefusing((cause, lasting) => told.push([cause, lasting]));
      for (let version = 0; version < 3; version++) await appended('clue-a', version);
    });
    afterEach(async () => {
      await log.close();
      rmSync(directory, { recursive: true });
    });

    const appended = (stream: string, version: number) =>
      log.append(stream, version, [draft(stream)]);
    const pin = () => readFileSync(join(directory, 'pin.json'), 'utf8');
    const setBackTo = (position: number) =>
      on.sql(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER;
        DELETE FROM cluetrail_log.events WHERE position > ${position};
        UPDATE cluetrail_log.log_head SET (position, leaf) =
          (SELECT position, leaf FROM cluetrail_log.events WHERE position = ${position})`);
    const standing = async () => (await on.sql('SELECT FROM cluetrail_log.events')).length;

    it('is written no more once it was set back, and its pin names what was acknowledged', async () => {
      const before = pin();
      await setBackTo(2);
      for (const stream of ['clue-b', 'clue-c'])
        expect(await appended(stream, 0)).toEqual({
          outcome: 'unavailable',
          cause: expect.stringMatching(
            /: expected position 3 at its end, where this server left it, found position 2: the database was set back; this server writes nothing more until it is started again$/,
          ),
          stopped: true,
        });
      expect([log.stopped, log.refusing, told]).toEqual([
        true,
        told[0][0],
        [[expect.any(String), true]],
      ]);
      expect([await standing(), pin()]).toEqual([2, before]);
      await log.close();
      await expect(
        openPostgresLog({ url: on.url, clock, create: false, alone: true, directory }),
      ).rejects.toMatchObject({ code: 'behind-pin' });
    });

    it('is written no more where another event stands at its end, or one behind it', async () => {
      const other = await openPostgresLog({ url: on.url, clock, create: false });
      await other.append('clue-b', 0, [draft('clue-b')]);
      await other.close();
      expect(await appended('clue-c', 0)).toMatchObject({
        cause: expect.stringContaining('found an event of another server at position 4'),
        stopped: true,
      });
      expect(await standing()).toBe(4);
    });

    it('is told where its head alone was put ahead: no event of another stands there', async () => {
      await on.sql(`UPDATE cluetrail_log.log_head SET position = 4`);
      expect(await appended('clue-c', 0)).toMatchObject({
        cause: expect.stringContaining(
          'where this server left it, found its head at position 4, and no event behind position 3; this server',
        ),
        stopped: true,
      });
      expect(await standing()).toBe(3);
    });

    it('is not taken to be as it was where the same position has another leaf', async () => {
      await on.sql(`UPDATE cluetrail_log.log_head SET leaf = sha256(leaf)`);
      expect(await appended('clue-c', 0)).toMatchObject({
        cause: expect.stringMatching(/found another event there/),
        stopped: true,
      });
      expect(await standing()).toBe(3);
    });

    it('is told before anybody asks', async () => {
      await setBackTo(1);
      const until = performance.now() + 10_000;
      while (!log.stopped && performance.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 50));
      expect(told).toEqual([[expect.stringContaining('the database was set back'), true]]);
    }, 20_000);

    it('is told by its verification: what was acknowledged is not there', async () => {
      await setBackTo(1);
      expect(await log.verifyAll()).toEqual({
        events: 1,
        firstBad: 2n,
        problems: [{ position: 2n, problem: 'behind-pin: expected position 3, found 1' }],
      });
    });

    it('is not called damaged by who reads on behind what is left', async () => {
      await setBackTo(1);
      const refused = {
        code: 'overtaken',
        message: expect.stringContaining('the database was set back'),
      };
      await expect(log.readAll({ after: 2n })).rejects.toMatchObject(refused);
      const next = async () => {
        for await (const { position } of log.subscribe(1n)) return position;
      };
      await expect(next()).rejects.toMatchObject(refused);
      expect([log.damage, log.stopped]).toEqual([[], true]);
      expect(await log.readAll({ limit: 1 })).toHaveLength(1);
    });

    it('takes appends whose events stand already, and those with a wrong version, as before', async () => {
      const [first] = await log.readAll();
      expect(await appended('clue-a', 1)).toEqual({
        ...{ outcome: 'conflict', expected: 1, actual: 3 },
      });
      const mine = draft('clue-b');
      const receipts = { outcome: 'appended', receipts: [{ version: 1, position: 4n }] };
      for (const again of [0, 0])
        expect(await log.append('clue-b', again, [mine])).toMatchObject(receipts);
      expect([log.stopped, first.position]).toEqual([false, 1n]);
      expect(await appended('clue-c', 0)).toMatchObject({ outcome: 'appended' });
    });
  },
);
