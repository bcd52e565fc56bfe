import { hash } from 'node:crypto';
import { type Event, microsOf } from '@cluetrail/event-sourcing';
import type { DatabaseSync } from 'node:sqlite';
import { isDamage, messageOf } from './failure.js';
import { indexEntries } from './index-entries.js';
import type { LogFile } from './log-file.js';
import type { Verification } from '../shared/log.js';
import { Problems } from '../shared/problems.js';
import { RecordingOrder } from '../shared/recording-order.js';
import { checkRow, eventOf, placeOf, prefixedEventOf, type Row } from './row.js';
import { schemaProblems } from './schema.js';
import { StoreRefused } from '../shared/store-refused.js';

const PAGE = 1000;

/**
 * Checks the last `count` events: leaves, positions without a gap, the order in which they were recorded. Answers the
 * latest recordedAt among them in microseconds. Throws LogDamaged or StoreRefused `log-damaged`, both with the position.
 */
export function checkTail(log: LogFile, count: number): number {
  let { micros } = log.end;
  let next = Math.max(0, log.end.position - count);
  const order = new RecordingOrder();
  // It says whether times have to rise.
  for (const row of next > 0 ? log.rowsBehind(0, 1) : []) checkOrder(order, row);
  while (next < log.end.position) {
    const rows = log.rowsBehind(next, PAGE);
    for (const row of rows) {
      next += 1;
      if (row.position !== next) throw missing(next, row.position);
      micros = Math.max(micros, microsOf(checkOrder(order, row).recordedAt));
    }
  }
  return micros;
}

function checkOrder(order: RecordingOrder, row: Row): Event {
  const event = eventOf(checkRow(row));
  const problem = order.problemOf(event, () => event);
  if (problem === undefined) return event;
  const position = String(row.position);
  throw new StoreRefused('log-damaged', `the log at position ${position}: ${problem}`, {
    position,
  });
}

function missing(expected: number, found: number): StoreRefused {
  return new StoreRefused(
    'log-damaged',
    `the log has a gap: expected position ${expected}, found ${found}`,
    { position: String(expected), expected: String(expected), found: String(found) },
  );
}

/**
 * Goes through the whole log, `pageLength` events at a step, and yields how far it is, so that the thread can serve
 * between steps. First the schema. Per event: position, leaf, stream, version and id against the bytes, and both
 * indexes against the row. Then the entries of both indexes, so that none leads to a wrong place or to none.
 */
export function* verification(
  log: LogFile,
  { pageLength = PAGE, problems = new Problems() } = {},
): Generator<number, Verification> {
  const { position: head } = log.end;
  // Pages that SQLite keeps in memory would hide what became of them on the disk.
  log.db.exec('PRAGMA shrink_memory');
  for (const problem of schemaProblems(log.db)) problems.add(0, problem);
  const rows = new RowChecker(log.db, problems);
  for (let after = 0; after < head; after += pageLength) {
    const last = Math.min(after + pageLength, head);
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

/**
 * A row as the statements below give it. Text instead of small buffers, an array instead of an object, and the byte that
 * a leaf's hash begins with put in front by SQLite: a million of each add up.
 */
type FullRow = [
  position: number,
  streamId: number,
  stream: string | null,
  version: number,
  id: string,
  leaf: string | null,
  prefixed: Uint8Array | null,
  ...indexes: unknown[],
];

const ROWS = `
  SELECT position, stream, name, version, lower(hex(events.id)) AS id,
    CASE typeof(leaf) WHEN 'blob' THEN lower(hex(leaf)) END AS leaf, CAST(x'00' || bytes AS BLOB)
  FROM events LEFT JOIN streams ON streams.id = events.stream
  WHERE position > ? AND position <= ? ORDER BY position`;
const BY_ID = 'SELECT position FROM events WHERE id = unhex(?)';
const BY_VERSION = 'SELECT position FROM events WHERE stream = ? AND version = ?';
const BY_NAME = 'SELECT id FROM streams WHERE name = ?';

/** The rows, each with what the indexes answer for it. */
const ROWS_AND_INDEXES = `
  SELECT found.*, (${BY_ID.replace('?', 'found.id')}),
    (${BY_VERSION.replace('?', 'found.stream').replace('?', 'found.version')}),
    CASE found.version WHEN 1 THEN (${BY_NAME.replace('?', 'found.name')}) END
  FROM (${ROWS}) AS found`;

class RowChecker {
  private readonly versions = new Map<number, number>();
  private readonly order = new RecordingOrder();
  private readonly all;
  private readonly rows;
  private readonly byId;
  private readonly byVersion;
  private readonly byName;

  constructor(
    db: DatabaseSync,
    private readonly problems: Problems,
  ) {
    this.all = db.prepare(ROWS_AND_INDEXES);
    this.rows = db.prepare(ROWS);
    this.byId = db.prepare(BY_ID);
    this.byVersion = db.prepare(BY_VERSION);
    this.byName = db.prepare(BY_NAME);
    this.all.setReturnArrays(true);
    this.rows.setReturnArrays(true);
  }

  page(after: number, last: number): void {
    const rows = readable(() => this.all.all(after, last) as unknown as FullRow[]); // the columns named above
    if (rows) return this.between(rows, after, last);
    // A page of the file is unreadable: name what is on it one by one.
    for (let next = after; next < last; next++) this.one(next);
  }

  private one(after: number): void {
    try {
      // The columns named above.
      const [row] = this.rows.all(after, after + 1) as unknown as FullRow[];
      this.between(row ? [this.withIndexes(row)] : [], after, after + 1);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.problems.add(after + 1, messageOf(error));
    }
  }

  private withIndexes(row: FullRow): FullRow {
    const [, streamId, stream, version, id] = row;
    return [
      ...row,
      answerOf(() => this.byId.get(id)?.position),
      answerOf(() => this.byVersion.get(streamId, version)?.position),
      version === 1 ? answerOf(() => this.byName.get(stream)?.id) : undefined,
    ];
  }

  private between(rows: readonly FullRow[], after: number, last: number): void {
    let next = after;
    for (const row of rows) {
      const [position] = row;
      while (++next < position) this.problems.add(next, 'missing');
      for (const problem of this.problemsOf(row)) this.problems.add(position, problem);
    }
    while (++next <= last) this.problems.add(next, 'missing');
  }

  private problemsOf(row: FullRow): string[] {
    const [position, streamId, stream, version, id, leaf, prefixed, byId, byVersion, byName] = row;
    const expected = (this.versions.get(streamId) ?? 0) + 1;
    this.versions.set(streamId, version);
    if (leaf === null || prefixed === null)
      return [differs('event', 'bytes and a leaf', undefined)];
    const found = hash('sha256', prefixed, 'hex');
    if (found !== leaf) return [differs('leaf', leaf, found)];
    const event = placeOf(prefixed);
    const eventId = event.eventId.replaceAll('-', '');
    return [
      version !== expected && differs('version in its stream', expected, version),
      stream !== event.stream && differs('stream', event.stream, stream),
      version !== event.version && differs('version', event.version, version),
      id !== eventId && differs('id', event.eventId, id),
      byId !== position && differs('index of ids', position, byId),
      byVersion !== position && differs('index of versions', position, byVersion),
      version === 1 && byName !== streamId && differs('index of streams', streamId, byName),
      this.order.problemOf(event, () => prefixedEventOf(prefixed)),
    ].filter((problem) => problem !== false && problem !== undefined);
  }
}

/** Undefined where a page of the file is damaged. */
function readable<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
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

function differs(what: string, expected: unknown, found: unknown): string {
  return `${what}: expected ${String(expected)}, found ${String(found ?? 'none')}`;
}
