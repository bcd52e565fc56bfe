import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clock, describeOnPostgres } from '../../../../test/support/describe-on-postgres.js';
import { draft } from '../shared/testing/draft.js';
import { type OpenPostgresLog, openPostgresLog } from './open-postgres-log.js';
import { verifyClosedTables } from './verify-closed.js';

describeOnPostgres('the head of a log on PostgreSQL', (on) => {
  let directory: string;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-pin-'));
    const log = await open({ create: true, directory });
    for (let version = 0; version < 3; version++)
      await log.append('clue-a', version, [draft('clue-a')]);
    await log.close();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const open = (options: Partial<OpenPostgresLog>) =>
    openPostgresLog({ url: on.url, clock, create: false, ...options });
  const pin = () => readFileSync(join(directory, 'pin.json'), 'utf8');
  const problems = async () =>
    (await verifyClosedTables(on.url)).problems.map((one) => `${one.position} ${one.problem}`);

  it('is told where it alone was set back: nothing is lost, and no loss can be accepted', async () => {
    const before = pin();
    const [{ leaf }] = await on.sql(`UPDATE cluetrail_log.log_head SET (position, leaf) =
      (SELECT position, leaf FROM cluetrail_log.events WHERE position = 2)
      RETURNING encode(leaf, 'hex') AS leaf`);
    for (const options of [{}, { directory }, { directory, acceptLoss: String(leaf) }])
      await expect(open(options)).rejects.toMatchObject({
        code: 'log-damaged',
        message: expect.stringMatching(
          /: expected its head at position 3, where its last event stands, found it at position 2$/,
        ),
        detail: { expected: '3', found: '2' },
      });
    expect(await problems()).toEqual(['3 head: expected 3, found 2']);
    expect(pin()).toBe(before);
  });

  it.each([
    { behind: 1, where: 'position 1, where its last event stands' },
    { behind: 0, where: 'position 0, since it holds no event' },
  ])('is told where the events behind position $behind are gone', async ({ behind, where }) => {
    await on.sql(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER;
      DELETE FROM cluetrail_log.events WHERE position > ${behind}`);
    for (const options of [{}, { directory }])
      await expect(open(options)).rejects.toMatchObject({
        code: 'log-damaged',
        message: expect.stringContaining(`expected its head at ${where}, found it at position 3`),
      });
    expect(await problems()).toContain(`${behind} head: expected ${behind}, found 3`);
  });

  it('is told where its row is gone, with the events that stand', async () => {
    await on.sql(`ALTER TABLE cluetrail_log.log_head DISABLE TRIGGER USER;
      DELETE FROM cluetrail_log.log_head`);
    for (const options of [{}, { directory }, { create: true }])
      await expect(open(options)).rejects.toMatchObject({
        code: 'log-damaged',
        message: expect.stringMatching(
          /, schema cluetrail_log: expected one row of log_head, found none, and 3 events$/,
        ),
      });
    expect(await verifyClosedTables(on.url)).toMatchObject({
      events: 3,
      problems: [{ problem: 'schema cluetrail_log: expected one row of log_head, found none' }],
    });
  });

  it('is not reached over a gap, which is told by the place of the event that is gone', async () => {
    await on.sql(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER;
      DELETE FROM cluetrail_log.events WHERE position = 2`);
    await expect(open({ directory })).rejects.toMatchObject({
      code: 'log-damaged',
      message: expect.stringContaining('at position 2: expected position 2, found 3'),
      detail: { position: '2', expected: 'position 2', found: '3' },
    });
    expect(await problems()).toContain('2 missing');
  });

  it('is not reached from a pin whose event is gone: that is damage, and no other log', async () => {
    const log = await open({});
    await log.append('clue-b', 0, [draft('clue-b')]);
    await log.close();
    await on.sql(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER;
      DELETE FROM cluetrail_log.events WHERE position = 3`);
    await expect(open({ directory, tail: 1 })).rejects.toMatchObject({
      code: 'log-damaged',
      detail: { position: '3', found: '4' },
    });
  });

  it.each([20_000, 3])(
    'is not reached over events that changed places: a tail of %s',
    async (tail) => {
      const log = await open({ directory });
      await log.append('clue-b', 0, [draft('clue-b')]);
      await log.append('clue-b', 1, [draft('clue-b')]);
      await log.close();
      await on.sql(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER;
        UPDATE cluetrail_log.events SET position = 0 WHERE position = 3;
        UPDATE cluetrail_log.events SET position = 3 WHERE position = 4;
        UPDATE cluetrail_log.events SET position = 4 WHERE position = 0`);
      await expect(open({ directory, tail })).rejects.toMatchObject({
        code: 'log-damaged',
        message: expect.stringMatching(
          /at position 4: recordedAt: expected a time after .*, found .*/,
        ),
        detail: { position: '4' },
      });
      expect((await problems()).join()).toMatch(/4 recordedAt: expected a time after/);
    },
  );
});
