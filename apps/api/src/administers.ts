import type { Actor } from '@cluetrail/event-sourcing';
import type { Installation } from './installation.js';
import { ownOffices } from './office-among.js';
import { Problem } from './problem.js';
import { readingFor } from './queries/reading.js';

/**
 * A system administrator administers everything, a clue-centre administrator his organ and what lies below it. Throws a
 * Problem 403 `wrong-organ` that names what lies elsewhere.
 */
export function checkAdministers(
  installation: Installation,
  by: Actor,
  organIds: readonly string[],
): void {
  // Leaders, and the set-up, are no administrators: what they may is asked elsewhere.
  if (by.role !== 'clue-admin') return;
  const own = ownOffices(readingFor(installation, by.personId).subject.appointments);
  if (own.some(({ role }) => role === 'sysadmin')) return;
  const { directory } = installation.references;
  const offices = own.filter(({ role }) => role === 'clue-admin').map(({ organId }) => organId);
  const outside = organIds.filter((id) => !directory.over(id).some((one) => offices.includes(one)));
  if (outside.length === 0) return;
  throw new Problem(403, 'wrong-organ', { details: { expected: [...new Set(outside)] } });
}

/** Where a person holds office; nowhere: whoever administers may. */
export function organsOfPerson({ references }: Installation, personId: string): readonly string[] {
  return references.directory.appointmentsOf(personId).map(({ organId }) => organId);
}
