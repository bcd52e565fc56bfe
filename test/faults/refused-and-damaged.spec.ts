import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

  it.each(PINS)('names a damaged event beside %s', (code, spoil) => {
    const { status, stdout } = verify((data) => {
      flip(data, 16);
      spoil(data);
    });
    const found = JSON.parse(stdout);
    expect([status, found.ok, found.opened, found.firstBad]).toEqual([1, false, false, 16]);
    expect(found.refused).toMatch(new RegExp(`^${code}: `));
  });

  it.each(PINS)('tells %s alone of a log whose events are right', (code, spoil) => {
    const { status, stdout, stderr } = verify(spoil);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`^cluetrail: ${code}: `));
  });

  function verify(spoil: (data: string) => void) {
    const data = `${sound.directory}-verify`;
    cpSync(sound.directory, data, { recursive: true });
    try {
      spoil(data);
      const main = join(buildDir, 'apps/cli/src/main.js');
      const words = ['--no-warnings', main, 'verify', '--data', data, '--json'];
      return spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 120_000 });
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
