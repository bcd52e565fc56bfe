import type { Circumstances, Objection } from '@cluetrail/workflow';
import type { Subject } from '../clue/discovered.js';
import { oneOf } from '../clue/entrusting.js';
import { decidedByNobody, notToBeSubject } from '../clue/subjects.js';
import { cluesOf, handlersIn } from './its-clues.js';
import type { CaseState } from './state.js';

/** Whom a case comes to be about late is told as whom it was filed for: of whom it is not known who decides on him, anybody would. */
export function notToBeAdded(
  file: CaseState,
  added: Subject,
  circumstances: Circumstances,
): Objection {
  const { subjects, officers, clueIds, organ } = file;
  return (
    (subjects.includes(added.personId) && 'person-already-in-case') ||
    // Who handles its clue is replaced there first: whom it is about is named on neither.
    oneOf('officer-is-subject', {
      people: [added.personId],
      among: [...officers, ...handlersIn({ clueIds }, circumstances.other)],
      hidden: handlersIn({ clueIds }, circumstances.known),
    }) ||
    notToBeSubject(added, '', circumstances) ||
    untold(file, added, circumstances) ||
    managedAbove(file, added, circumstances) ||
    decidedByNobody(added.rankCode, organ, circumstances)
  );
}

/** The rank is asked for where decisions go by it. */
function untold(
  file: CaseState,
  { personId, managingOrganId, rankCode }: Subject,
  { known, ranks }: Circumstances,
): Objection {
  const unmanaged = managingOrganId === undefined && managersOf(personId, file, known).length === 0;
  if (unmanaged) return { code: 'required', detail: { field: 'managingOrganId' } };
  const unranked = rankCode === undefined && !Object.hasOwn(file.ranks, personId);
  return ranks && unranked && { code: 'required', detail: { field: 'rankCode' } };
}

function managedAbove(
  file: CaseState,
  { personId, managingOrganId = '' }: Subject,
  { above, other, known }: Circumstances,
): Objection {
  const superiors = above(file.organ);
  return (
    oneOf('person-managed-above', {
      people: [managingOrganId, ...managersOf(personId, file, other)],
      among: superiors,
    }) ||
    (managersOf(personId, file, known).some((one) => superiors.includes(one)) &&
      'person-managed-above')
  );
}

/** As its clues tell it. */
function managersOf(
  personId: string,
  file: CaseState,
  find: Circumstances['known'],
): readonly string[] {
  return cluesOf(file, find).flatMap(({ managedBy }) => managedBy[personId] ?? []);
}
