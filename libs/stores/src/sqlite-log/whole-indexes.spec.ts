import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteLog } from './open-sqlite-log.js';
import { draft } from '../shared/testing/draft.js';
import { indexFault } from './whole-indexes.js';

const clock = { nowMicros: () => Date.parse('2021-10-31T04:00:00.000Z') * 1000 };
const STREAMS = ['clue-a', 'clue-b', 'clue-c', 'person-li'];
const EVENTS = 24;

let directory: string;
let file: string;
let whole: Buffer;
describe('the indexes by which streams are read', () => {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cluetrail-indexes-'));
    file = join(directory, 'events.db');
    const log = await openSqliteLog({ directory, clock, create: true });
    for (let index = 0; index < EVENTS; index++) {
      const stream = STREAMS[index % STREAMS.length];
      await log.append(stream, Math.floor(index / STREAMS.length), [draft(stream, { index })]);
    }
    await log.close();
    whole = readFileSync(file);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('are whole, and said to be', () => {
    expect(told()).toEqual({ fault: undefined, streams: expect.anything() });
  });

  it.each(['sqlite_autoindex_events_2', 'sqlite_autoindex_streams_1'])(
    'hide no event behind a flipped bit of %s without a word',
    (index) => {
      const { streams } = told();
      const found = { harmless: 0, named: 0, hidden: [] as string[] };
      for (const at of bytesOf(index))
        for (let bit = 0; bit < 8; bit++) {
          const spoilt = Buffer.from(whole);
          spoilt[at] ^= 1 << bit;
          writeFileSync(file, spoilt);
          const answer = told();
          if (answer.fault !== undefined) found.named++;
          else if (JSON.stringify(answer.streams) === JSON.stringify(streams)) found.harmless++;
          else found.hidden.push(`byte ${at}, bit ${bit}`);
        }
      writeFileSync(file, whole);
      expect(found.hidden).toEqual([]);
      expect(found.named).toBeGreaterThan(100);
    },
  );

  it('that lack an entry are told by what is missing', () => {
    const lost = `INSERT INTO streams (name) VALUES ('clue-d')`;
    expect(changed(lost)).toBe('4 of 5 streams in the index of versions');
    const gap = `DROP TRIGGER events_no_delete; DELETE FROM events WHERE position = 24`;
    expect(changed(gap)).toBe('23 entries for 24 events in the index of versions');
    const first = `DROP TRIGGER events_no_delete; DELETE FROM events WHERE position = 1`;
    expect(changed(first)).toMatch(/^1 streams whose versions do not follow each other/);
  });
});

/** What the check says, and what each stream is then read as; an error of SQLite is no silence. */
function told() {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    db.exec('PRAGMA cell_size_check=ON');
    const fault = indexFault(db, EVENTS);
    if (fault !== undefined) return { fault, streams: [] };
    const id = db.prepare('SELECT id FROM streams WHERE name = ?');
    const events = db.prepare(
      'SELECT position, version, bytes FROM events WHERE stream = ? ORDER BY version',
    );
    const streams = STREAMS.map((name) => {
      const rows = events.all(Number(id.get(name)?.id ?? 0));
      // As the store reads it: bytes that say another place are no answer.
      for (const [index, { bytes }] of rows.entries()) {
        const { stream, version } = JSON.parse(Buffer.from(bytes as Uint8Array).toString('utf8'));
        if (stream !== name || version !== index + 1) throw new Error(`${stream} ${version}`);
      }
      return rows.length;
    });
    return { fault, streams };
  } catch (error) {
    return { fault: String(error), streams: [] };
  } finally {
    db.close();
  }
}

function changed(sql: string): string | undefined {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
  const { fault } = told();
  writeFileSync(file, whole);
  return fault;
}

/** Places of the entries of an index that has one page, and of what leads to them. */
function bytesOf(index: string): number[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const page = Number(
    db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(index)?.rootpage,
  );
  const size = Number(db.prepare('PRAGMA page_size').get()?.page_size);
  db.close();
  const start = (page - 1) * size;
  const cells = start + whole.readUInt16BE(start + 5);
  const pointers = start + 8 + 2 * whole.readUInt16BE(start + 3);
  const from = (first: number, end: number) =>
    Array.from({ length: end - first }, (_, offset) => first + offset);
  return [...from(start, pointers), ...from(cells, start + size)];
}
