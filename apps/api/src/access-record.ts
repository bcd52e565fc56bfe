import { randomUUID } from 'node:crypto';
import type { Data } from '@cluetrail/event-sourcing';
import type { Subject } from '@cluetrail/access';
import type { Installation } from './installation.js';
import { notRecorded, Problem } from './problem.js';
import { systemDraft } from './system-draft.js';

const TRIES = 100;

/** The stream that tells who read what of another stream. */
export function accessStreamOf(stream: string): string {
  return `access-${stream}`;
}

/** Told before it is shown: where it cannot be recorded, nothing is shown. */
export async function recordAccess(
  { store, clock }: Installation,
  { subject, stream, data }: { subject: Subject; stream: string; data: Data },
): Promise<void> {
  const { personId, appointments } = subject;
  const [office] = appointments;
  const draft = systemDraft({
    stream: accessStreamOf(stream),
    type: 'SensitiveAccessed',
    data,
    clock,
    commandId: randomUUID(),
    by: office
      ? { personId, role: office.role, organId: office.organId }
      : { personId, role: 'none' },
  });
  let length = 0;
  for (let tries = 1; tries <= TRIES; tries++) {
    const answer = await store.append(draft.stream, length, [draft]);
    if (answer.outcome === 'appended') return;
    if (answer.outcome === 'unknown') throw new Problem(504, 'unknown-outcome');
    if (answer.outcome === 'unavailable') throw notRecorded(answer);
    length = answer.actual;
  }
  throw notRecorded({});
}
