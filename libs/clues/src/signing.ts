import { corrected, noEarlier, type Event, type HappenedAt } from '@cluetrail/event-sourcing';
import type { Circumstances, Objection } from '@cluetrail/workflow';
import type { Moved } from './correcting.js';
import type { Signature } from './clue/state.js';

/** By which a report is signed, and by which somebody comes to those who sign it: on a clue, and on its case. */
const SIGNED = ['VerificationReportSigned', 'InvestigationReportSigned'];
const JOINED = ['OfficerReplaced', 'CaseOfficersChanged'];

interface Signatures {
  readonly [personId: string]: Signature;
}

/** One of those who are to sign can do so no more, and what the others signed is not what he did. */
export function lacksSignature(
  signers: readonly string[],
  signatures: Signatures,
  signs: (person: string) => boolean,
): boolean {
  const digests = signers.flatMap((one) => signatures[one]?.digest ?? []);
  return signers
    .filter((one) => !signs(one))
    .map((one) => signatures[one]?.digest)
    .some((own) => own === undefined || digests.some((digest) => digest !== own));
}

interface Signing {
  readonly signer: string;
  readonly happenedAt: HappenedAt;
}

/** He signs after he signed last, and after he came to those who sign. */
export function signedTooEarly(
  { signatures }: { readonly signatures: Signatures },
  { who: { personId: signer }, happenedAt, history }: Circumstances,
): Objection {
  const last = signatures[signer];
  return (
    ((last && !noEarlier(happenedAt, last.happenedAt)) ||
      beforeJoining({ signer, happenedAt }, corrected(history()))) &&
    'happened-before-previous'
  );
}

/** A corrected time would bring a signature before its signer came to those who sign, or his coming after it. */
export function movedOverJoining(
  { target, happenedAt }: Pick<Moved, 'target' | 'happenedAt'>,
  { history }: Circumstances,
): Objection {
  const events = corrected(history()).map((one) =>
    one.eventId === target.eventId ? { ...one, happenedAt } : one,
  );
  const isTouched = ({ eventId, actor }: Event) =>
    eventId === target.eventId ||
    (JOINED.includes(target.type) && actor.personId === target.data.joining);
  return (
    events
      .filter((one) => SIGNED.includes(one.type) && isTouched(one))
      .some(({ actor: { personId: signer }, happenedAt: at, version }) =>
        beforeJoining(
          { signer, happenedAt: at },
          events.filter((one) => one.version < version),
        ),
      ) && 'happened-before-previous'
  );
}

/** By the last time that he came, of those that were told before. */
function beforeJoining({ signer, happenedAt }: Signing, told: readonly Event[]): boolean {
  const joined = told.findLast(
    ({ type, data }) => JOINED.includes(type) && data.joining === signer,
  );
  return joined !== undefined && !noEarlier(happenedAt, joined.happenedAt);
}
