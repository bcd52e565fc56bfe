import { sql } from 'kysely';
import { type Action, POLICY } from '@cluetrail/access';
import {
  assignedTo,
  atPlace,
  type Candidates,
  type Condition,
  readableBy,
  type States,
  together,
} from './candidates.js';
import type { OfClues } from './parameters.js';
import { pathOf, type Reading } from './read-model.js';

/** `near('o.clue')` = that column names one of the few clues that an answer can be about. */
export type Near = (column: string) => Condition;

/**
 * The clues that an answer can be about at all, where they are few; undefined where they are many. It only shortens the
 * way: filters and rights are conditions of their own. Decided here, since the planner knows no figures.
 */
export async function narrowed(
  reading: Reading,
  { action, own = [], of, states }: Question,
): Promise<Near | undefined> {
  const choice = [
    ...own,
    ...(of.officer === undefined ? [] : [assignedTo(of.officer)]),
    ...(of.organ === undefined ? [] : [atPlace('subtree', pathOf(reading, of.organ), states)]),
    reachOf(reading, action, states),
  ];
  let fewest: { readonly some: Candidates; readonly count: number } | undefined;
  for (const some of choice) {
    const count = some ? await countOf(reading, some) : Infinity;
    if (some && count <= reading.few && (!fewest || count < fewest.count)) fewest = { some, count };
  }
  const some = fewest?.some;
  return some && ((column) => sql<boolean>`${sql.ref(column)} in (${some})`);
}

interface Question {
  readonly action: Action;
  readonly of: OfClues;
  /** The only states that are asked for. */
  readonly states?: States;
  /** What other filters find by an index of their own. */
  readonly own?: readonly Candidates[];
}

/** All that the offices of a person reach; undefined = no bound. */
function reachOf({ subject }: Reading, action: Action, states?: States): Candidates | undefined {
  if (subject.setup) return atPlace('any', '', states);
  const parts = subject.appointments.flatMap(({ role, organPath }) =>
    POLICY.filter(
      (right) => right.of === 'matter' && right.role === role && right.actions.includes(action),
    ).map(({ scope, assigned }) =>
      assigned ? readableBy(subject.personId) : atPlace(scope, organPath, states),
    ),
  );
  const bounded = parts.filter((part) => part !== undefined);
  return bounded.length < parts.length ? undefined : together(bounded);
}

/** Counts no further than needed. */
async function countOf({ installation, few }: Reading, some: Candidates): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 from (${some}) s limit ${few + 1}) t`.execute(
    installation.database.query,
  );
  return Number(rows[0].count);
}
