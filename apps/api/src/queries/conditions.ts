import { type RawBuilder, sql } from 'kysely';
import { type Action, visibleSql } from '@cluetrail/access';
import { badParameter, type OfClues } from './parameters.js';
import type { Reading } from './read-model.js';

type Condition = RawBuilder<boolean>;

/** Every question about clues joins `clues` as `c`: rights are those of now, and stand in that row. */
export function visible({ subject }: Reading, action: Action): Condition {
  return visibleSql(subject, action, 'c');
}

/** The filters that all lists of clues share, on the row `c`. */
export function ofClues({ installation }: Reading, { organ, officer }: OfClues): Condition {
  const conditions: Condition[] = [];
  if (organ !== undefined) {
    const path = installation.references.directory.path(organ) ?? `/${organ}/`;
    conditions.push(
      sql<boolean>`(c.organ_path >= ${path} and c.organ_path < ${`${path.slice(0, -1)}0`})`,
    );
  }
  if (officer !== undefined) conditions.push(listed('c.assigned', officer));
  return and(conditions);
}

/** `|id|` within a delimited list. */
export function listed(column: string, id: string): Condition {
  return sql<boolean>`(replace(${sql.ref(column)}, ${`|${id}|`}, '') <> ${sql.ref(column)})`;
}

export function and(conditions: readonly Condition[]): Condition {
  return conditions.length === 0
    ? sql<boolean>`1 = 1`
    : sql<boolean>`(${sql.join([...conditions], sql` and `)})`;
}

export function equals(column: string, value: string | number | undefined): Condition {
  return value === undefined ? and([]) : sql<boolean>`${sql.ref(column)} = ${value}`;
}

/**
 * A page of a list in a fixed order: behind `after`, one more than asked, to know whether there is a next one. The
 * cursor is sealed, and bound to its question: with other filters it is refused.
 */
export function cursorOf(
  { cursors }: Reading,
  question: string,
  page: string | undefined,
): readonly string[] | undefined {
  if (page === undefined) return undefined;
  const opened = cursors.open(page);
  const [of, ...keys]: string[] = opened === undefined ? [] : JSON.parse(opened);
  if (of !== question) throw badParameter('page', 'a cursor of this very question');
  return keys;
}

export function nextOf({ cursors }: Reading, question: string, keys: readonly string[]): string {
  return cursors.seal(JSON.stringify([question, ...keys]));
}

/** The question without its page: what a cursor is bound to. */
export function questionOf(name: string, parameters: object): string {
  const { page: _, limit: __, ...rest } = parameters as { page?: string; limit?: string }; // of any parameters
  return JSON.stringify([name, Object.entries(rest).sort()]);
}

export function peopleIn(list: string): string[] {
  return list.split('|').filter((id) => id !== '');
}
