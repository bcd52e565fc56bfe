import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../shared/log.js';
import { openSqliteLog } from './open-sqlite-log.js';
import type { SqliteLog } from './sqlite-log.js';
import { draft } from '../shared/testing/draft.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };
const EVENTS = 600;

describe('the scrubber', () => {
  let directory: string;
  let log: SqliteLog;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-scrub-'));
    const filled = await openSqliteLog({ directory, clock, create: true });
    for (let version = 0; version < EVENTS; version += 100)
      await filled.append('clue-a', version, drafts(version));
    await filled.close();
  });
  afterEach(async () => {
    await log.close();
    rmSync(directory, { recursive: true });
  });
  const open = async (scrubCycleMs: number) =>
    (log = await openSqliteLog({ directory, clock, create: false, tail: 10, scrubCycleMs }));

  it('finds a bit that flips in the middle of a running log within a cycle, sounds once, and appends go on', async () => {
    await open(400);
    const heard: Problem[] = [];
    const alarm = new Promise<void>((resolve) => {
      log.onDamage((problems) => {
        heard.push(...problems);
        resolve();
      });
    });
    expect(log.damage).toEqual([]);
    flip('note-300');
    await alarm;
    const at = { position: 301n, problem: expect.stringMatching(/^leaf: expected /) };
    expect(log.damage).toEqual([at]);
    const [one] = drafts(EVENTS);
    expect(await log.append('clue-a', EVENTS, [one])).toMatchObject({ outcome: 'appended' });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(heard).toEqual([at]);
    expect(log.damage).toEqual([at]);
  }, 20_000);

  it('is not needed by whoever asks: what flips behind a page that was read before is found at once', async () => {
    await open(3_600_000);
    const heard: Problem[] = [];
    log.onDamage((problems) => heard.push(...problems));
    expect((await log.verifyAll()).problems).toEqual([]);
    expect(log.damage).toEqual([]);
    flip('note-300');
    const { problems } = await log.verifyAll();
    expect(problems).toMatchObject([{ position: 301n }]);
    // And the server knows it, too.
    expect([log.damage, heard]).toEqual([problems, problems]);
  });

  it('takes back what a later cycle no longer finds', async () => {
    const at = flip('note-300');
    await open(400);
    await new Promise<void>((resolve) => void log.onDamage(() => resolve()));
    flip(at);
    for (let tries = 0; log.damage.length > 0 && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(log.damage).toEqual([]);
  }, 20_000);

  it('does not hurry where a cycle is long', async () => {
    flip('note-300');
    await open(7 * 86_400_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(log.damage).toEqual([]);
  });

  /** Where, for flipping it back. */
  function flip(where: string | number): number {
    const file = join(directory, 'events.db');
    const bytes = readFileSync(file);
    const at = typeof where === 'number' ? where : bytes.indexOf(where);
    const fd = openSync(file, 'r+');
    writeSync(fd, Uint8Array.of(bytes[at] ^ 1), 0, 1, at);
    closeSync(fd);
    return at;
  }
});

function drafts(from: number) {
  return Array.from({ length: 100 }, (_, index) =>
    draft('clue-a', { note: `note-${from + index}` }),
  );
}
