import { setTimeout as delay } from 'node:timers/promises';
import type { Problem } from '../shared/log.js';
import { draft } from '../shared/testing/draft.js';
import { clock, describeOnPostgres } from '../../../../test/support/describe-on-postgres.js';
import { type OpenPostgresLog, openPostgresLog } from './open-postgres-log.js';
import type { PostgresLog } from './postgres-log.js';

const EVENTS = 250;

describeOnPostgres('the scrubber of a log on PostgreSQL', (on) => {
  let log: PostgresLog;
  beforeEach(async () => {
    const filled = await openPostgresLog({ url: on.url, clock, create: true });
    const drafts = Array.from({ length: EVENTS }, () => draft('clue-a'));
    await filled.append('clue-a', 0, drafts);
    await filled.close();
    await on.sql('ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER');
  });
  afterEach(() => log.close());

  const open = async (options: Partial<OpenPostgresLog>) =>
    (log = await openPostgresLog({ url: on.url, clock, create: false, tail: 10, ...options }));
  const flip = () =>
    on.sql(
      `UPDATE cluetrail_log.events SET bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1)
       WHERE position = 120`,
    );
  const until = async (condition: () => boolean) => {
    const end = performance.now() + 10_000;
    while (!condition() && performance.now() < end) await delay(50);
  };
  const at = { position: 120n, problem: expect.stringMatching(/^leaf: expected /) };

  it('finds a bit that flips in the middle within a cycle, sounds once, goes on after a time without a server, and takes back what was mended', async () => {
    await open({ alone: true, scrubCycleMs: 400 });
    const heard: Problem[] = [];
    log.onDamage((problems) => heard.push(...problems));
    const database = new URL(on.url).pathname.slice(1);
    await on.server.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    await on.server.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${database}'`,
    );
    await delay(1000);
    await on.server.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    expect(log.damage).toEqual([]);
    await flip();
    await until(() => heard.length > 0);
    await delay(1000);
    expect([log.damage, heard]).toEqual([[at], [at]]);
    expect(await log.append('clue-b', 0, [draft('clue-b')])).toMatchObject({ outcome: 'appended' });
    await flip();
    await until(() => log.damage.length === 0);
    expect([log.damage, heard]).toEqual([[], [at]]);
  }, 40_000);

  it.each([
    ['hurry where a cycle is long', { alone: true }],
    ['read a log that is not served', { scrubCycleMs: 400 }],
  ])('does not %s', async (_, options) => {
    await flip();
    await open(options);
    await delay(1500);
    expect(log.damage).toEqual([]);
  });
});
