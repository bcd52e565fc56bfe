import { COMMAND_NAMESPACE, derivedId, type Json } from '@cluetrail/event-sourcing';

/** The id of what a command opens that comes from elsewhere: the same, whoever brings it in. */
export function openedBy(kind: string, command: string, origin: readonly Json[]): string {
  return derivedId(originId(kind, command, origin), kind);
}

/** Of the command itself. */
export function originId(kind: string, command: string, origin: readonly Json[]): string {
  return derivedId(COMMAND_NAMESPACE, 'origin', kind, command, ...origin);
}
