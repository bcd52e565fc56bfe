import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { LogDamaged } from '@cluetrail/event-sourcing';
import { openSqliteLog } from './open-sqlite-log.js';
import type { SqliteLog } from './sqlite-log.js';
import { StoreRefused } from '../shared/store-refused.js';
import { draft } from '../shared/testing/draft.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };

describe('opening a log', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-log-'));
  });
  afterEach(async () => {
    for (const log of opened.splice(0)) await log.close();
    rmSync(directory, { recursive: true });
  });
  const opened: SqliteLog[] = [];
  const file = (name: string) => join(directory, name);
  const open = async (create = false, acceptLoss?: string) => {
    const log = await openSqliteLog({ directory, clock, create, acceptLoss });
    opened.push(log);
    return log;
  };

  it('begins a new one in a directory that does not stand yet, and pins it', async () => {
    const deeper = join(directory, 'a', 'b');
    const log = await openSqliteLog({ directory: deeper, clock, create: true });
    await log.append('clue-a', 0, [draft('clue-a')]);
    const { leaf } = await log.head();
    await log.close();
    const pin = readFileSync(join(deeper, 'pin.json'), 'utf8');
    expect(pin).toHaveLength(512);
    expect(pin).toContain(`{"position":1,"leaf":"${Buffer.from(leaf).toString('hex')}",`);
  });

  it('is refused where none stands and none may be begun', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'log-missing' });
    expect(existsSync(file('events.db'))).toBe(false);
  });

  it.each(['deleted', 'emptied'])('is refused where the log was %s under its pin', async (how) => {
    await filled(3);
    if (how === 'deleted') rmSync(file('events.db'));
    else truncateSync(file('events.db'));
    const refused = await refusalOf(open(true));
    expect(refused).toMatchObject({
      code: 'log-missing',
      detail: { expected: '3', found: 'none' },
    });
    expect(existsSync(file('events.db')) && statSync(file('events.db')).size > 0).toBe(false);
  });

  it('is refused behind the pin: the log of yesterday', async () => {
    await filled(3);
    copyFileSync(file('events.db'), file('yesterday.db'));
    await filled(2, 3);
    copyFileSync(file('yesterday.db'), file('events.db'));
    const { code, detail, message } = await refusalOf(open());
    const leaf = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect({ code, detail }).toEqual({
      code: 'behind-pin',
      detail: { expected: '5', found: '3', leaf },
    });
    expect(message).toBe(
      `the log is behind its pin: expected position 5, found 3; the leaf of its last event is ${detail.leaf}`,
    );
  });

  it('goes on behind its pin only for whoever names its last event, and keeps the pin until that is recorded', async () => {
    await filled(3);
    copyFileSync(file('events.db'), file('yesterday.db'));
    await filled(2, 3);
    const pin = readFileSync(file('pin.json'), 'utf8');
    copyFileSync(file('yesterday.db'), file('events.db'));
    const { leaf } = (await refusalOf(open())).detail;
    const other = await refusalOf(open(false, 'ab'.repeat(32)));
    expect(other).toMatchObject({ code: 'other-leaf', detail: { expected: leaf } });
    const untouched = await open(false, leaf);
    expect(untouched.loss).toMatchObject({ found: { position: 3, leaf } });
    await untouched.close();
    expect(readFileSync(file('pin.json'), 'utf8')).toBe(pin);
    const accepted = await open(false, leaf);
    await accepted.append('log', 0, [draft('log')]);
    await accepted.close();
    expect((await (await open()).head()).position).toBe(4n);
  });

  it.each([
    'deleted',
    'cut to half',
    'short of one byte',
    'altered in the middle',
    'altered in its header',
  ])(
    'is refused behind the pin: a WAL %s after a kill, and all stays as it was found',
    async (how) => {
      killedAfter(40);
      const wal = file('events.db-wal');
      const { size } = statSync(wal);
      if (how === 'deleted') rmSync(wal);
      if (how === 'cut to half') truncateSync(wal, size / 2);
      if (how === 'short of one byte') truncateSync(wal, size - 1);
      if (how === 'altered in the middle') flip(wal, size / 2);
      if (how === 'altered in its header') flip(wal, 20);
      const left = contentsOf(directory);
      const { code, detail } = await refusalOf(open());
      expect(code).toBe('behind-pin');
      expect(detail.expected).toBe('40');
      expect(Number(detail.found)).toBeLessThan(40);
      expect(contentsOf(directory)).toEqual(left);
    },
  );

  it('goes on where the log is ahead of its pin, as a kill leaves it', async () => {
    await filled(3);
    const pin = readFileSync(file('pin.json'));
    await filled(2, 3);
    writeFileSync(file('pin.json'), pin);
    const log = await open();
    expect((await log.head()).position).toBe(5n);
    await log.close();
    expect(JSON.parse(readFileSync(file('pin.json'), 'utf8'))).toMatchObject({ position: 5 });
  });

  it('is refused where another log of the same length stands', async () => {
    await filled(3);
    const pin = readFileSync(file('pin.json'));
    rmSync(file('events.db'));
    rmSync(file('pin.json'));
    await filled(3);
    writeFileSync(file('pin.json'), pin);
    const { code, detail } = await refusalOf(open());
    expect(code).toBe('other-log');
    expect(detail).toMatchObject({ position: '3', expected: JSON.parse(String(pin)).leaf });
  });

  it.each([
    { pin: 'missing', code: 'pin-missing', spoil: () => rmSync(file('pin.json')) },
    { pin: 'unreadable', code: 'pin-damaged', spoil: () => flip(file('pin.json'), 2) },
  ])('is refused where the pin of a log with events is $pin', async ({ code, spoil }) => {
    await filled(1);
    spoil();
    await expect(open(true)).rejects.toMatchObject({ code });
  });

  it('names the position of a byte that was altered at the end of the log', async () => {
    await filled(60);
    alterBytes(57);
    const error = await open().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LogDamaged);
    expect(error).toMatchObject({ at: { position: 57n } });
  });

  it('names a position that is missing at the end of the log', async () => {
    await filled(60);
    edit('DROP TRIGGER events_no_delete; DELETE FROM events WHERE position = 58');
    const { code, detail } = await refusalOf(open());
    expect({ code, detail }).toEqual({
      code: 'log-damaged',
      detail: { position: '58', expected: '58', found: '59' },
    });
  });

  it('says where its pin stood when the log had gone on', async () => {
    const log = await open(true);
    await log.append('clue-a', 0, [draft('clue-a')]);
    const before = readFileSync(join(directory, 'pin.json'));
    await log.append('clue-a', 1, [draft('clue-a'), draft('clue-a')]);
    await log.close();
    writeFileSync(join(directory, 'pin.json'), before);
    const again = await open();
    expect(again.ahead).toEqual({ pinned: 1, found: 3 });
    await again.close();
  });

  it('is refused to a second process, and to a second reader of the same process', async () => {
    const log = await open(true);
    const message = expect.stringMatching(`locked [(]process ${process.pid}, since 20.+Z[)]$`);
    await expect(open()).rejects.toMatchObject({ code: 'in-use', message });
    expect(inAnotherProcess('open')).toBe('in-use');
    await log.append('clue-a', 0, [draft('clue-a')]);
    await log.close();
    expect(inAnotherProcess('open')).toBe('opened');
  });

  it('is refused for a file that is no log of ours', async () => {
    writeFileSync(file('events.db'), 'x'.repeat(9000));
    await expect(open(true)).rejects.toMatchObject({ code: 'not-a-log' });
    rmSync(file('events.db'));
    edit('CREATE TABLE events (id INTEGER)');
    await expect(open(true)).rejects.toMatchObject({ code: 'not-a-log' });
  });

  it('keeps every hand off what was written: UPDATE and DELETE are aborted', async () => {
    await filled(2);
    const db = new DatabaseSync(file('events.db'));
    for (const sql of [
      'UPDATE events SET version = 9',
      'DELETE FROM events',
      'UPDATE streams SET name = 1',
      'DELETE FROM streams',
    ])
      expect(() => db.exec(sql)).toThrow(/append-only/);
    db.close();
  });

  async function filled(count: number, version = 0): Promise<void> {
    const log = await open(true);
    const note = 'x'.repeat(300);
    const events = Array.from({ length: count }, (_, index) => draft('clue-a', { index, note }));
    expect(await log.append('clue-a', version, events)).toMatchObject({ outcome: 'appended' });
    await log.close();
  }

  function edit(sql: string): void {
    const db = new DatabaseSync(file('events.db'));
    db.exec(sql);
    db.close();
  }

  function alterBytes(position: number): void {
    edit(`DROP TRIGGER events_no_update; UPDATE events
      SET bytes = CAST(replace(CAST(bytes AS TEXT), 'person-li', 'person-lo') AS BLOB)
      WHERE position = ${position}`);
  }

  /** Appends one by one in a process that ends by SIGKILL, its WAL unmerged. */
  function killedAfter(count: number): void {
    expect(inAnotherProcess(String(count))).toBe('');
  }

  function inAnotherProcess(how: string): string {
    const built = new URL('../../../../dist/libs/stores/src/index.js', import.meta.url).href;
    const script = `
      const { openSqliteLog } = await import(${JSON.stringify(built)});
      const clock = { nowMicros: () => 0 };
      try {
        const log = await openSqliteLog({ directory: ${JSON.stringify(directory)}, clock, create: true });
        if (${JSON.stringify(how)} === 'open') { process.stdout.write('opened'); await log.close(); }
        else {
          const draft = ${JSON.stringify(draft('clue-a'))};
          for (let n = 0; n < Number(${JSON.stringify(how)}); n++)
            await log.append('clue-a', n, [{ ...draft, eventId: crypto.randomUUID() }]);
          process.kill(process.pid, 'SIGKILL');
        }
      } catch (error) { process.stdout.write(error.code); }`;
    const args = ['--input-type=module', '--eval', script];
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    if (stderr.length > 0) throw new Error(String(stderr));
    return String(stdout);
  }
});

function contentsOf(folder: string) {
  const read = (name: string) => hash('sha256', readFileSync(join(folder, name)));
  return readdirSync(folder).map((name) => [name, read(name)]);
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[Math.floor(at)] ^= 1;
  const fd = openSync(path, 'r+');
  ftruncateSync(fd);
  writeSync(fd, bytes);
  closeSync(fd);
}

async function refusalOf(opening: Promise<unknown>): Promise<StoreRefused> {
  const error = await opening.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof StoreRefused) return error;
  throw new Error(`expected StoreRefused, found ${String(error)}`);
}
