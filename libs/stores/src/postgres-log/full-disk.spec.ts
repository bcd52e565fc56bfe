import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyLog } from '../copy-log.js';
import { draft } from '../shared/testing/draft.js';
import { clock, describeOnPostgres } from '../../../../test/support/describe-on-postgres.js';
import { asRoot, onSmallDisk } from '../../test/small-disk.js';
import { openSqliteLog } from '../sqlite-log/open-sqlite-log.js';
import { openPostgresLog } from './open-postgres-log.js';
import type { PostgresLog } from './postgres-log.js';

const NOBODY = 65_534;
/** Does not become shorter by compression. */
const large = (stream: string) => draft(stream, { text: randomBytes(100_000).toString('base64') });

describeOnPostgres('a log on PostgreSQL whose disk is full', (on) => {
  let folder: string;
  let log: PostgresLog;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cluetrail-full-'));
    // The server is nobody.
    chmodSync(folder, 0o755);
    log = await openPostgresLog({ url: on.url, clock, create: true, timeoutMs: 60_000 });
  });
  afterEach(async () => {
    await log.close();
    rmSync(folder, { recursive: true });
  });

  /** That of the events alone: where the write-ahead log has no room, the server ends. */
  const withFullDisk = (work: () => Promise<void>) =>
    onSmallDisk(join(folder, 'small'), '2m', async (small) => {
      chownSync(small, NOBODY, NOBODY);
      await on.server.query(`CREATE TABLESPACE small LOCATION '${small}'`);
      await on.sql('ALTER TABLE cluetrail_log.events SET TABLESPACE small');
      await work();
      await on.sql('ALTER TABLE cluetrail_log.events SET TABLESPACE pg_default');
      await on.server.query('DROP TABLESPACE small');
    });

  asRoot('says so of what it does not record, and records again once there is room', async () => {
    await withFullDisk(async () => {
      const answers = [];
      for (let version = 0; version < 40; version++)
        answers.push(await log.append('clue-a', version, [large('clue-a')]));
      const refused = answers.find(({ outcome }) => outcome !== 'appended');
      expect(refused).toEqual({
        ...{ outcome: 'unavailable', full: true },
        cause: expect.stringMatching(/^could not extend file .*No space left on device/),
      });
    });
    expect(await log.append('clue-b', 0, [draft('clue-b')])).toMatchObject({ outcome: 'appended' });
  });

  asRoot('ends a copy into it by name, which goes on once there is room', async () => {
    const from = await openSqliteLog({ directory: join(folder, 'from'), clock, create: true });
    for (let version = 0; version < 40; version++)
      await from.append('clue-a', version, [large('clue-a')]);
    await withFullDisk(() =>
      expect(copyLog({ from, to: log })).rejects.toMatchObject({
        code: 'store-full',
        message: expect.stringMatching(
          /expected room on its disk, found "could not extend file .*; make room and give the same .* again/,
        ),
      }),
    );
    expect(await copyLog({ from, to: log })).toMatchObject({ events: 40 });
    await from.close();
  });

  asRoot('does not begin a copy, and says so as one that the disk ends', () =>
    onSmallDisk(join(folder, 'small'), '2m', async (small) => {
      chownSync(small, NOBODY, NOBODY);
      await on.server.query(`CREATE TABLESPACE small LOCATION '${small}'`);
      const url = await on.server.createDatabase();
      const ballast = join(small, 'ballast');
      expect(() => writeFileSync(ballast, Buffer.alloc(4 * 1024 * 1024))).toThrow(/ENOSPC/);
      const copying = { url: `${url}?options=-cdefault_tablespace%3Dsmall`, clock, create: true };
      await expect(openPostgresLog({ ...copying, copying: true })).rejects.toMatchObject({
        code: 'store-full',
        message: expect.stringMatching(/found "could not .*No space left on device"; make room/),
      });
      rmSync(ballast);
      await (await openPostgresLog({ ...copying, copying: true })).close();
      await on.server.query(`DROP DATABASE ${new URL(url).pathname.slice(1)}`);
      await on.server.query('DROP TABLESPACE small');
    }),
  );

  asRoot('does not begin a copy either where nobody was ever connected to its database', () =>
    onSmallDisk(join(folder, 'small'), '32m', async (small) => {
      chownSync(small, NOBODY, NOBODY);
      await on.server.query(`CREATE TABLESPACE small LOCATION '${small}'`);
      await on.server.query('CREATE DATABASE brimful TABLESPACE small');
      const ballast = join(small, 'ballast');
      expect(() => writeFileSync(ballast, Buffer.alloc(32 * 1024 * 1024))).toThrow(/ENOSPC/);
      const { href: url } = Object.assign(new URL(on.url), { pathname: '/brimful' });
      const copying = { url, clock, create: true, copying: true };
      await expect(openPostgresLog(copying)).rejects.toMatchObject({
        code: 'store-full',
        message: expect.stringMatching(/found "could not write init file"; make room/),
      });
      rmSync(ballast);
      await (await openPostgresLog(copying)).close();
      await on.server.query('DROP DATABASE brimful');
      await on.server.query('DROP TABLESPACE small');
    }),
  );
});
