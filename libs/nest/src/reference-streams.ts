import { projection, type Event } from '@cluetrail/event-sourcing';

export type ReferenceStreamRow = { readonly name: string };

const row = (_: readonly ReferenceStreamRow[], { stream }: Event) => [{ name: stream }];

/** Which streams a process must read at its start to know who is who and what holds: few, beside millions of clues. */
export const referenceStreams = projection<ReferenceStreamRow>({
  name: 'reference_streams',
  version: 2,
  columns: { name: 'text' },
  on: {
    OrganEstablished: row,
    AppointmentMade: row,
    TokenIssued: row,
    // Who works here comes with the organisation; whom clues are about is registered in the course of work, and many.
    PersonRegistered: (rows, event) => (event.actor.role === 'system' ? row(rows, event) : rows),
    ProcedurePublished: row,
  },
});
