import { type RawBuilder, sql } from 'kysely';
import { type Action, POLICY, type RowKind, type Subject, visibleSql } from '@cluetrail/access';
import { assignedTo, below, type Condition } from './candidates.js';
import type { OfClues } from './parameters.js';
import { pathOf, type Reading } from './read-model.js';

/** Every question about clues joins `clues` as `c`: rights are those of now, and stand in that row. */
export function visible({ subject }: Reading, action: Action): Condition {
  return filtering(visibleSql(subject, action, 'c'));
}

/** The same of reports, on the row `r`. */
export function visibleReport({ subject }: Reading, action: Action): Condition {
  return filtering(visibleSql(subject, action, 'r', 'report'));
}

/** Where the person may read texts and know who the persons are. */
export function readable({ subject }: Reading): Condition {
  return filtering(visibleSql(plainly(subject, 'matter'), 'content', 'c'));
}

/** The same of reports, on the row `r`. */
export function readableReport({ subject }: Reading): Condition {
  return filtering(visibleSql(plainly(subject, 'report'), 'content', 'r', 'report'));
}

/** With those offices alone that show who the persons are. */
function plainly(subject: Subject, of: RowKind): Subject {
  const masks = (office: { role: string }) =>
    POLICY.some(
      ({ role, actions, masked, ...line }) =>
        line.of === of && role === office.role && actions.includes('content') && masked,
    );
  return { ...subject, appointments: subject.appointments.filter((office) => !masks(office)) };
}

/** The filters that all lists of clues share, on the row `c`. */
export function ofClues(reading: Reading, { organ, officer }: OfClues): Condition {
  const conditions: Condition[] = [];
  if (organ !== undefined) {
    const path = pathOf(reading, organ);
    conditions.push(
      sql<boolean>`(${below('c.organ_path', path)} or ${below('c.receiver_path', path)})`,
    );
  }
  if (officer !== undefined) conditions.push(sql<boolean>`c.clue in (${assignedTo(officer)})`);
  return filtering(and(conditions));
}

/**
 * A condition that only filters; null = no. Otherwise the planner, which knows no figures, would collect and sort all
 * clues that one half of it allows, instead of reading in order until the page is full. PostgreSQL takes `<>` for what
 * holds of nearly all rows, and reads in order; of `=` it would expect next to none, and begin with a scan of all clues.
 */
export function filtering(condition: RawBuilder<unknown>): Condition {
  return sql<boolean>`case when ${condition} then 1 else 0 end <> 0`;
}

export function and(conditions: readonly RawBuilder<unknown>[]): Condition {
  return conditions.length === 0
    ? sql<boolean>`1 = 1`
    : sql<boolean>`(${sql.join([...conditions], sql` and `)})`;
}

/** No condition at all where no value is asked for. */
export function equals(column: string, value: string | number | undefined): Condition {
  return value === undefined ? and([]) : sql<boolean>`${sql.ref(column)} = ${value}`;
}

export function peopleIn(list: string): string[] {
  return list.split('|').filter((id) => id !== '');
}
