import { type Actor, type Clock, instantOf } from '@cluetrail/event-sourcing';
import type { ReferenceData } from '@cluetrail/nest';
import type { Log } from '@cluetrail/stores';
import { checkRecorded, InstallationRefused } from './begin-log.js';
import { ADMINISTRATORS, officeAmong } from './office-among.js';
import { systemDraft } from './system-draft.js';

/** Who answers for it that a log goes on without the events that its pin tells of. */
export interface AcceptLoss {
  /** Of the last event that stands, in hexadecimal. */
  readonly leaf: string;
  readonly by: string;
  /** Stands in the log in clear: it must name nobody. */
  readonly reason: string;
}

interface Place {
  readonly store: Log;
  readonly references: ReferenceData;
  readonly clock: Clock;
}

/**
 * The first thing that is written behind an accepted loss: what was lost, and who says so. Only with it the pin moves.
 * Throws InstallationRefused `may-not-accept-loss` for all but administrators, and
 * `not-recorded`.
 */
export async function recordLoss(place: Place, { by, reason }: AcceptLoss): Promise<void> {
  const { store, clock } = place;
  const { loss } = store;
  if (!loss) throw new Error('unreachable: a store accepts no loss where there is none');
  const { length } = await store.read('log');
  const draft = systemDraft({
    stream: 'log',
    type: 'LossAccepted',
    data: { expected: { ...loss.expected }, found: { ...loss.found }, reason },
    clock,
    by: administratorAt(place, by),
  });
  checkRecorded(await store.append('log', length, [draft]), draft);
}

function administratorAt({ references, clock }: Place, personId: string): Actor {
  const subject = references.directory.subject(personId, instantOf(clock.nowMicros()));
  // The log is everybody's: who administers a part of it does not answer for all.
  const roots = references.directory.roots();
  const appointments = subject.appointments.filter(
    ({ role, organId }) => role === 'sysadmin' || roots.includes(organId),
  );
  const office = officeAmong({ ...subject, appointments }, ADMINISTRATORS);
  if (office) return office;
  throw new InstallationRefused(
    'may-not-accept-loss',
    `accept loss: expected a sysadmin, or a clue-admin of an organ that none is above, found ${personId}`,
  );
}
