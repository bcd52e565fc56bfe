import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { jest } from '@jest/globals';
import { inspect } from './inspection.js';
import { openSqliteLog } from './open-sqlite-log.js';

describe('a look at a log before it is opened', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-log-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('leaves the WAL to whoever came just before: it may be empty still', async () => {
    const clock = { nowMicros: () => 0 };
    await (await openSqliteLog({ directory, clock, create: true })).close();
    const file = join(directory, 'events.db');
    const other = new DatabaseSync(file);
    const { exec } = DatabaseSync.prototype;
    // Between the look at the files that stand and the first read.
    const comes = jest.spyOn(DatabaseSync.prototype, 'exec').mockImplementationOnce(function (
      this: DatabaseSync,
      sql,
    ) {
      exec.call(other, 'PRAGMA locking_mode=EXCLUSIVE; BEGIN IMMEDIATE; COMMIT');
      exec.call(this, sql);
    });
    const look = () =>
      inspect({
        ...{ file, pinned: undefined, tail: 1, acceptLoss: undefined },
        mayBegin: () => undefined,
      });
    expect(look).toThrow(/database is locked/);
    comes.mockRestore();
    expect(statSync(`${file}-wal`).size).toBe(0);
    other.close();
  });
});
