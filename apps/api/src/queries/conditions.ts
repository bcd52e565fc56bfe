import { type RawBuilder, sql } from 'kysely';
import { type Action, visibleSql } from '@cluetrail/access';
import type { OfClues } from './parameters.js';
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
  if (officer !== undefined) conditions.push(assignedTo(officer));
  return and(conditions);
}

/** By the index of who is involved where, not by looking into every clue's list. */
export function assignedTo(personId: string): Condition {
  return sql<boolean>`c.clue in (select i.clue from involved i where i.person = ${personId} and i.part = 'assigned')`;
}

export function and(conditions: readonly Condition[]): Condition {
  return conditions.length === 0
    ? sql<boolean>`1 = 1`
    : sql<boolean>`(${sql.join([...conditions], sql` and `)})`;
}

export function equals(column: string, value: string | number | undefined): Condition {
  return value === undefined ? and([]) : sql<boolean>`${sql.ref(column)} = ${value}`;
}

export function peopleIn(list: string): string[] {
  return list.split('|').filter((id) => id !== '');
}
