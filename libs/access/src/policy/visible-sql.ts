import { type RawBuilder, sql } from 'kysely';
import { type Action, type Grant, grantsOf, type RowKind } from './policy.js';
import type { Subject } from './subject.js';

/**
 * The policy as a condition on the rows of the table (or alias) with the columns organ_path,
 * receiver_path, level, assigned, excluded, and for matters adjudicated; true or false, never null; all
 * rows of the table are `of` one kind. Runs on SQLite and PostgreSQL. Indexes on organ_path and receiver_path serve it; on
 * PostgreSQL both columns need `collate "C"`.
 */
export function visibleSql(
  subject: Subject,
  action: Action,
  alias: string,
  of: RowKind = 'matter',
): RawBuilder<boolean> {
  const grants = grantsOf(subject, action, of);
  if (grants.length === 0) return sql<boolean>`1 = 0`;
  const { personId } = subject;
  const rights = grants.map((grant) => grantSql(grant, { personId, alias }));
  return sql<boolean>`(not ${listed(column(alias, 'excluded'), personId)} and ${any(rights)})`;
}

function grantSql(
  grant: Grant,
  { personId, alias }: { personId: string; alias: string },
): Condition {
  const level = sql<boolean>`${column(alias, 'level')} in (${sql.join([...grant.levels])})`;
  const assigned = grant.assigned ? [listed(column(alias, 'assigned'), personId)] : [];
  const lent = grant.onBehalfOf ? [unlisted(column(alias, 'excluded'), grant.onBehalfOf)] : [];
  return all([...scopeSql(grant, alias), level, ...assigned, ...lent]);
}

function scopeSql({ scope, organPath }: Grant, alias: string): Condition[] {
  const organ = column(alias, 'organ_path');
  const receiver = column(alias, 'receiver_path');
  switch (scope) {
    case 'any':
      return [];
    case 'own':
      return [any([at(organ, organPath), all([standing(receiver), at(receiver, organPath)])])];
    case 'subtree':
      return [
        any([below(organ, organPath), all([standing(receiver), below(receiver, organPath)])]),
      ];
    case 'adjudicated':
      return [listed(column(alias, 'adjudicated'), organPath)];
    default:
      throw new Error(`unreachable: ${scope satisfies never}`);
  }
}

type Condition = RawBuilder<boolean>;
type Column = RawBuilder<string>;

function column(alias: string, name: string): Column {
  return sql.ref<string>(`${alias}.${name}`);
}

function at(place: Column, path: string): Condition {
  return sql<boolean>`${place} = ${path}`;
}

/** `0` follows `/`, so the range holds exactly the paths that begin with `path`. */
function below(place: Column, path: string): Condition {
  const end = `${path.slice(0, -1)}0`;
  // The range serves the index; substr holds also where a collation orders or skips punctuation in
  // its own way.
  const begin = sql`substr(${place}, 1, ${sql.lit(path.length)})`;
  return sql<boolean>`(${place} >= ${path} and ${place} < ${end} and ${begin} = ${path})`;
}

function standing(place: Column): Condition {
  return sql<boolean>`${place} is not null`;
}

/** Not LIKE: that is blind to case on SQLite, and `instr` is missing on PostgreSQL. */
function listed(list: Column, one: string): Condition {
  return sql<boolean>`(replace(${list}, ${`|${one}|`}, '') <> ${list})`;
}

function unlisted(list: Column, personId: string): Condition {
  return sql<boolean>`(replace(${list}, ${`|${personId}|`}, '') = ${list})`;
}

function any(conditions: readonly Condition[]): Condition {
  return sql<boolean>`(${sql.join(conditions, sql` or `)})`;
}

function all(conditions: readonly Condition[]): Condition {
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}
