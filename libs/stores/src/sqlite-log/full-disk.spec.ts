import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLog } from './open-sqlite-log.js';
import { asRoot, onSmallDisk } from '../../test/small-disk.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };

describe('a log on a disk without any room', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-full-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  asRoot('is refused for that, and opens once there is some', () =>
    onSmallDisk(join(directory, 'small'), '2m', async (small) => {
      const options = { directory: small, clock, requireDurable: false };
      await (await openSqliteLog({ ...options, create: true })).close();
      const ballast = join(small, 'ballast');
      expect(() => writeFileSync(ballast, Buffer.alloc(4 * 1024 * 1024))).toThrow(/ENOSPC/);
      await expect(openSqliteLog({ ...options, create: false })).rejects.toMatchObject({
        code: 'log-unreadable',
        message: expect.stringContaining('expected room on its disk'),
      });
      rmSync(ballast);
      await (await openSqliteLog({ ...options, create: false })).close();
    }),
  );
});
