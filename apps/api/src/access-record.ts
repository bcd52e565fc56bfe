import { randomUUID } from 'node:crypto';
import { type Data, idOf, instantOf } from '@cluetrail/event-sourcing';
import type { Subject } from '@cluetrail/access';
import { COMMAND_REFUSED } from '@cluetrail/clues';
import type { Answer, CommandRequest } from '@cluetrail/nest';
import type { Installation } from './installation.js';
import { notRecorded, Problem } from './problem.js';
import { systemDraft } from './system-draft.js';

const TRIES = 100;

/** The stream that tells who read what of another stream, and who was refused what there. */
export function accessStreamOf(stream: string): string {
  return `access-${stream}`;
}

/** Told before it is shown: where it cannot be recorded, nothing is shown. */
export function recordAccess(
  installation: Installation,
  access: { readonly subject: Subject; readonly stream: string; readonly data: Data },
): Promise<void> {
  return record(installation, { ...access, type: 'SensitiveAccessed' });
}

/** Codes that say "not you": no right to it, four eyes, recusal, another part in the same matter. */
const NOT_YOU = new Set([
  ...['wrong-role', 'office-sees-not', 'wrong-organ', 'on-leave', 'approver-level'],
  ...['not-assigned', 'not-in-team'],
  ...['four-eyes', 'approver-in-team', 'adjudicator-investigated', 'actor-recused'],
]);

/**
 * Who was refused a command for who he is: recorded beside what it was asked of, before he is told. Of what is hidden
 * from him, where it exists.
 */
export async function recordRefusal(
  installation: Installation,
  { kind, stream, command, by }: CommandRequest,
  answer: Answer,
): Promise<void> {
  const code = answer.outcome === 'refused' ? answer.refusal.code : 'not-visible';
  const isHidden = answer.outcome === 'hidden';
  if (!('personId' in by) || !(isHidden || (answer.outcome === 'refused' && NOT_YOU.has(code))))
    return;
  const { engine, references, clock } = installation;
  const events = stream === undefined ? [] : (await engine.streams.load(stream)).events;
  if (isHidden && events.length === 0) return;
  const subject = references.directory.subject(by.personId, instantOf(clock.nowMicros()));
  const last = events.at(-1) ?? { organ: subject.appointments[0]?.organId, level: undefined };
  await record(installation, {
    ...{ subject, stream: stream ?? kind, type: COMMAND_REFUSED },
    data: { kind, ...(stream !== undefined && { id: idOf(stream) }), command, code },
    ...(last.organ !== undefined && { organ: last.organ }),
    ...(last.level !== undefined && { level: last.level }),
  });
}

interface Recorded {
  readonly subject: Subject;
  readonly stream: string;
  readonly type: string;
  readonly data: Data;
  readonly organ?: string;
  readonly level?: string;
}

async function record(
  { store, clock }: Installation,
  { subject, stream, type, data, ...place }: Recorded,
): Promise<void> {
  const { personId, appointments } = subject;
  const [office] = appointments;
  const draft = {
    ...systemDraft({
      ...{ stream: accessStreamOf(stream), type, data, clock },
      commandId: randomUUID(),
      by: office
        ? { personId, role: office.role, organId: office.organId }
        : { personId, role: 'none' },
    }),
    ...place,
  };
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
