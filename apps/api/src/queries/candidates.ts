import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '@cluetrail/access';

export type Condition = RawBuilder<boolean>;

/** A select of the ids of some clues, by an index. */
export type Candidates = RawBuilder<{ readonly clue: string }>;

export function assignedTo(personId: string): Candidates {
  return sql`select clue from involved where person = ${personId} and part = 'assigned'`;
}

/** Also what went on in clues that he is assigned to. */
export function readableBy(personId: string): Candidates {
  return sql`select clue from involved where person = ${personId} and part in ('assigned', 'reads')`;
}

/** Those of a place, also as the receiver of a transfer that waits; in `states` alone where some are named. */
export function atPlace(scope: Scope, path: string, states?: States): Candidates | undefined {
  switch (scope) {
    case 'any':
      return states && sql`select clue from clues where ${inState(states)}`;
    case 'own':
      return atEither((column) => sql<boolean>`${sql.ref(column)} = ${path}`, states);
    case 'subtree':
      return atEither((column) => below(column, path), states);
    case 'adjudicated':
      return sql`select clue from adjudications where organ_path = ${path}`;
    default:
      throw new Error(`unreachable: ${scope satisfies never}`);
  }
}

/** Names of states. */
export type States = readonly string[];

// Few clues wait for a receiver at any time: by place alone, a state would lead the planner astray.
function atEither(at: (column: string) => Condition, states: States | undefined): Candidates {
  const here = at('organ_path');
  return sql`select clue from clues where ${states ? sql<boolean>`${inState(states)} and ${here}` : here}
    union all select clue from clues where ${at('receiver_path')}`;
}

export function inState(states: States): Condition {
  return sql<boolean>`state in (${sql.join([...states])})`;
}

/** The one of that number. */
export function numbered(number: string): Candidates {
  return sql`select clue from clues where number = ${number}`;
}

/** Full-text search: every word must be there; letters and digits only, in lower case. */
export function withWords(words: readonly string[]): Candidates {
  return sql`select clue from search where _id in (select rowid from search__text(${words.join(' ')}))`;
}

export function together(parts: readonly Candidates[]): Candidates {
  return parts.length === 0
    ? sql`select clue from clues where 1 = 0`
    : sql`${sql.join([...parts], sql` union all `)}`;
}

/** `0` follows `/`: the range holds exactly the paths that begin with `path`. */
export function below(column: string, path: string): Condition {
  const place = sql.ref(column);
  return sql<boolean>`(${place} >= ${path} and ${place} < ${`${path.slice(0, -1)}0`})`;
}
