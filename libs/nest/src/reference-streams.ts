import { projection, type Event } from '@cluetrail/event-sourcing';

export type ReferenceStreamRow = { readonly name: string };

const row = (_: readonly ReferenceStreamRow[], { stream }: Event) => [{ name: stream }];

/** Which streams a process must read at its start to know who is who and what holds: few, beside millions of clues. */
export const referenceStreams = projection<ReferenceStreamRow>({
  name: 'reference_streams',
  version: 1,
  columns: { name: 'text' },
  on: {
    OrganEstablished: row,
    AppointmentMade: row,
    TokenIssued: row,
    ProcedurePublished: row,
  },
});
