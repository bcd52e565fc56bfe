import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hex } from '@cluetrail/event-sourcing';
import { backUp } from './backup.js';
import { LogFile } from './log-file.js';
import { openSqliteLog } from './open-sqlite-log.js';
import type { SqliteLog } from './sqlite-log.js';
import { draft } from '../shared/testing/draft.js';
import { asRoot, onSmallDisk } from '../../test/small-disk.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };

describe('a backup', () => {
  let directory: string;
  let log: SqliteLog;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-backup-'));
    log = await openSqliteLog({ directory: join(directory, 'log'), clock, create: true });
    for (let version = 0; version < 2000; version += 200)
      await log.append(
        'clue-a',
        version,
        Array.from({ length: 200 }, () => draft('clue-a', { note: 'x'.repeat(500) })),
      );
  });
  afterEach(async () => {
    await log.close();
    rmSync(directory, { recursive: true });
  });

  it('is made while appends go on, holds all that stood when it began, and opens as a log', async () => {
    const to = join(directory, 'backup');
    const seen: number[] = [];
    const made = log.backup(to, (done, total) => seen.push(done / total));
    let appended = 0;
    let pending = true;
    void made.finally(() => (pending = false));
    while (pending) {
      const answer = await log.append('clue-b', appended, [draft('clue-b')]);
      if (answer.outcome === 'appended') appended += 1;
    }
    const { events, leaf } = await made;
    expect(appended).toBeGreaterThan(0);
    expect(events).toBeGreaterThanOrEqual(2000);
    expect(seen.at(-1)).toBe(1);
    expect(readdirSync(to).sort()).toEqual(['events.db', 'pin.json']);
    const copy = await openSqliteLog({ directory: to, clock, create: false });
    const head = await copy.head();
    expect({ position: Number(head.position), leaf: hex(head.leaf) }).toEqual({
      position: events,
      leaf,
    });
    const leaves = async (of: SqliteLog) =>
      (await of.readAll({ limit: events })).map((one) => hex(one.leaf));
    expect(await leaves(copy)).toEqual(await leaves(log));
    expect(await copy.verifyAll()).toEqual({ events, problems: [] });
    await copy.close();
  }, 180_000);

  it('is never written over another one', async () => {
    const to = join(directory, 'backup.db');
    await log.backup(to);
    expect(readdirSync(directory).sort()).toEqual(['backup.db', 'backup.db.pin.json', 'log']);
    await expect(log.backup(to)).rejects.toMatchObject({ code: 'backup-exists' });
  });

  it.each(['/dev/null', '/proc/x', '/nowhere/deep/down'])(
    'is refused by name to %s',
    async (to) => {
      await expect(log.backup(to)).rejects.toMatchObject({ code: 'backup-impossible' });
      await log.append('clue-b', 0, [draft('clue-b')]);
    },
  );

  asRoot('is refused by name where the disk is full, and leaves nothing', () =>
    onSmallDisk(join(directory, 'small'), '256k', async (small) => {
      const refused = { code: 'backup-impossible', message: expect.stringMatching(/full/) };
      await expect(log.backup(join(small, 'backup'))).rejects.toMatchObject(refused);
      await expect(log.backup(join(small, 'backup.db'))).rejects.toMatchObject(refused);
      expect(readdirSync(small)).toEqual([]);
    }),
  );

  it('ends with the log, and leaves nothing half made', async () => {
    const to = join(directory, 'backup');
    const made = log.backup(to);
    const [ended] = await Promise.allSettled([made, log.close()]);
    expect(ended).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringMatching(/was closed/) },
    });
    expect(existsSync(to)).toBe(false);
  });

  it('says why it ended, also where another file has come into its directory', async () => {
    await log.close();
    const file = LogFile.open(join(directory, 'log', 'events.db'), { ifEmpty: () => undefined });
    const to = join(directory, 'backup');
    const interrupted = backUp(file, to, () => {
      writeFileSync(join(to, 'notes.txt'), 'of another');
      throw new Error('interrupted');
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    expect(readdirSync(to)).toEqual(['notes.txt']);
    file.close();
  });

  it('is refused, and gone, where the log that it was made of is damaged', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    await log.close();
    const db = new DatabaseSync(join(directory, 'log', 'events.db'));
    const { sql } =
      db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'events_no_update'").get() ?? {};
    db.exec('DROP TRIGGER events_no_update');
    db.exec(`UPDATE events SET bytes = x'7b7d' WHERE position = 1000`);
    db.exec(String(sql));
    db.close();
    log = await openSqliteLog({
      directory: join(directory, 'log'),
      clock,
      create: false,
      tail: 10,
    });
    const to = join(directory, 'backup');
    await expect(log.backup(to)).rejects.toThrow(/position 1000/);
    expect(existsSync(to)).toBe(false);
  });
});
