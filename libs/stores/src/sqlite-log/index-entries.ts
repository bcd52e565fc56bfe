import type { SQLInputValue } from 'node:sqlite';
import { isDamage, messageOf } from './failure.js';
import type { LogFile } from './log-file.js';
import type { Problems } from '../shared/problems.js';

const PAGE = 1000;

/** Entries that are counted at a step: some 10 ms. */
const COUNTED = 20_000;

/** An index by SQLite's name for its UNIQUE constraint, and a key before which none comes. */
interface Index {
  readonly name: string;
  readonly sqlite: string;
  readonly columns: readonly string[];
  readonly first: readonly SQLInputValue[];
}

const INDEXES: readonly Index[] = [
  { name: 'ids', sqlite: 'sqlite_autoindex_events_1', columns: ['id'], first: [new Uint8Array()] },
  {
    name: 'versions',
    sqlite: 'sqlite_autoindex_events_2',
    columns: ['stream', 'version'],
    first: [Number.MIN_SAFE_INTEGER, 0],
  },
];

/**
 * No entry of an index may lead to an event that another one leads to, or to none. That every event has its entry is
 * for the check of the rows: where that found all of them, as many entries as events are the right ones, and counting
 * is enough. Else both are walked, a page at each step.
 */
export function* indexEntries(
  log: LogFile,
  { head, problems }: { head: number; problems: Problems },
): Generator<void> {
  for (const index of INDEXES) {
    if (problems.none && (yield* counted(log, { index, head })) === head) continue;
    const met = new Uint8Array(head + 1);
    let last = 0;
    try {
      for (const positions of pagesOf(log, index)) {
        // Beyond the head: appended meanwhile.
        const known = positions.filter((position) => position <= head);
        for (const again of known.filter((position) => !firstMet(met, position)))
          problems.add(again, tooMany(index));
        last = known.at(-1) ?? last;
        yield;
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      problems.add(last, `index of ${index.name} behind this event: ${messageOf(error)}`);
    }
  }
}

/** How many entries lead to events up to the head; undefined where one cannot be read. */
function* counted(
  log: LogFile,
  { index, head }: { index: Index; head: number },
): Generator<void, number | undefined> {
  const { sqlite, columns, first } = index;
  const key = columns.join(', ');
  const place = columns.map(() => '?').join(', ');
  // The key that ends a stretch, then the stretch: SQLite counts ten times faster than rows could be handed over.
  const end = log.db.prepare(`
    SELECT ${key} FROM events INDEXED BY ${sqlite}
    WHERE (${key}) > (${place}) ORDER BY ${key} LIMIT 1 OFFSET ${COUNTED}`);
  const within = (bounds: string) =>
    log.db.prepare(`SELECT count(*) AS count FROM events INDEXED BY ${sqlite}
      WHERE (${key}) > (${place}) ${bounds} AND position <= ?`);
  const [inner, outer] = [within(`AND (${key}) <= (${place})`), within('')];
  let after = first;
  let count = 0;
  try {
    for (let steps = 0; steps <= log.end.position / COUNTED; steps++) {
      const last = end.get(...after);
      const next = last && columns.map((column) => last[column]);
      const found = next ? inner.get(...after, ...next, head) : outer.get(...after, head);
      count += Number(found?.count);
      yield;
      if (!next) return count;
      after = next;
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  return undefined;
}

function firstMet(met: Uint8Array, position: number): boolean {
  if (position < 1 || met[position] === 1) return false;
  met[position] = 1;
  return true;
}

function tooMany({ name }: Index): string {
  return `index of ${name}: expected one entry, found more`;
}

/** The positions that the entries of an index lead to, in the order of its keys. */
function* pagesOf(log: LogFile, { sqlite, columns, first }: Index): Generator<number[]> {
  const key = columns.join(', ');
  const page = log.db.prepare(`
    SELECT position, ${key} FROM events INDEXED BY ${sqlite}
    WHERE (${key}) > (${columns.map(() => '?').join(', ')}) ORDER BY ${key} LIMIT ${PAGE}`);
  let after = first;
  let walked = 0;
  // Keys out of order could lead round in a circle: then there are more steps than events.
  while (walked <= log.end.position) {
    const entries = page.all(...after);
    yield entries.map(({ position }) => Number(position));
    const last = entries.at(-1);
    if (!last || entries.length < PAGE) return;
    after = columns.map((column) => last[column]);
    walked += entries.length;
  }
}
