import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { buildDir } from './broken-build.js';
import { type Change, type GrownLog, grownLog, spoilt, tally, verdictOf } from './spoilt-log.js';

const PAGE = 8192;

/** What of its WAL may be cut is for `npm run prove -- F05`. */
describe('a log cut short', () => {
  let closed: GrownLog;
  let killed: GrownLog;
  beforeAll(() => {
    closed = grownLog({ closed: 1500 });
    killed = grownLog({ closed: 600, killed: 100 });
  }, 180_000);
  afterAll(() => {
    closed.remove();
    killed.remove();
  });

  it('is refused by name wherever events.db is cut, and stays as it was found', () => {
    const lengths = lengthsOf(closed, 'events.db');
    const outcomes = spoilt(
      closed,
      lengths.map((left) => [['cut', 'events.db', left]]),
    );
    console.info(`events.db cut ${lengths.length} times: ${tally(outcomes)}`);
    expect(outcomes.map(verdictOf)).toEqual(lengths.map(() => 'refused'));
  }, 300_000);

  it('says how many bytes were expected and found, and which event its pin names', () => {
    const size = sizeOf(closed, 'events.db');
    const [{ named }] = spoilt(closed, [[['cut', 'events.db', size - 4096]]]);
    const told = `expected ${size} bytes, found ${size - 4096}; its pin names position 1500, leaf [0-9a-f]{64}`;
    expect(named).toEqual([expect.stringMatching(`^log-damaged: log .*events\\.db: ${told}$`)]);
  });

  it.each([['verify'], ['serve', '--port', '0', '--volatile']])(
    'ends `%s` with that one line and exit code 1',
    (...words) => {
      const data = `${closed.directory}-cli`;
      cpSync(closed.directory, data, { recursive: true });
      truncateSync(join(data, 'events.db'), sizeOf(closed, 'events.db') - 4096);
      const main = join(buildDir, 'apps/cli/src/main.js');
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--no-warnings', main, ...words, '--data', data],
        { encoding: 'utf8', timeout: 120_000 },
      );
      rmSync(data, { recursive: true });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^cluetrail: log-damaged: .*expected \d+ bytes, found \d+.*\n$/);
    },
  );

  it('never opens shorter wherever events.db is cut beside the WAL of a kill', () => {
    const changes = lengthsOf(killed, 'events.db').map((left): Change[] => [
      ['cut', 'events.db', left],
    ]);
    const outcomes = spoilt(killed, changes, { tail: 50 });
    console.info(`events.db cut ${outcomes.length} times beside a WAL: ${tally(outcomes)}`);
    // What the WAL holds of the cut pages is whole; the others are named when opened, or when read.
    for (const verdict of outcomes.map(verdictOf))
      expect(['refused', 'found', 'complete']).toContain(verdict);
  }, 300_000);

  it('does not mind the index of a WAL, missing, foreign or torn', () => {
    const texts = ['', 'x'.repeat(100), 'x'.repeat(32_768)];
    const changes = texts.map((text): Change[] => [['write', 'events.db-shm', text]]);
    const outcomes = [closed, killed].flatMap((log) => spoilt(log, changes));
    expect(outcomes.map(verdictOf)).toEqual(outcomes.map(() => 'complete'));
  });

  it.each([
    { pin: 'missing', change: ['remove', 'pin.json'], refused: 'pin-missing' },
    { pin: 'empty', change: ['cut', 'pin.json', 0], refused: 'pin-damaged' },
    { pin: 'cut in its leaf', change: ['cut', 'pin.json', 50], refused: 'pin-damaged' },
    {
      pin: 'garbage',
      change: ['write', 'pin.json', '\u0000\u0001garbage'],
      refused: 'pin-damaged',
    },
    { pin: 'newer', change: ['write', 'pin.json', pinAt(1501)], refused: 'behind-pin' },
    { pin: 'of another log', change: ['write', 'pin.json', pinAt(1499)], refused: 'other-log' },
    { pin: 'older', change: ['write', 'pin.json', pinAt(0)], refused: undefined },
  ] as const)('with a pin that is $pin: $refused', ({ change, refused }) => {
    const [outcome] = spoilt(closed, [[change]]);
    expect(verdictOf(outcome)).toBe(refused ? 'refused' : 'complete');
    expect(outcome.named).toEqual(refused ? [expect.stringMatching(`^${refused}: `)] : []);
  });
});

function sizeOf({ directory }: GrownLog, file: string): number {
  return statSync(join(directory, file)).size;
}

/** What is left of a file: short of a byte, of pages, of half, of all but its header, of that too. */
function lengthsOf(log: GrownLog, file: string): number[] {
  const size = sizeOf(log, file);
  const less = [1, 2, 100, 512, 4096, PAGE - 1, PAGE, PAGE + 1, 3 * PAGE, 20 * PAGE + 77];
  const left = [0, 1, 16, 50, 99, 100, 101, 511, 512, 4096, PAGE - 1, PAGE, PAGE + 1, 5 * PAGE];
  const parts = [0.1, 0.25, 0.5, 0.75, 0.9].map((part) => Math.floor(size * part));
  return [...less.map((bytes) => size - bytes), ...parts, ...left].filter((bytes) => bytes >= 0);
}

function pinAt(position: number): string {
  return JSON.stringify({ position, leaf: position > 0 ? 'ab'.repeat(32) : '' });
}
