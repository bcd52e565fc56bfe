import { idOf } from '@cluetrail/event-sourcing';
import type { Answer } from '@cluetrail/nest';
import type { Opaque } from './opaque.js';
import { notFound, notRecorded, Problem } from './problem.js';

/** Refusals that say "not you" rather than "not now". */
const FORBIDDEN = new Set(['wrong-role', 'office-sees-not', 'wrong-organ', 'on-leave']);

export interface Done {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly eventId: string;
  readonly recordedAt: string;
  /** For `?after=`: a read that includes this. */
  readonly receipt: string;
}

/** The one place where outcomes of commands become HTTP. Throws a Problem for all but `done`. */
export function doneOf(
  answer: Answer,
  receipts: Opaque,
): { readonly done: Done; readonly repeated: boolean } {
  switch (answer.outcome) {
    case 'done': {
      const last = answer.receipts[answer.receipts.length - 1];
      const { stream, version, eventId, recordedAt, position } = last;
      const receipt = receipts.sealPosition(position);
      return {
        done: { id: idOf(stream), stream, version, eventId, recordedAt, receipt },
        repeated: answer.repeated,
      };
    }
    case 'invalid':
      throw new Problem(400, 'invalid-input', { errors: answer.faults });
    case 'refused': {
      const { code, detail } = answer.refusal;
      throw new Problem(statusOf(code), code, { details: detail });
    }
    case 'hidden':
      throw notFound();
    case 'version-needed':
      throw new Problem(428, 'version-needed');
    case 'stale':
      throw new Problem(412, 'stale', {
        details: { expected: answer.expected, actual: answer.actual },
      });
    case 'key-reused':
      throw new Problem(422, 'key-reused');
    case 'unknown':
      throw new Problem(504, 'unknown-outcome');
    case 'unavailable':
      throw notRecorded(answer);
    default:
      throw new Error(`unreachable: ${answer satisfies never}`);
  }
}

function statusOf(code: string): number {
  if (FORBIDDEN.has(code)) return 403;
  return code === 'no-such-command' ? 404 : 409;
}
