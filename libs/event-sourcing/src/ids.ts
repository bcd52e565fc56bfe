import { v5 } from 'uuid';
import { canonical, type Json } from './canonical.js';

/** Namespace of every command id of every log. Fixed for ever: ids make retries safe. */
export const COMMAND_NAMESPACE = '0d6f7b52-5c0f-5e3b-9a58-5a1f3a2d7c11';

/** `target` = the stream that the command moves, or the kind that it opens. */
export interface CommandIdentity {
  readonly personId: string;
  readonly key: string;
  readonly command: string;
  readonly target: string;
}

/** uuid5(NS, JCS([personId, key, command, target])). Source: docs/adr/0002-ids-and-retries.md. */
export function commandIdOf({ personId, key, command, target }: CommandIdentity): string {
  return v5(canonical([personId, key, command, target]), COMMAND_NAMESPACE);
}

/** uuid5(commandId, index from 0). */
export function eventIdOf(commandId: string, index: number): string {
  return v5(String(index), commandId);
}

/** A process manager's command: uuid5(causing event, step). */
export function followUpIdOf(eventId: string, step: string): string {
  return v5(step, eventId);
}

/** Any further id that must be the same at every retry: of a stream that a command opens, of an imported row. */
export function derivedId(from: string, ...parts: readonly Json[]): string {
  return v5(canonical(parts), from);
}
