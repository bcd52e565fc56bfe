import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asRoot, onSmallDisk } from '../../test/small-disk.js';
import { draft } from '../shared/testing/draft.js';
import { LogFile } from './log-file.js';
import { openSqliteLog } from './open-sqlite-log.js';
import { makeRoom } from './wal-room.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };
const MEBIBYTE = 1024 * 1024;

describe('room in the WAL of a log', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-room-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const walIn = (place: string) => statSync(join(place, 'events.db-wal')).size;
  const begun = async (place: string) => {
    await (await openSqliteLog({ directory: place, clock, create: true })).close();
    return LogFile.open(join(place, 'events.db'), { ifEmpty: () => undefined });
  };
  /** As a power cut would leave it. */
  const copied = (to: string) => {
    mkdirSync(join(directory, to));
    for (const name of readdirSync(directory).filter((one) => /^(events\.db|pin)/.test(one)))
      copyFileSync(join(directory, name), join(directory, to, name));
    return openSqliteLog({ directory: join(directory, to), clock, create: false });
  };

  it('is what lies between two checkpoints; whatever ends meanwhile, the log is what was appended', async () => {
    const log = await openSqliteLog({ directory, clock, create: true, room: true });
    expect(walIn(directory)).toBeGreaterThan(32 * MEBIBYTE);
    const before = await copied('before');
    expect((await before.head()).position).toBe(0n);
    expect((await before.verifyAll()).problems).toEqual([]);
    await before.close();
    await log.append('clue-a', 0, [draft('clue-a'), draft('clue-a'), draft('clue-a')]);
    expect(walIn(directory)).toBeLessThan(33 * MEBIBYTE);
    const after = await copied('after');
    expect(await after.read('clue-a')).toEqual(await log.read('clue-a'));
    await after.close();
    await log.close();
    expect(readdirSync(directory)).not.toContain('events.db-wal');
    expect(statSync(join(directory, 'events.db')).size).toBeLessThan(MEBIBYTE);
  });

  it('is none where little would be left of the disk', async () => {
    const log = await begun(directory);
    makeRoom(log.db, join(directory, 'events.db'), Infinity);
    expect(walIn(directory)).toBe(0);
    log.close();
  });

  asRoot('is given back where the disk fills meanwhile, and the log goes on', () =>
    onSmallDisk(join(directory, 'small'), '20m', async (small) => {
      const log = await begun(small);
      makeRoom(log.db, join(small, 'events.db'), 0);
      expect(walIn(small)).toBe(0);
      const written = log.transact(() => log.db.exec("INSERT INTO streams (name) VALUES ('a')"));
      expect(written.ended).toBe('committed');
      log.close();
    }),
  );

  it('is none where a file may not grow so long, and the log goes on', () => {
    const built = new URL('../../../../dist/libs/stores/src/index.js', import.meta.url).href;
    const script = `
      const { openSqliteLog } = await import(${JSON.stringify(built)});
      const directory = ${JSON.stringify(directory)};
      const clock = { nowMicros: () => 0 };
      const log = await openSqliteLog({ directory, clock, create: true, room: true });
      const { outcome } = await log.append('clue-a', 0, [${JSON.stringify(draft('clue-a'))}]);
      await log.close();
      process.stdout.write(outcome);`;
    const run = 'ulimit -f 20000; exec "$0" --input-type=module --eval "$1"';
    const { stdout, stderr } = spawnSync('sh', ['-c', run, process.execPath, script], {
      encoding: 'utf8',
    });
    expect([stdout, stderr]).toEqual(['appended', '']);
  });
});
