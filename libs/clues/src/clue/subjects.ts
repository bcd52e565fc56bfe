import type { Circumstances, Objection } from '@cluetrail/workflow';
import type { Clue } from './state.js';

interface Named {
  readonly personId: string;
  readonly managingOrganId?: string;
}

/** A clue is about people who are registered, each named once, and managed by organs that there are. `field` is where they stand in the input. */
export function notToBeSubjects(
  subjects: readonly Named[],
  field: string,
  { knowsPerson, knowsOrgan }: Circumstances,
): Objection {
  for (const [index, { personId, managingOrganId }] of subjects.entries()) {
    const at = `${field}[${index}]`;
    if (subjects.findIndex((one) => one.personId === personId) < index)
      return { code: 'subject-twice', detail: { field: `${at}.personId` } };
    if (!knowsPerson(personId))
      return { code: 'subject-not-registered', detail: { field: `${at}.personId` } };
    if (managingOrganId !== undefined && !knowsOrgan(managingOrganId))
      return { code: 'no-such-organ', detail: { field: `${at}.managingOrganId` } };
  }
  return false;
}

/** Who manages these, and nobody else: that a part came from a matter about others is not for those who read the part. */
export function managersOf(
  subjects: readonly string[],
  managedBy: Clue['managedBy'],
): Clue['managedBy'] {
  return Object.fromEntries(Object.entries(managedBy).filter(([one]) => subjects.includes(one)));
}
