import {
  closeSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { type OpenSqliteLog, openSqliteLog } from './open-sqlite-log.js';
import type { SqliteLog } from './sqlite-log.js';
import { draft } from '../shared/testing/draft.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };

describe('the SQLite log', () => {
  let directory: string;
  let log: SqliteLog;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-log-'));
  });
  afterEach(async () => {
    await log.close();
    rmSync(directory, { recursive: true });
  });
  const open = async (limits: Partial<OpenSqliteLog> = {}) =>
    (log = await openSqliteLog({ directory, clock, create: true, ...limits }));

  it('answers unavailable beyond its queue, and has room again when that is empty', async () => {
    await open({ queueLimit: 3 });
    const appends = [0, 1, 2, 3, 4].map((n) => log.append(`clue-${n}`, 0, [draft(`clue-${n}`)]));
    const outcomes = (await Promise.all(appends)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['appended', 'appended', 'appended', 'unavailable', 'unavailable']);
    expect(await log.append('clue-4', 0, [draft('clue-4')])).toMatchObject({ outcome: 'appended' });
  });

  it('answers unknown when no answer comes in time; the same ids then get exactly one copy', async () => {
    await open({ timeoutMs: 10, before: () => delay(100) });
    const event = draft('clue-a');
    expect(await log.append('clue-a', 0, [event])).toEqual({
      outcome: 'unknown',
      cause: 'no answer within 10 ms',
    });
    while ((await log.readAll()).length === 0) await delay(10);
    await log.close();
    await open();
    expect(await log.append('clue-a', 0, [event])).toMatchObject({ outcome: 'appended' });
    expect(await log.readAll()).toHaveLength(1);
  });

  it('reads also what stands of an append whose outcome was unknown', async () => {
    await open();
    // The pin is synced once a second: with this append, and then not before the next one.
    await delay(1000);
    await log.append('clue-a', 0, [draft('clue-a')]);
    await log.readAll();
    const told: unknown[] = [];
    log.onRefusing((cause, lasting) => told.push([cause, lasting]));
    closePin(directory);
    const event = draft('clue-a');
    for (let tries = 0; tries < 2; tries++)
      expect(await log.append('clue-a', 1, [event])).toMatchObject({ outcome: 'unknown' });
    expect([log.stopped, told]).toEqual([true, [[log.refusing, true]]]);
    expect(await log.readAll()).toHaveLength(2);
    expect((await log.read('clue-a')).map(({ event: { version } }) => version)).toEqual([1, 2]);
  });

  it('writes nothing for whoever waited for its keys until it was closed', async () => {
    let kept = () => {};
    const before = () => new Promise<void>((resolve) => (kept = resolve));
    await open({ before });
    const append = log.append('clue-a', 0, [draft('clue-a')]);
    const closed = log.close();
    kept();
    expect(await append).toEqual({ outcome: 'unavailable', cause: 'the store is closed' });
    await closed;
    await open();
    expect(await log.readAll()).toEqual([]);
  });

  it('rings its bell with the head for those who listen, until they stop', async () => {
    await open();
    const heard: bigint[] = [];
    const stop = log.onAppended((head) => heard.push(head));
    await log.append('clue-a', 0, [draft('clue-a'), draft('clue-a')]);
    await log.append('clue-a', 2, [draft('clue-a')]);
    await log.append('clue-a', 2, [draft('clue-a')]);
    stop();
    await log.append('clue-a', 3, [draft('clue-a')]);
    expect(heard).toEqual([2n, 3n]);
  });

  it('answers what was asked before it was closed, and refuses to read after', async () => {
    await open();
    const append = log.append('clue-a', 0, [draft('clue-a')]);
    await log.close();
    expect(await append).toMatchObject({ outcome: 'appended' });
    await expect(log.read('clue-a')).rejects.toThrow('the store is closed');
    await log.close();
  });
});

describe('verifying the whole log', () => {
  let directory: string;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-verify-'));
    const log = await openSqliteLog({ directory, clock, create: true });
    for (let turn = 0; turn < 24; turn++)
      for (const stream of ['clue-a', 'clue-b', 'clue-c'])
        await log.append(
          stream,
          turn * 20,
          Array.from({ length: 20 }, () => draft(stream)),
        );
    await log.close();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('finds nothing in a sound one, and tells how far it is', async () => {
    const seen: number[][] = [];
    const found = await verify('', (checked, total) => seen.push([checked, total]));
    expect(found).toEqual({ events: 1440, problems: [] });
    expect(seen).toEqual([
      [1000, 1440],
      [1440, 1440],
    ]);
  });

  it.each([
    {
      damage: 'altered bytes',
      sql: `UPDATE events SET bytes = CAST(replace(CAST(bytes AS TEXT), 'person-li', 'person-lo') AS BLOB)
            WHERE position IN (7, 1009)`,
      found: [
        { at: 7n, problem: /^leaf: / },
        { at: 1009n, problem: /^leaf: / },
      ],
    },
    {
      damage: 'an altered leaf',
      sql: 'UPDATE events SET leaf = zeroblob(32) WHERE position = 7',
      found: [{ at: 7n, problem: /^leaf: expected 0{64}, found / }],
    },
    {
      damage: 'missing events',
      sql: 'DELETE FROM events WHERE position BETWEEN 18 AND 20',
      found: [
        { at: 18n, problem: /^missing$/ },
        { at: 19n, problem: /^missing$/ },
        { at: 20n, problem: /^missing$/ },
        { at: 61n, problem: /^version in its stream: expected 18, found 21$/ },
      ],
    },
    {
      damage: 'an altered id',
      sql: 'UPDATE events SET id = zeroblob(16) WHERE position = 30',
      found: [{ at: 30n, problem: /^id: expected .{36}, found 0{32}$/ }],
    },
    {
      damage: 'an event moved to another stream',
      sql: 'UPDATE events SET stream = 3, version = 481 WHERE position = 1440',
      found: [
        { at: 1440n, problem: /^version in its stream: expected 480, found 481$/ },
        { at: 1440n, problem: /^version: expected 480, found 481$/ },
      ],
    },
    {
      damage: 'a stream under another name',
      sql: `UPDATE streams SET name = 'clue-d' WHERE name = 'clue-c'; DELETE FROM events WHERE position > 41`,
      found: [{ at: 41n, problem: /^stream: expected clue-c, found clue-d$/ }],
    },
  ])('names the position of $damage', async ({ sql, found }) => {
    const { firstBad, problems } = await verify(sql);
    expect(firstBad).toBe(found[0].at);
    expect(problems).toEqual(
      found.map(({ at, problem }) => ({ position: at, problem: expect.stringMatching(problem) })),
    );
  });

  it('notices a flipped bit in the text of a trigger, which no event shows', async () => {
    const file = join(directory, 'events.db');
    const bytes = readFileSync(file);
    const at = bytes.indexOf('DELETE of events refused');
    expect(at).toBeGreaterThan(0);
    bytes[at] ^= 1;
    writeFileSync(file, bytes);
    const found = await verify('');
    expect(found).toEqual({
      events: 1440,
      firstBad: 0n,
      problems: [
        {
          position: 0n,
          problem: expect.stringMatching(
            /^schema: trigger events_no_delete: expected .*DELETE of events.*, found .*EELETE of events/s,
          ),
        },
      ],
    });
  });

  /** Damages the log as someone with the file in hands can, then verifies it. */
  async function verify(sql: string, onProgress?: (checked: number, total: number) => void) {
    const db = new DatabaseSync(join(directory, 'events.db'));
    const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    db.exec(sql);
    for (const trigger of triggers) db.exec(String(trigger.sql));
    db.close();
    const { position, leaf } = lastOf(directory);
    writeFileSync(join(directory, 'pin.json'), JSON.stringify({ position, leaf }));
    const log = await openSqliteLog({ directory, clock, create: false, tail: 0 });
    try {
      return await log.verifyAll(onProgress);
    } finally {
      await log.close();
    }
  }
});

function lastOf(directory: string) {
  const db = new DatabaseSync(join(directory, 'events.db'));
  const row = db
    .prepare('SELECT position, lower(hex(leaf)) AS leaf FROM events ORDER BY position DESC')
    .get();
  db.close();
  return { position: Number(row?.position), leaf: String(row?.leaf) };
}

/** Under the writer's hands: what it writes from then on fails, as on a disk that does. */
function closePin(directory: string): void {
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      if (readlinkSync(`/proc/self/fd/${fd}`) === join(directory, 'pin.json'))
        closeSync(Number(fd));
    } catch {
      // The one by which they are listed is gone.
    }
  }
}
