import type { Circumstances, Objection } from '@cluetrail/workflow';
import type { Clue, OfPeople } from './state.js';

interface Named {
  readonly personId: string;
  readonly managingOrganId?: string;
  readonly rankCode?: string;
}

/** A clue is about people who are registered, each named once, managed by organs and of ranks that there are. `field` is where they stand in the input. */
export function notToBeSubjects(
  subjects: readonly Named[],
  field: string,
  circumstances: Circumstances,
): Objection {
  for (const [index, one] of subjects.entries()) {
    const at = `${field}[${index}].`;
    if (subjects.findIndex(({ personId }) => personId === one.personId) < index)
      return { code: 'subject-twice', detail: { field: `${at}personId` } };
    const objection = notToBeSubject(one, at, circumstances);
    if (objection) return objection;
  }
  return false;
}

/** `at`: what stands before the names of the fields. */
export function notToBeSubject(
  { personId, managingOrganId, rankCode }: Named,
  at: string,
  { knowsPerson, knowsOrgan, ranks }: Circumstances,
): Objection {
  if (!knowsPerson(personId))
    return { code: 'subject-not-registered', detail: { field: `${at}personId` } };
  if (managingOrganId !== undefined && !knowsOrgan(managingOrganId))
    return { code: 'no-such-organ', detail: { field: `${at}managingOrganId` } };
  return noSuchRank(rankCode, `${at}rankCode`, { ranks });
}

export function noSuchRank(
  found: string | undefined,
  field: string,
  { ranks }: Pick<Circumstances, 'ranks'>,
): Objection {
  if (found === undefined || !ranks || ranks.includes(found)) return false;
  return { code: 'no-such-rank', detail: { field, expected: ranks, found } };
}

/** Whoever has several ranks is of all of them. */
export function ranksOfBoth(some: Clue['ranks'], others: Clue['ranks']): Clue['ranks'] {
  return Object.fromEntries(
    [...new Set([...Object.keys(some), ...Object.keys(others)])].map((personId) => [
      personId,
      [...new Set([...(some[personId] ?? []), ...(others[personId] ?? [])])],
    ]),
  );
}

/** Neither this organ nor one above decides on such a person: by rank nothing would be decided any more. */
export function decidedByNobody(
  rank: string | undefined,
  organ: string,
  { above, decidesOn }: Circumstances,
): Objection {
  const deciding =
    rank === undefined || [organ, ...above(organ)].some((one) => decidesOn(one, rank));
  return !deciding && { code: 'no-organ-for-rank', detail: { organ, found: rank } };
}

/** What is known of these, and of nobody else: that a part came from a matter about others is not for those who read the part. */
export function ofThese<T>(subjects: readonly string[], known: OfPeople<T>): OfPeople<T> {
  return Object.fromEntries(Object.entries(known).filter(([one]) => subjects.includes(one)));
}
