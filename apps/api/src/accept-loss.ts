import { type Actor, type Clock, type Event, instantOf } from '@cluetrail/event-sourcing';
import type { Subject } from '@cluetrail/access';
import { ReferenceData, referenceStreams } from '@cluetrail/nest';
import { type Log, type Loss, notBehind } from '@cluetrail/stores';
import { checkRecorded } from './begin-log.js';
import { pagesOf } from './check-keys.js';
import { InstallationRefused } from './installation-refused.js';
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
  readonly clock: Clock;
}

/** A loss, and in which office somebody answers for it. */
export interface AcceptedLoss {
  readonly loss: Loss;
  readonly by: Actor;
  readonly reason: string;
}

/**
 * What is lost of a log that ends before its pin, or before the position that the keys beside it tell, and who accepts it.
 * Nothing is written. Throws StoreRefused `not-behind-pin` where nothing is lost, and InstallationRefused
 * `may-not-accept-loss` for all but administrators.
 */
export async function acceptedLoss(
  { store, clock, upcast }: Place & { readonly upcast: (event: Event) => Event },
  { reached, acceptLoss }: { readonly reached: number; readonly acceptLoss?: AcceptLoss },
): Promise<AcceptedLoss | undefined> {
  if (!acceptLoss) return undefined;
  const { loss } = store;
  const position = Number((await store.head()).position);
  // It was recorded before, and the keys are still of before it.
  if (!loss && position < reached) return undefined;
  if (!loss) throw notBehind(reached, position);
  const references = new ReferenceData(store, upcast);
  await references.refresh(await streamsOfReference(store, upcast));
  const subject = references.directory.subject(acceptLoss.by, instantOf(clock.nowMicros()));
  const by = administrator(subject, references.directory.roots());
  return { loss, by, reason: acceptLoss.reason };
}

/**
 * The first thing that is written behind an accepted loss: what was lost, and who says so. Only with it the pin moves, and
 * what the keys tell. Throws InstallationRefused `not-recorded`.
 */
export async function recordLoss({ store, clock }: Place, accepted: AcceptedLoss): Promise<void> {
  const { loss, by, reason } = accepted;
  const { length } = await store.read('log');
  const draft = systemDraft({
    stream: 'log',
    type: 'LossAccepted',
    data: { expected: { ...loss.expected }, found: { ...loss.found }, reason },
    clock,
    by,
  });
  checkRecorded(await store.append('log', length, [draft]), draft);
}

/** From the log itself: the read side is brought to its head once the loss is accepted. */
async function streamsOfReference(store: Log, upcast: (event: Event) => Event): Promise<string[]> {
  const names = new Set<string>();
  for await (const page of pagesOf(store))
    for (const event of page.map((one) => upcast(one.event)))
      for (const { name } of referenceStreams.on[event.type]?.([], event, SEALED) ?? [])
        names.add(name);
  return [...names].sort();
}

const SEALED = () => undefined;

function administrator(subject: Subject, roots: readonly string[]): Actor {
  // The log is everybody's: who administers a part of it does not answer for all.
  const appointments = subject.appointments.filter(
    ({ role, organId }) => role === 'sysadmin' || roots.includes(organId),
  );
  const office = officeAmong({ ...subject, appointments }, ADMINISTRATORS);
  if (office) return office;
  throw new InstallationRefused(
    'may-not-accept-loss',
    `accept loss: expected a sysadmin, or a clue-admin of an organ that none is above, found ${subject.personId}`,
  );
}
