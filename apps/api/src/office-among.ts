import type { Actor } from '@cluetrail/event-sourcing';
import type { Subject } from '@cluetrail/access';
import { BY_SETUP } from './system-draft.js';

/** Who may change the organisation, issue tokens, publish procedures, import, back up, and destroy keys. */
export const ADMINISTRATORS: readonly string[] = ['sysadmin', 'clue-admin'];

/**
 * The first office that a person holds in one of these roles; the set-up while there is no organisation. Administration
 * is not lent with an office, nor done on leave.
 */
export function officeAmong(
  { setup, appointments, personId }: Subject,
  among: readonly string[],
): Actor | undefined {
  if (setup) return BY_SETUP;
  const office = ownOffices(appointments).find(({ role }) => among.includes(role));
  return office && { personId, role: office.role, organId: office.organId };
}

/** Those that a person holds himself, and acts in today. */
export function ownOffices(appointments: Subject['appointments']): Subject['appointments'] {
  return appointments.filter(({ onLeave, onBehalfOf }) => !onLeave && onBehalfOf === undefined);
}
