import { levelsUpTo, type Standing, type Subject } from './subject.js';

/** What a command asks of him who gives it. */
export interface ActNeeds {
  /** Roles that the procedure names (`by`). */
  readonly roles: readonly string[];
  /** The organ to act for: `/gx/nn/`. */
  readonly organPath: string;
  /** When given, a case officer acts only where he is among them. */
  readonly assignedTo?: readonly string[];
  /** When given, the clearance must reach it. */
  readonly level?: string;
}

/**
 * The appointment under which a person may give a command: at that very organ, for a supervisor
 * also above it. Undefined = he may not. Exclusion is a matter of seeing: ask `allows` as well.
 */
export function mayAct(subject: Subject, needs: ActNeeds): Standing | undefined {
  return subject.appointments.find(
    (standing) =>
      needs.roles.includes(standing.role) &&
      reaches(standing, needs.organPath) &&
      isCleared(standing, needs.level) &&
      isEntrusted(subject.personId, standing, needs),
  );
}

function reaches({ role, organPath }: Standing, needed: string): boolean {
  return role === 'supervisor' ? needed.startsWith(organPath) : needed === organPath;
}

function isCleared({ clearance }: Standing, level: string | undefined): boolean {
  return level === undefined || levelsUpTo(clearance).some((open) => open === level);
}

function isEntrusted(personId: string, { role }: Standing, { assignedTo }: ActNeeds): boolean {
  return role !== 'case-officer' || !assignedTo || assignedTo.includes(personId);
}
