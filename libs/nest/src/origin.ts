import {
  COMMAND_NAMESPACE,
  derivedId,
  idOf,
  type Json,
  type Refusal,
} from '@cluetrail/event-sourcing';
import type { Answer } from './answers.js';

/** The id of what a command opens that comes from elsewhere: the same, whoever brings it in. */
export function openedBy(kind: string, command: string, origin: readonly Json[]): string {
  return derivedId(originId(kind, command, origin), kind);
}

/** It came in before, with other content; `stream` = what it is here, for who may see that. */
export function knownOtherwise(origin: readonly Json[], stream?: string): Answer {
  const found = origin.join(' ');
  const refusal: Refusal =
    stream === undefined
      ? { code: 'known-otherwise-unseen', detail: { found } }
      : { code: 'known-otherwise', detail: { found, id: idOf(stream) } };
  return { outcome: 'refused', refusal };
}

/** Of the command itself. */
export function originId(kind: string, command: string, origin: readonly Json[]): string {
  return derivedId(COMMAND_NAMESPACE, 'origin', kind, command, ...origin);
}
