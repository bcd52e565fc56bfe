import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants } from 'node:sqlite';
import { checkDrafts, type Draft } from '@cluetrail/event-sourcing';
import { GroupCommit } from './group-commit.js';
import { LogFile } from './log-file.js';
import type { Answer } from './messages.js';
import { Pin } from '../shared/pin.js';
import { draft } from '../shared/testing/draft.js';

const now = Date.parse('2021-10-31T04:00:00.000Z') * 1000;

describe('a group of appends', () => {
  let directory: string;
  let log: LogFile;
  let pin: Pin;
  let commits: GroupCommit;
  let answers: Answer[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-group-'));
    start();
  });
  afterEach(() => {
    stop();
    rmSync(directory, { recursive: true });
  });

  it('is decided one by one, later ones seeing earlier ones', () => {
    const first = draft('clue-a');
    push('clue-a', 0, [first]);
    push('clue-a', 0, [draft('clue-a')]);
    push('clue-a', 1, [draft('clue-a'), draft('clue-a')]);
    push('clue-b', 7, [{ ...first, stream: 'clue-b' }]);
    push('clue-a', 0, [first]);
    commits.flush();
    const at = ['2021-10-31T04:00:00.000000Z', '2021-10-31T04:00:00.000001Z'];
    const elsewhere = 'append to clue-b: some of these event ids stand elsewhere in the log';
    expect(answers).toEqual([
      { outcome: 'appended', places: [[1, 1, at[0]]] },
      { outcome: 'conflict', expected: 0, actual: 1 },
      {
        outcome: 'appended',
        places: [
          [2, 2, at[1]],
          [3, 3, at[1]],
        ],
      },
      { outcome: 'failed', failure: { kind: 'mistake', message: elsewhere } },
      { outcome: 'appended', places: [[1, 1, at[0]]] },
    ]);
    expect(pinned()).toBe(3);
  });

  it('leaves nothing of what stands in part, nor of a stream that would have begun with it', () => {
    const first = draft('clue-a');
    push('clue-a', 0, [first]);
    push('clue-a', 1, [draft('clue-a'), first]);
    push('clue-b', 0, [draft('clue-b'), { ...first, stream: 'clue-b' }]);
    push('clue-a', 1, [draft('clue-a')]);
    commits.flush();
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      ...['appended', 'failed', 'failed', 'appended'],
    ]);
    expect(log.end.position).toBe(2);
    expect(log.rowsBehind(0, 9)).toHaveLength(2);
    expect(log.db.prepare('SELECT name FROM streams').all()).toEqual([{ name: 'clue-a' }]);
  });

  it('takes at most 64, and leaves the rest for the next', () => {
    for (let index = 0; index < 65; index++) push(`clue-${index}`, 0, [draft(`clue-${index}`)]);
    commits.flush();
    expect(answers).toHaveLength(64);
    commits.flush();
    expect(answers).toHaveLength(65);
  });

  it('takes in, up to its commit, what arrives while it is decided', () => {
    const late = [2, 1].map((version) => () => push('clue-a', version, [draft('clue-a')]));
    commits = new GroupCommit(
      log,
      pin,
      (_, group) => void answers.push(...group),
      () => late.pop()?.(),
    );
    push('clue-a', 0, [draft('clue-a')]);
    commits.flush();
    expect(answers.map(({ outcome }) => outcome)).toEqual(['appended', 'appended', 'appended']);
    expect(pinned()).toBe(3);
  });

  it('stays in the WAL with those before it, however many they are, while their pages are few', () => {
    const pages: number[] = [];
    for (let version = 0; version < 30 * 64; version++) {
      push('clue-a', version, [draft('clue-a')]);
      if (version % 64 < 63) continue;
      commits.flush();
      pages.push(log.pagesInWal);
    }
    expect(pages).toEqual(pages.toSorted((a, b) => a - b));
    expect(pages.at(-1)).toBeLessThan(4096);
  });

  it('is moved out of the WAL with all before it once these are 32 MiB, those of a load too', () => {
    const micros = 1_635_652_800_000_000;
    const [bytes, leaf] = [new Uint8Array(1024 * 1024), new Uint8Array(32)];
    const megabytes = (count: number) => () => {
      for (let made = 0; made < count; made++) {
        const version = log.versionOf('clue-b') + 1;
        const { eventId } = draft('clue-b');
        log.insert({ stream: 'clue-b', version, eventId, micros, bytes, leaf });
      }
    };
    commits.write(megabytes(31));
    expect(log.pagesInWal).toBeGreaterThan(31 * 128);
    commits.write(megabytes(1));
    expect(log.pagesInWal).toBe(0);
  });

  it('is moved out of it with at most 64 appends more, in one group or in one each', () => {
    const megabyte = { note: 'x'.repeat(1_000_000) };
    for (let version = 0; version < 64; version++)
      push('clue-a', version, [draft('clue-a', megabyte)]);
    commits.flush();
    expect(log.pagesInWal).toBe(0);
    for (let version = 0; version < 64; version++) {
      push('clue-b', version, [draft('clue-b', megabyte)]);
      commits.flush();
    }
    expect(log.pagesInWal).toBe(0);
  });

  it('finds the store unavailable on a full disk, leaves nothing, and goes on when there is room', () => {
    const pages = Number(log.db.prepare('PRAGMA page_count').get()?.page_count);
    log.db.exec(`PRAGMA max_page_count=${pages + 1}`);
    const large = draft('clue-b', { note: 'x'.repeat(100_000) });
    push('clue-a', 0, [draft('clue-a')]);
    push('clue-b', 0, [large]);
    commits.flush();
    const unavailable = { outcome: 'unavailable', cause: 'database or disk is full', full: true };
    expect(answers).toEqual([unavailable, unavailable]);
    expect(log.end.position).toBe(0);
    expect(pinned()).toBe(0);
    log.db.exec('PRAGMA max_page_count=100000');
    push('clue-b', 0, [large]);
    commits.flush();
    expect(answers[2]).toMatchObject({ outcome: 'appended' });
  });

  it('is unknown when its commit fails; then nothing is written and reads go on, until the log is reopened', () => {
    push('clue-a', 0, [draft('clue-a')]);
    commits.flush();
    denyCommits();
    const second = draft('clue-a');
    push('clue-a', 1, [second]);
    commits.flush();
    log.db.setAuthorizer(null);
    push('clue-a', 1, [second]);
    commits.flush();
    const stopped = 'the log stopped writing and must be reopened: not authorized';
    expect(answers.slice(1)).toEqual([
      { outcome: 'unknown', cause: 'not authorized', stopped: true },
      { outcome: 'unavailable', cause: stopped, stopped: true },
    ]);
    expect(() => commits.write(() => undefined)).toThrow(stopped);
    expect(log.rowsOfStream('clue-a', 1, 9)).toHaveLength(1);
    stop();
    start();
    push('clue-a', 1, [second]);
    push('clue-a', 1, [second]);
    commits.flush();
    expect(answers[0]).toMatchObject({ outcome: 'appended' });
    expect(answers[1]).toEqual(answers[0]);
    expect(log.end.position).toBe(2);
  });

  it('is unknown when its pin cannot be written, and the log stops', () => {
    pin.close();
    push('clue-a', 0, [draft('clue-a')]);
    commits.flush();
    push('clue-a', 1, [draft('clue-a')]);
    commits.flush();
    expect(answers.map(({ outcome }) => outcome)).toEqual(['unknown', 'unavailable']);
    pin = new Pin(join(directory, 'pin.json'));
  });

  function start(): void {
    log = LogFile.open(join(directory, 'events.db'), { ifEmpty: () => undefined });
    pin = new Pin(join(directory, 'pin.json'));
    answers = [];
    commits = new GroupCommit(log, pin, (_, group) => void answers.push(...group));
  }

  function stop(): void {
    pin.close();
    log.close();
  }

  function push(stream: string, expected: number, batch: Draft[]): void {
    const drafts = checkDrafts(stream, expected, batch).map(({ bytes }) => bytes);
    const ids = batch.map(({ eventId }) => eventId);
    commits.push(0, { stream, expected, ids, drafts, now });
  }

  function pinned(): number {
    return JSON.parse(readFileSync(join(directory, 'pin.json'), 'utf8')).position;
  }

  function denyCommits(): void {
    log.db.setAuthorizer((action, operation) =>
      action === constants.SQLITE_TRANSACTION && operation === 'COMMIT'
        ? constants.SQLITE_DENY
        : constants.SQLITE_OK,
    );
  }
});
