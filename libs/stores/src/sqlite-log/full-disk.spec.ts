import { spawnSync } from 'node:child_process';
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

  asRoot.each([
    ['nothing has room', '1m', 1024],
    ['no directory may be added', '1m,nr_inodes=2', 4],
    ['no file may be added', '1m,nr_inodes=3', 4],
    ['none may be added beside it', '1m,nr_inodes=4', 4],
  ])('is refused to a copy as one that fills meanwhile, where %s', (_, size, kibibytes) =>
    onSmallDisk(join(directory, 'small'), size, async (small) => {
      writeFileSync(join(small, 'ballast'), Buffer.alloc(kibibytes * 1024));
      const target = { directory: join(small, 'target'), clock, create: true, copying: true };
      await expect(openSqliteLog(target)).rejects.toMatchObject({
        code: 'store-full',
        message: expect.stringContaining('make room and give the same "cluetrail log copy" again'),
      });
      spawnSync('mount', ['-o', 'remount,size=20m,nr_inodes=100', small]);
      await (await openSqliteLog(target)).close();
    }),
  );
});
