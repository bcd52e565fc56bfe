import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { jest } from '@jest/globals';
import { inspect } from './inspection.js';
import { openSqliteLog } from './open-sqlite-log.js';
import { draft } from '../shared/testing/draft.js';

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
        ...{ file, ending: { pinned: undefined }, tail: 1, copying: false },
        mayBegin: () => undefined,
      });
    expect(look).toThrow(/database is locked/);
    comes.mockRestore();
    expect(statSync(`${file}-wal`).size).toBe(0);
    other.close();
  });
});

describe('a log whose pin is gone', () => {
  it.each(['missing', 'damaged'])(
    'opens for whoever answers for what its %s pin knew, by the leaf of the last event',
    async (how) => {
      const directory = mkdtempSync(join(tmpdir(), 'cluetrail-log-'));
      const open = (acceptLoss?: string) =>
        openSqliteLog({ directory, clock: { nowMicros: () => 0 }, create: true, acceptLoss });
      const log = await open();
      await log.append('clue-a', 0, [draft('clue-a')]);
      await log.close();
      const pin = join(directory, 'pin.json');
      const { leaf } = JSON.parse(readFileSync(pin, 'utf8'));
      if (how === 'missing') rmSync(pin);
      else writeFileSync(pin, '{');
      const refused = await open().catch((error) => error);
      expect(refused.code).toBe(`pin-${how}`);
      if (how === 'missing') expect(refused.detail.leaf).toBe(leaf);
      await expect(open('ab'.repeat(32))).rejects.toMatchObject({ code: 'other-leaf' });
      const accepted = await open(leaf);
      expect(accepted.loss).toEqual({
        expected: { position: 0, leaf: '' },
        found: { position: 1, leaf },
      });
      await accepted.append('log', 0, [draft('log')]);
      await accepted.close();
      await (await open()).close();
      rmSync(directory, { recursive: true });
    },
  );
});
