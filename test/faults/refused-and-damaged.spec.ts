import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { directoryOf } from '@cluetrail/stores';
import { buildDir } from './broken-build.js';
import { type GrownLog, grownLog } from './spoilt-log.js';

describe('verify, where no server can start for the pin', () => {
  let sound: GrownLog;
  beforeAll(() => (sound = grownLog({ closed: 100 })), 180_000);
  afterAll(() => sound.remove());

  const PINS = [
    ['pin-missing', (data: string) => rmSync(join(data, 'pin.json'))],
    ['behind-pin', (data: string) => pinned(data, 101)],
    ['other-log', (data: string) => pinned(data, 99)],
    ['pin-damaged', (data: string) => writeFileSync(join(data, 'pin.json'), '?')],
  ] as const;

  const WAYS_ON = {
    'pin-missing': 'put the pin.json of the last backup back',
    'behind-pin': 'put a later copy of the log back',
    'other-log': 'give the address of the log',
    'pin-damaged': 'move it away',
  };

  it.each(PINS)('names a damaged event beside %s', (code, spoil) => {
    const { status, stdout, store } = verify((data) => {
      flip(data, 16);
      spoil(data);
    });
    const found = JSON.parse(stdout);
    expect([status, found.ok, found.opened, found.firstBad]).toEqual([1, false, false, 16]);
    expect(found.store).toBe(store);
    expect(found.refused).toMatch(new RegExp(`^${code}: `));
  });

  it.each(PINS)('tells %s alone of a log whose events are right', (code, spoil) => {
    const { status, stdout, stderr, store } = verify(spoil);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      ...{ ok: false, opened: false, code, store, firstBad: null, problems: [] },
      ...{ events: expect.any(Number), refused: stderr.slice('cluetrail: '.length, -1) },
    });
    expect(stderr).toMatch(new RegExp(`^cluetrail: ${code}: `));
    expect(stderr).toContain(`; every event of ${store} is what its leaf says`);
    expect(stderr).toContain(`; ${WAYS_ON[code]}`);
  });

  it('says what the start says of a log of which nothing can be read', () => {
    const { status, stdout, stderr } = verify((data) => {
      const file = join(data, 'events.db');
      // How large its pages are.
      writeFileSync(file, readFileSync(file).fill(0xff, 16, 18));
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^cluetrail: (not-a-log|log-damaged): log .*events[.]db: .*\n$/);
    const [, refused, code] = /^cluetrail: (([a-z-]+): .*)\n$/.exec(stderr) ?? [];
    expect(JSON.parse(stdout)).toEqual({ ok: false, opened: false, code, refused });
  });

  it('says of an unfinished copy that it is one, to machines and to people', () => {
    const unfinished = (data: string) => {
      const db = new DatabaseSync(join(data, 'events.db'));
      db.exec('PRAGMA user_version=-1');
      db.close();
    };
    const { status, stdout, stderr } = verify(unfinished);
    expect([status, JSON.parse(stdout)]).toEqual([
      1,
      {
        ...{ ok: false, opened: false, code: 'copy-unfinished' },
        refused: expect.stringMatching(/^copy-unfinished: .*give the same "cluetrail log copy"/),
      },
    ]);
    expect(verify(unfinished, [], 'people')).toMatchObject({ status: 1, stdout: '', stderr });
  });

  it('looks at the store that was asked for, and says so', () => {
    const elsewhere = `sqlite:${sound.directory}-elsewhere`;
    const { status, stdout } = verify(
      (data) => {
        flip(data, 16);
        renameSync(data, directoryOf(elsewhere));
        mkdirSync(data);
      },
      ['--store', elsewhere],
    );
    rmSync(directoryOf(elsewhere), { recursive: true });
    const found = JSON.parse(stdout);
    expect([status, found.firstBad, found.store]).toEqual([1, 16, elsewhere]);
  });

  function verify(
    spoil: (data: string) => void,
    words: readonly string[] = [],
    reader: 'machines' | 'people' = 'machines',
  ) {
    const data = `${sound.directory}-verify`;
    cpSync(sound.directory, data, { recursive: true });
    try {
      spoil(data);
      const main = join(buildDir, 'apps/cli/src/main.js');
      const json = reader === 'machines' ? ['--json'] : [];
      const asked = ['--no-warnings', main, 'verify', '--data', data, ...words, ...json];
      const ended = spawnSync(process.execPath, asked, { encoding: 'utf8', timeout: 120_000 });
      return { ...ended, store: `sqlite:${data}` };
    } finally {
      rmSync(data, { recursive: true });
    }
  }
});

function pinned(data: string, position: number): void {
  writeFileSync(join(data, 'pin.json'), JSON.stringify({ position, leaf: 'ab'.repeat(32) }));
}

/** One bit of the event at a position. */
function flip(data: string, position: number): void {
  const file = join(data, 'events.db');
  const db = new DatabaseSync(file, { readOnly: true });
  const row = db.prepare('SELECT CAST(bytes AS TEXT) AS text FROM events WHERE position = ?');
  const { eventId } = JSON.parse(String(row.get(position)?.['text'])) as { eventId: string }; // an event's own bytes
  db.close();
  const bytes = readFileSync(file);
  bytes[bytes.indexOf(eventId)] ^= 1;
  writeFileSync(file, bytes);
}
