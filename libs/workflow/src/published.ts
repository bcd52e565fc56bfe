import type { Event } from '@cluetrail/event-sourcing';
import type { Procedure } from './procedure.js';

/** On `procedure-<name>`; version n of a procedure is the event with version n of its stream. */
export const PROCEDURE_PUBLISHED = 'ProcedurePublished';

export interface ProcedurePublished {
  readonly name: string;
  readonly version: number;
  /** SHA-256 of the canonical content, hexadecimal. */
  readonly hash: string;
  readonly content: Procedure;
}

export function publishedBy(event: Event): ProcedurePublished | undefined {
  if (event.type !== PROCEDURE_PUBLISHED) return undefined;
  return event.data as unknown as ProcedurePublished; // the type name says the shape
}

/** The version that an instance is pinned to, from the events of its procedure's stream. */
export function procedureIn(events: readonly Event[], version: number): Procedure | undefined {
  const found = events.find((event) => event.version === version);
  return found && publishedBy(found)?.content;
}
