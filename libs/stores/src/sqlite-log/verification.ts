import { LogDamaged, microsOf } from '@cluetrail/event-sourcing';
import type { DatabaseSync } from 'node:sqlite';
import { isDamage, messageOf } from './failure.js';
import { indexEntries } from './index-entries.js';
import type { LogFile } from './log-file.js';
import type { Verification } from '../shared/log.js';
import { Problems } from '../shared/problems.js';
import { checkRow, eventOf, type Row } from './row.js';
import { StoreRefused } from '../shared/store-refused.js';

const PAGE = 1000;

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
 * Per event: position, leaf, stream, version and id against the bytes, and both indexes against the row. Then every
 * entry of both indexes, so that none leads to a wrong place or to none.
 */
export function* verification(log: LogFile): Generator<number, Verification> {
  const { position: head } = log.end;
  const problems = new Problems();
  const rows = new RowChecker(log.db, problems);
  for (let after = 0; after < head; after += PAGE) {
    const last = Math.min(after + PAGE, head);
    rows.page(after, last);
    yield last;
  }
  for (const _step of indexEntries(log, { head, problems })) yield head;
  return problems.result(head);
}

/** The same in one go. */
export function verified(log: LogFile): Verification {
  const steps = verification(log);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

interface FullRow extends Row {
  readonly streamId: number;
  readonly stream: string | null;
  readonly version: number;
  readonly id: Uint8Array;
}

class RowChecker {
  private readonly versions = new Map<number, number>();
  private readonly rows;
  private readonly byId;
  private readonly byVersion;
  private readonly byName;

  constructor(
    db: DatabaseSync,
    private readonly problems: Problems,
  ) {
    this.rows = db.prepare(`
      SELECT position, stream AS streamId, name AS stream, version, events.id AS id, leaf, bytes
      FROM events LEFT JOIN streams ON streams.id = events.stream
      WHERE position > ? AND position <= ? ORDER BY position`);
    this.byId = db.prepare('SELECT position FROM events WHERE id = ?');
    this.byVersion = db.prepare('SELECT position FROM events WHERE stream = ? AND version = ?');
    this.byName = db.prepare('SELECT id FROM streams WHERE name = ?');
  }

  page(after: number, last: number): void {
    const rows = this.readable(after, last);
    if (rows) return this.between(rows, after, last);
    // A page of the file is unreadable: name the events on it one by one.
    if (last - after > 1) for (let next = after; next < last; next++) this.page(next, next + 1);
  }

  private readable(after: number, last: number): FullRow[] | undefined {
    try {
      return this.rows.all(after, last) as unknown as FullRow[]; // the columns named above
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (last - after === 1) this.problems.add(last, messageOf(error));
      return undefined;
    }
  }

  private between(rows: readonly FullRow[], after: number, last: number): void {
    let next = after;
    for (const row of rows) {
      while (++next < row.position) this.problems.add(next, 'missing');
      for (const problem of this.problemsOf(row)) this.problems.add(row.position, problem);
    }
    while (++next <= last) this.problems.add(next, 'missing');
  }

  private *problemsOf(row: FullRow): Generator<string> {
    const expected = (this.versions.get(row.streamId) ?? 0) + 1;
    this.versions.set(row.streamId, row.version);
    try {
      checkRow(row);
    } catch (error) {
      return yield damageOf(error);
    }
    const event = eventOf(row);
    if (row.version !== expected) yield differs('version in its stream', expected, row.version);
    if (row.stream !== event.stream) yield differs('stream', event.stream, row.stream);
    if (row.version !== event.version) yield differs('version', event.version, row.version);
    const id = ArrayBuffer.isView(row.id) ? Buffer.from(row.id).toString('hex') : String(row.id);
    if (id !== event.eventId.replaceAll('-', '')) yield differs('id', event.eventId, id);
    yield* this.indexProblems(row, event.stream);
  }

  private *indexProblems(row: FullRow, stream: string): Generator<string> {
    const { position, id, streamId, version } = row;
    const byId = answerOf(() => this.byId.get(id)?.position);
    if (byId !== position) yield differs('index of ids', position, byId);
    const byVersion = answerOf(() => this.byVersion.get(streamId, version)?.position);
    if (byVersion !== position) yield differs('index of versions', position, byVersion);
    if (version !== 1) return;
    const named = answerOf(() => this.byName.get(stream)?.id);
    if (named !== streamId) yield differs('index of streams', streamId, named);
  }
}

/** What an index answers, or why it cannot. */
function answerOf(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    if (isDamage(error)) return messageOf(error);
    throw error;
  }
}

function damageOf(error: unknown): string {
  if (error instanceof LogDamaged)
    return `leaf: expected ${error.at.expectedLeaf}, found ${error.at.foundLeaf}`;
  if (error instanceof StoreRefused) return differs('event', 'bytes and a leaf', undefined);
  throw error;
}

function differs(what: string, expected: unknown, found: unknown): string {
  return `${what}: expected ${String(expected)}, found ${String(found ?? 'none')}`;
}
