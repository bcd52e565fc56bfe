import type { DatabaseSync } from 'node:sqlite';

/** Events up to which the indexes of a log are gone through at its start: some second's work. */
const MOST_EVENTS = 2_000_000;

/**
 * How the indexes by which streams are read fail to be whole, told from them alone: the events of a stream are counted
 * 1, 2, 3 …, together they are all events, and each name leads to its stream. Which events that costs, verification
 * tells. Undefined where nothing is found, and where there are too many events to look.
 */
export function indexFault(db: DatabaseSync, events: number): string | undefined {
  if (events > MOST_EVENTS) return undefined;
  const one = (query: string) => Object.values(db.prepare(query).get() ?? {}).map(Number);
  const [streams] = one('SELECT count(*) FROM streams NOT INDEXED');
  const [found, entries, broken] = one(VERSIONS);
  if (broken > 0) return `${broken} streams whose versions do not follow each other in their index`;
  if (entries !== events) return `${entries} entries for ${events} events in the index of versions`;
  if (found !== streams) return `${found} of ${streams} streams in the index of versions`;
  const [lost] = one(NAMES);
  return lost > 0 ? `${lost} streams that their name does not lead to` : undefined;
}

// Twice the sum of 1 to n is n (n + 1): a version that stands twice, or for another one, is told.
const VERSIONS = `
  SELECT count(*), total(entries), total(broken) FROM (
    SELECT count(*) AS entries, 2 * sum(version) <> count(*) * (count(*) + 1) AS broken
    FROM events INDEXED BY sqlite_autoindex_events_2 GROUP BY stream)`;

// Asked as a read asks, and compared here: SQLite would take the name alone for the whole key.
const NAMES = `
  SELECT count(*) FROM streams AS each NOT INDEXED WHERE each.id IS NOT (
    SELECT +id FROM streams INDEXED BY sqlite_autoindex_streams_1 WHERE name = each.name)`;
