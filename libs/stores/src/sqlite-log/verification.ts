import { LogDamaged, microsOf } from '@cluetrail/event-sourcing';
import type { DatabaseSync } from 'node:sqlite';
import { messageOf, primaryCodeOf } from './failure.js';
import { blobOf, type LogFile } from './log-file.js';
import type { Problem, Verification } from './messages.js';
import { checkRow, eventOf, type Row } from './row.js';
import { StoreRefused } from './store-refused.js';

const PAGE = 1000;
const PROBLEMS = 1000;

/**
 * Checks the last `count` events: leaves, positions without a gap. Answers the latest recordedAt among them in
 * microseconds. Throws LogDamaged or StoreRefused `log-damaged`, both with the position.
 */
export function checkTail(log: LogFile, count: number): number {
  let { micros } = log.end;
  let next = Math.max(0, log.end.position - count);
  while (next < log.end.position) {
    const rows = log.rowsBehind(next, PAGE);
    for (const row of rows) {
      next += 1;
      if (row.position !== next) throw missing(next, row.position);
      micros = Math.max(micros, microsOf(eventOf(checkRow(row)).recordedAt));
    }
  }
  return micros;
}

function missing(expected: number, found: number): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the log has a gap: expected position ${expected}, found ${found}`,
    { position: String(expected), expected: String(expected), found: String(found) },
  );
}

/**
 * Goes through the whole log page by page and yields how far it is, so that the thread can serve between pages.
 * Per event: position, leaf, stream, version and id against the bytes, and both indexes against the row.
 */
export function* verification(log: LogFile): Generator<number, Verification> {
  const { position: head } = log.end;
  const checker = new Checker(log.db);
  for (let after = 0; after < head; after += PAGE) {
    const last = Math.min(after + PAGE, head);
    checker.page(after, last);
    yield last;
  }
  return checker.result(head);
}

interface FullRow extends Row {
  readonly streamId: number;
  readonly stream: string | null;
  readonly version: number;
  readonly id: Uint8Array;
}

class Checker {
  private readonly problems: Problem[] = [];
  private readonly versions = new Map<number, number>();
  private readonly rows;
  private readonly byId;
  private readonly byVersion;
  private readonly byName;

  constructor(db: DatabaseSync) {
    this.rows = db.prepare(`
      SELECT position, stream AS streamId, name AS stream, version, events.id AS id, leaf, bytes
      FROM events LEFT JOIN streams ON streams.id = events.stream
      WHERE position > ? AND position <= ? ORDER BY position`);
    this.byId = db.prepare('SELECT position FROM events WHERE id = ?');
    this.byVersion = db.prepare('SELECT position FROM events WHERE stream = ? AND version = ?');
    this.byName = db.prepare('SELECT id FROM streams WHERE name = ?');
  }

  result(events: number): Verification {
    const positions = this.problems.map(({ position }) => position);
    const firstBad = positions.reduce<bigint | undefined>(
      (least, position) => (least === undefined || position < least ? position : least),
      undefined,
    );
    const base = { events, problems: this.problems };
    return firstBad === undefined ? base : { ...base, firstBad };
  }

  page(after: number, last: number): void {
    try {
      this.between(after, last);
    } catch (error) {
      if (primaryCodeOf(error) === undefined) throw error;
      // A page of the file is unreadable: name the events on it one by one.
      if (last - after === 1) this.add(last, messageOf(error));
      else for (let next = after; next < last; next++) this.page(next, next + 1);
    }
  }

  private between(after: number, last: number): void {
    const rows = this.rows.all(after, last) as unknown as FullRow[]; // the columns named above
    let next = after;
    for (const row of rows) {
      while (++next < row.position) this.add(next, 'missing');
      for (const problem of this.problemsOf(row)) this.add(row.position, problem);
    }
    while (++next <= last) this.add(next, 'missing');
  }

  private *problemsOf(row: FullRow): Generator<string> {
    const expected = (this.versions.get(row.streamId) ?? 0) + 1;
    this.versions.set(row.streamId, row.version);
    try {
      checkRow(row);
    } catch (error) {
      if (!(error instanceof LogDamaged)) throw error;
      return yield `leaf: expected ${error.at.expectedLeaf}, found ${error.at.foundLeaf}`;
    }
    const event = eventOf(row);
    if (row.version !== expected) yield differs('version in its stream', expected, row.version);
    if (row.stream !== event.stream) yield differs('stream', event.stream, row.stream);
    if (row.version !== event.version) yield differs('version', event.version, row.version);
    if (Buffer.compare(row.id, blobOf(event.eventId)) !== 0)
      yield differs('id', event.eventId, Buffer.from(row.id).toString('hex'));
    yield* this.indexProblems(row, event.stream);
  }

  private *indexProblems(row: FullRow, stream: string): Generator<string> {
    const byId = this.byId.get(row.id)?.position;
    if (byId !== row.position) yield differs('index of ids', row.position, byId);
    const byVersion = this.byVersion.get(row.streamId, row.version)?.position;
    if (byVersion !== row.position) yield differs('index of versions', row.position, byVersion);
    const named = row.version === 1 ? this.byName.get(stream)?.id : row.streamId;
    if (named !== row.streamId) yield differs('index of streams', row.streamId, named);
  }

  private add(position: number, problem: string): void {
    if (this.problems.length < PROBLEMS)
      this.problems.push({ position: BigInt(position), problem });
  }
}

function differs(what: string, expected: unknown, found: unknown): string {
  return `${what}: expected ${String(expected)}, found ${String(found ?? 'none')}`;
}
