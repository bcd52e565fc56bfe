import { projection, type Event } from '@cluetrail/event-sourcing';

export type ReferenceStreamRow = { readonly name: string };

const row = (_: readonly ReferenceStreamRow[], { stream }: Event) => [{ name: stream }];

/** Which streams a process must read at its start to know who is who and what holds: few, beside millions of clues. */
export const referenceStreams = projection<ReferenceStreamRow>({
  name: 'reference_streams',
  version: 4,
  columns: { name: 'text' },
  on: {
    OrganEstablished: row,
    AppointmentMade: row,
    TokenIssued: row,
    LeaveRecorded: row,
    // Who works here comes with the organisation, under no procedure; whom clues are about is registered under one, and many.
    PersonRegistered: (rows, event) => (event.basis ? rows : row(rows, event)),
    ProcedurePublished: row,
  },
});
