import { type Actor, localDate, recordedAtOf } from '@cluetrail/event-sourcing';
import { type Level, LEVELS } from '@cluetrail/access';
import type { Installation } from './installation.js';
import { ADMINISTRATORS, officeAmong, ownOffices } from './office-among.js';
import { Problem } from './problem.js';
import { readingFor } from './queries/reading.js';
import { BY_SETUP } from './system-draft.js';

/** Who decides, at his organ and below it, who is away and who acts for whom. */
export const DECIDING: readonly string[] = ['leader', 'sysadmin'];

/** Who checks the log, and, where nothing is kept from him, takes it away as evidence. */
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
  const { subject } = readingFor(installation, personId);
  const office = officeAmong(subject, among);
  if (office) return office;
  if (subject.appointments.some(({ role, onLeave }) => among.includes(role) && onLeave))
    throw new Problem(403, 'on-leave');
  throw new Problem(403, 'wrong-role', { details: { expected: among } });
}

/**
 * The whole log is of every organ and every level: who takes it away is auditor above all of them, of several trees at
 * the root of each, and cleared for whatever there is. Throws a Problem 403 for everyone else.
 */
export function checkAuditsAll(installation: Installation, personId: string): void {
  officeOf(installation, { personId, among: AUDITORS });
  const { setup, appointments } = readingFor(installation, personId).subject;
  if (setup) return;
  const audits = ownOffices(appointments).filter(({ role }) => AUDITORS.includes(role));
  const { directory } = installation.references;
  const roots = directory.roots().filter((id) => directory.organ(id)?.mergedInto === undefined);
  const beyond = roots.filter((id) => !audits.some(({ organId }) => organId === id));
  if (beyond.length > 0) throw new Problem(403, 'wrong-organ', { details: { expected: beyond } });
  const cleared = audits.filter(({ clearance }) => clearance === HIGHEST);
  if (!roots.every((id) => cleared.some(({ organId }) => organId === id)))
    throw new Problem(403, 'not-cleared', { details: { found: personId, expected: HIGHEST } });
}

const HIGHEST: Level = LEVELS[LEVELS.length - 1];

/**
 * The office in which a person decides on those who hold office at one of these organs: as leader there or above, or as
 * system administrator anywhere. Throws a Problem 403 for everyone else.
 */
export function officeOver(
  installation: Installation,
  { personId, organIds }: { readonly personId: string; readonly organIds: readonly string[] },
): Actor {
  const { setup, appointments } = readingFor(installation, personId).subject;
  if (setup) return BY_SETUP;
  const { directory } = installation.references;
  const over = organIds.flatMap((id) => directory.over(id));
  const office = ownOffices(appointments).find(
    ({ role, organId }) => role === 'sysadmin' || (role === 'leader' && over.includes(organId)),
  );
  if (!office) throw new Problem(403, 'wrong-organ', { details: { expected: organIds } });
  return { personId, role: office.role, organId: office.organId };
}

/** Where a person holds office today, or will. */
export function organsHeld(
  { references: { directory }, clock }: Installation,
  personId: string,
): readonly string[] {
  const now = recordedAtOf(clock.nowMicros());
  return directory
    .appointmentsOf(personId)
    .filter(({ until, organId }) => {
      const zone = directory.organ(organId)?.zone ?? 'UTC';
      return until === undefined || localDate(now, zone) < until;
    })
    .map(({ organId }) => organId);
}
