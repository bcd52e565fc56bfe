import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogDamaged } from '@cluetrail/event-sourcing';
import { clock, describeOnPostgres } from '../../../../test/support/describe-on-postgres.js';
import { draft } from '../shared/testing/draft.js';
import { addressOf } from './address.js';
import { type OpenPostgresLog, openPostgresLog, preparePostgresLog } from './open-postgres-log.js';
import type { PostgresLog } from './postgres-log.js';
import { connect } from './session.js';

describeOnPostgres('opening a log on PostgreSQL', (on) => {
  let directory: string;
  const opened: PostgresLog[] = [];
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-pin-'));
  });
  afterEach(async () => {
    for (const log of opened.splice(0)) await log.close();
    rmSync(directory, { recursive: true });
  });
  const open = async (create = false, options: Partial<OpenPostgresLog> = {}) => {
    const log = await openPostgresLog({ url: on.url, clock, create, ...options });
    opened.push(log);
    return log;
  };
  const filled = async (count = 3, options: Partial<OpenPostgresLog> = {}) => {
    const log = await open(true, options);
    for (let version = 0; version < count; version++)
      await log.append('clue-a', version, [draft('clue-a')]);
    return log;
  };
  /** As an owner can who means harm, or a restore that went wrong. */
  const behindItsBack = (change: string) =>
    on.sql(`ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER; ${change};
      ALTER TABLE cluetrail_log.events ENABLE TRIGGER USER`);
  const setBackTo = (position: number) =>
    behindItsBack(`DELETE FROM cluetrail_log.events WHERE position > ${position};
      UPDATE cluetrail_log.log_head SET position = ${position},
        leaf = coalesce((SELECT leaf FROM cluetrail_log.events WHERE position = ${position}), '')`);

  describe('is refused', () => {
    it('where none stands and none may be begun, as beside keys that tell of one', async () => {
      await expect(open()).rejects.toMatchObject({ code: 'log-missing' });
      const besideKeys = open(true, { directory, keys: { reached: 40, lossAt: 0 } });
      await expect(besideKeys).rejects.toMatchObject({
        code: 'log-missing',
        detail: { expected: '40' },
      });
      expect(await on.sql(`SELECT FROM pg_namespace WHERE nspname = 'cluetrail_log'`)).toEqual([]);
    });

    it('where the schema holds something else', async () => {
      await on.sql('CREATE SCHEMA cluetrail_log; CREATE TABLE cluetrail_log.orders (id integer)');
      await expect(open(true)).rejects.toMatchObject({
        code: 'not-a-log',
        message: expect.stringContaining('found orders'),
      });
    });

    it('where a newer version laid it out', async () => {
      await filled();
      await on.sql('UPDATE cluetrail_log.log_head SET format = 2');
      await expect(open()).rejects.toMatchObject({
        code: 'not-a-log',
        message: expect.stringMatching(/expected format 1, found format 2/),
      });
    });

    it.each([
      { what: 'a wrong password', of: { password: 'wrong-pass' }, says: 'password authentication' },
      { what: 'no such database', of: { database: 'nowhere' }, says: '"nowhere" does not exist' },
      { what: 'no such user', of: { user: 'nobody', password: 'x1y2' }, says: 'nobody' },
    ])('in one clear sentence, without the password: $what', async ({ of, says }) => {
      const at = { url: on.server.url(of) };
      const refused = await open(false, at).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'log-unreadable' });
      expect(String(refused)).toContain(says);
      const told = `${String(refused)} ${JSON.stringify(refused)}`;
      for (const secret of ['wrong-pass', 'x1y2', on.server.password])
        expect(told).not.toContain(secret);
    });

    it('by a server that does not sync, where it has to', async () => {
      await expect(open(true, { requireDurable: true })).rejects.toMatchObject({
        code: 'not-durable',
        message: expect.stringContaining('found fsync = off'),
      });
    });

    it('in a database of another encoding', async () => {
      await on.sql(`CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
      const at = { url: on.server.url({ database: 'latin' }) };
      await expect(open(true, at)).rejects.toMatchObject({
        code: 'not-a-log',
        message: expect.stringContaining('found LATIN1'),
      });
    });

    it('by a replica', async () => {
      await filled();
      await opened.pop()?.close();
      await on.server.stop();
      writeFileSync(join(on.server.data, 'standby.signal'), '');
      await on.server.start();
      const refused = await open().catch((error: unknown) => error);
      await on.server.stop();
      rmSync(join(on.server.data, 'standby.signal'));
      await on.server.start();
      expect(refused).toMatchObject({ message: expect.stringContaining('found a replica') });
    });
  });

  it('takes the end of one moment while others write behind it', async () => {
    const writer = await filled();
    let version = 3;
    let writes = true;
    const writing = (async () => {
      while (writes) await writer.append('clue-a', version++, [draft('clue-a')]);
    })();
    try {
      for (let tries = 0; tries < 10; tries++) {
        const log = await open();
        expect((await log.head()).position).toBeGreaterThan(3n);
      }
    } finally {
      writes = false;
      await writing;
    }
  });

  describe('is refused by what stands', () => {
    it('where an event of the end was altered', async () => {
      await filled();
      await behindItsBack(
        `UPDATE cluetrail_log.events SET bytes = set_byte(bytes, 40, 65) WHERE position = 2`,
      );
      const refused = await open().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(LogDamaged);
      expect(refused).toMatchObject({ at: { position: 2n } });
    });

    it('where it was set back behind its pin, or another one stands in its place', async () => {
      await filled(3, { directory });
      await opened.pop()?.close();
      expect(readFileSync(join(directory, 'pin.json'), 'utf8')).toMatch(/^{"position":3,/);
      await setBackTo(2);
      await expect(open(false, { directory })).rejects.toMatchObject({
        code: 'behind-pin',
        message: expect.stringMatching(
          /behind its pin: expected position 3, found 2; the leaf of its last event is [0-9a-f]{64}$/,
        ),
      });
      const other = await open();
      await other.append('clue-b', 0, [draft('clue-b')]);
      await expect(open(false, { directory })).rejects.toMatchObject({ code: 'other-log' });
    });

    it('where it was set back, until somebody accepts the loss by the leaf of its last event', async () => {
      await filled(3, { directory });
      await opened.pop()?.close();
      await setBackTo(2);
      const { leaf } = await open(false, { directory }).catch(({ detail }) => detail);
      const other = 'ab'.repeat(32);
      await expect(open(false, { directory, acceptLoss: other })).rejects.toMatchObject({
        code: 'other-leaf',
      });
      const accepted = await open(false, { directory, acceptLoss: leaf });
      expect(accepted.loss).toMatchObject({
        expected: { position: 3 },
        found: { position: 2, leaf },
      });
      const pin = () => JSON.parse(readFileSync(join(directory, 'pin.json'), 'utf8'));
      expect(pin().position).toBe(3);
      await accepted.append('log', 0, [draft('log')]);
      await accepted.close();
      const again = { directory, acceptLoss: pin().leaf };
      expect((await open(false, again)).loss).toBeUndefined();
    });

    it('without the pin that it had, until somebody answers for what that knew', async () => {
      await filled(3, { directory });
      await opened.pop()?.close();
      rmSync(join(directory, 'pin.json'));
      const served = { directory, expectsPin: true };
      const { code, detail } = await open(false, served).catch((error) => error);
      expect([code, existsSync(join(directory, 'pin.json'))]).toEqual(['pin-missing', false]);
      const accepted = await open(false, { ...served, acceptLoss: detail.leaf });
      expect(accepted.loss?.expected).toEqual({ position: 0, leaf: '' });
      await accepted.append('log', 0, [draft('log')]);
      await accepted.close();
      expect((await (await open(false, served)).head()).position).toBe(4n);
    });

    it('where all of it is gone, though one may be begun: its pin knows better', async () => {
      await filled(3, { directory });
      await opened.pop()?.close();
      await on.sql('DROP SCHEMA cluetrail_log CASCADE');
      await expect(open(true, { directory })).rejects.toMatchObject({
        code: 'log-missing',
        detail: { place: expect.stringMatching(/^PostgreSQL /), found: 'none' },
      });
    });
  });

  it('finds what altered columns, a gap and a wrong end are, each at its place', async () => {
    const log = await filled(6);
    expect((await log.verifyAll()).problems).toEqual([]);
    await behindItsBack(`UPDATE cluetrail_log.events SET stream = 'clue-x' WHERE position = 2;
      DELETE FROM cluetrail_log.events WHERE position = 4;
      UPDATE cluetrail_log.log_head SET position = 5`);
    const { firstBad, problems } = await log.verifyAll();
    expect(firstBad).toBe(2n);
    const told = problems.map(({ position, problem }) => `${position} ${problem}`);
    expect(told).toEqual(
      expect.arrayContaining([
        '2 stream: expected clue-a, found clue-x',
        '4 missing',
        '6 head: expected 6, found 5',
      ]),
    );
  });

  it('lets nobody alter what was recorded, not even its owner', async () => {
    await filled();
    for (const change of [
      `UPDATE cluetrail_log.events SET version = 7`,
      'DELETE FROM cluetrail_log.events',
      'TRUNCATE cluetrail_log.events',
      'DELETE FROM cluetrail_log.log_head',
    ])
      await expect(on.sql(change)).rejects.toThrow(/never altered/);
  });

  it('serves under a role that may add and read, and no more, in a log that its owner prepared', async () => {
    await on.sql(`CREATE ROLE server LOGIN PASSWORD 'serves'`);
    await preparePostgresLog({ url: on.url, role: 'server' });
    await preparePostgresLog({ url: on.url, role: 'server' });
    const at = new URL(on.url);
    Object.assign(at, { username: 'server', password: 'serves' });
    const log = await open(false, { url: at.href });
    expect(
      await on.server.query('CREATE TABLE cluetrail_read.clues (id integer)', [], at.href),
    ).toEqual([]);
    expect(await log.append('clue-a', 0, [draft('clue-a')])).toMatchObject({ outcome: 'appended' });
    expect(await log.append('clue-a', 0, [draft('clue-a')])).toMatchObject({ outcome: 'conflict' });
    expect((await log.verifyAll()).problems).toEqual([]);
    await log.beginCopy();
    await log.endCopy();
    for (const change of [
      `UPDATE cluetrail_log.events SET version = 7`,
      'DELETE FROM cluetrail_log.events',
      'TRUNCATE cluetrail_log.events',
      'ALTER TABLE cluetrail_log.events DISABLE TRIGGER USER',
      'UPDATE cluetrail_log.log_head SET one = false',
      'CREATE TABLE cluetrail_log.mine (id integer)',
    ])
      await expect(on.server.query(change, [], at.href)).rejects.toThrow(
        /permission denied|must be owner/,
      );
    await on.sql('REVOKE UPDATE (format) ON cluetrail_log.log_head FROM server');
    await expect(log.beginCopy()).rejects.toMatchObject({
      code: 'log-unreadable',
      message: expect.stringMatching(/the right to mark .* "cluetrail log prepare" gives it$/),
    });
    await log.endCopy();
  });

  it('begins one log where two processes begin at once', async () => {
    const both = await Promise.all([open(true), open(true)]);
    await both[0].append('clue-a', 0, [draft('clue-a')]);
    expect((await both[1].head()).position).toBe(1n);
  });

  it.each([
    { was: 'off', is: 'on' },
    { was: 'local', is: 'on' },
    { was: 'remote_apply', is: 'remote_apply' },
  ])('waits for the disk whatever the database says: $was becomes $is', async ({ was, is }) => {
    await on.sql(`ALTER ROLE postgres IN DATABASE ${new URL(on.url).pathname.slice(1)}
      SET synchronous_commit = ${was}`);
    const client = await connect(addressOf(on.url), 2000);
    const { rows } = await client.query('SHOW synchronous_commit');
    await client.end();
    expect(rows).toEqual([{ synchronous_commit: is }]);
  });
});
