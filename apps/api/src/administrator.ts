import type { Actor } from '@cluetrail/event-sourcing';
import type { Installation } from './installation.js';
import { Problem } from './problem.js';
import { readingFor } from './queries/reading.js';
import { BY_SETUP } from './system-draft.js';

/** Who may change the organisation, issue tokens, publish procedures, import and destroy keys. */
export const ADMINISTRATORS: readonly string[] = ['sysadmin', 'clue-admin'];

/** Who checks the log and takes it away as evidence. */
export const AUDITORS: readonly string[] = ['auditor'];

/** The office in which a person administers. Throws a Problem 403 for everyone else. */
export function administratorOf(installation: Installation, personId: string): Actor {
  return officeOf(installation, { personId, among: ADMINISTRATORS });
}

/**
 * The first office that a person holds in one of these roles: it stands in the log beside what he did. The set-up while
 * there is no organisation. Throws a Problem 403 for everyone else.
 */
export function officeOf(
  installation: Installation,
  { personId, among }: { readonly personId: string; readonly among: readonly string[] },
): Actor {
  const { setup, appointments } = readingFor(installation, personId).subject;
  if (setup) return BY_SETUP;
  const office = appointments.find(({ role }) => among.includes(role));
  if (!office) throw new Problem(403, 'wrong-role', { details: { expected: among } });
  return { personId, role: office.role, organId: office.organId };
}
