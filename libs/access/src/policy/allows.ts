import { type AccessRow, type Action, type Grant, grantsOf } from './policy.js';
import type { Subject } from './subject.js';

/** The policy for one row in hand. Holds exactly where {@link visibleSql} holds. */
export function allows(subject: Subject, action: Action, row: AccessRow): boolean {
  return grantsFor(subject, action, row).length > 0;
}

/** True where the person may read the row only without the identity of persons. */
export function masked(subject: Subject, action: Action, row: AccessRow): boolean {
  const grants = grantsFor(subject, action, row);
  return grants.length > 0 && grants.every((grant) => grant.masked);
}

function grantsFor(subject: Subject, action: Action, row: AccessRow): Grant[] {
  if (isListed(row.excluded, subject.personId)) return [];
  return grantsOf(subject, action, row.of).filter(
    (grant) =>
      grant.levels.some((level) => level === row.level) &&
      (!grant.assigned || isListed(row.assigned, subject.personId)) &&
      (grant.onBehalfOf === undefined || !isListed(row.excluded, grant.onBehalfOf)) &&
      isInScope(grant, row),
  );
}

function isInScope({ scope, organPath }: Grant, row: AccessRow): boolean {
  const places = [row.organPath, row.receiverPath].filter((place) => place !== null);
  switch (scope) {
    case 'any':
      return true;
    case 'own':
      return places.includes(organPath);
    case 'subtree':
      return places.some((place) => place.startsWith(organPath));
    case 'adjudicated':
      return isListed(row.adjudicated ?? '', organPath);
    default:
      throw new Error(`unreachable: ${scope satisfies never}`);
  }
}

function isListed(list: string, one: string): boolean {
  return list.includes(`|${one}|`);
}
