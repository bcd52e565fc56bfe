import { COMMAND_NAMESPACE, type Data, derivedId, type Effective } from '@cluetrail/event-sourcing';
import {
  type Appointment,
  appointmentOf,
  covers,
  dayBefore,
  type Delegation,
  type Term,
  termOf,
} from './folds.js';
import type { Entry, OrganisationFile } from './organisation-file.js';
import { type Objection, planEach } from './plan-check.js';
import { unknownPerson } from './plan-appointments.js';
import type { Planned, PlannedEvent, PlanOptions, PlanPart } from './plan.js';

/** First and last day. */
export interface Leave {
  readonly personId: string;
  readonly from: string;
  readonly to?: string;
}

/** An office of `of` in which `personId` is to act. */
export interface Loan {
  readonly of: string;
  readonly role: string;
  readonly organId: string;
  readonly personId: string;
  readonly from: string;
  readonly to: string;
  /** Absent = all. */
  readonly commands?: readonly string[];
}

/** A leave is a person and its first day. A file may end one sooner; a longer one is another, from a later day. */
export function planLeaves(file: OrganisationFile, options: PlanOptions): PlanPart {
  return planEach(file.leaves, {
    fileName: options.fileName,
    key: ({ fields: { person, from } }) => `leave of ${person} from ${from}`,
    plan: ({ fields: { person: personId = '', from = '', to } }) =>
      unknownPerson({ field: 'person', found: personId }, file, options) ??
      planLeave({ personId, from, to }, options.directory.person(personId)?.leaves ?? []),
  });
}

export function planLeave(
  { personId, from, to }: Leave,
  known: readonly Term[],
): Planned | Objection {
  const stream = `person-${personId}`;
  const data = { from, ...(to !== undefined && { to }) };
  return (
    backwards({ from, to }) ??
    planTerm(
      termOf(data),
      known.find((one) => one.from === from),
      {
        added: { stream, type: 'LeaveRecorded', data, personal: [] },
        ended: (on) => ({ stream, type: 'LeaveEnded', data: { from, on }, personal: [] }),
      },
    )
  );
}

/** A delegation is an office, a delegate and its first day. Offices that the file makes can be lent in it. */
export function planDelegations(
  file: OrganisationFile,
  appointments: PlanPart,
  options: PlanOptions,
): PlanPart {
  const made = appointments.planned.flatMap(appointmentIn);
  return planEach(file.delegations, {
    fileName: options.fileName,
    key: ({ fields }) =>
      `delegation of ${fields.for} ${fields.role} ${fields.organ} to ${fields.person} from ${fields.from}`,
    plan: (entry) => {
      const loan = loanIn(entry);
      return (
        unknownPerson({ field: 'for', found: loan.of }, file, options) ??
        unknownPerson({ field: 'person', found: loan.personId }, file, options) ??
        planDelegation(loan, {
          offices: [...options.directory.appointmentsOf(loan.of), ...made],
          commands: options.commands,
        })
      );
    },
  });
}

/** `offices` may hold those of other people too. */
export function planDelegation(
  { of, role, organId, personId, from, to, commands }: Loan,
  known: { readonly offices: readonly Appointment[]; readonly commands: readonly string[] },
): Planned | Objection {
  if (personId === of)
    return { field: 'person', expected: 'another person than whose office it is', found: personId };
  if (role === 'sysadmin')
    return {
      field: 'role',
      expected: 'an office that can be lent; administration is not',
      found: role,
    };
  const late = backwards({ from, to });
  if (late) return late;
  const astray = commands?.find((one) => !known.commands.includes(one));
  if (astray !== undefined)
    return { field: 'commands', expected: `some of ${known.commands.join(', ')}`, found: astray };
  const office = known.offices.find(
    (one) =>
      one.personId === of && one.role === role && one.organId === organId && covers(one, from),
  );
  // What was lent to him is no office of his: it is not handed on.
  if (!office)
    return {
      field: 'for',
      expected: `who holds office as ${role} at ${organId} on ${from}`,
      found: of,
    };
  const stream = `appointment-${office.id}`;
  const delegationId = derivedId(COMMAND_NAMESPACE, 'delegation', office.id, personId, from);
  const data: Data = { delegationId, personId, from, to, ...(commands && { commands }) };
  const standing = office.delegations.find(({ id }) => id === delegationId);
  if (standing && !sameCommands(standing, commands))
    return {
      field: 'commands',
      expected: `${standing.commands?.join(' ') ?? 'all'} as it was lent; end it and lend it anew from a later day`,
      found: commands?.join(' ') ?? 'all',
    };
  return planTerm(termOf({ from, to }), standing, {
    added: { stream, type: 'DelegationGranted', data, personal: [] },
    ended: (on) => ({
      ...{ stream, type: 'DelegationEnded', data: { delegationId, on }, personal: [] },
    }),
  });
}

function loanIn({ fields }: Entry): Loan {
  const { for: of = '', role = '', organ: organId = '', person: personId = '' } = fields;
  const { from = '', to = '', commands } = fields;
  return {
    of,
    role,
    organId,
    personId,
    from,
    to,
    ...(commands && { commands: commands.split(' ') }),
  };
}

function appointmentIn(planned: Planned): Appointment[] {
  if (planned.change !== 'added') return [];
  return planned.events.flatMap(({ stream, type, data }) => {
    const made = appointmentOf(stream.slice('appointment-'.length), [
      { type, data } as unknown as Effective, // a fold looks at these two alone
    ]);
    return made ? [made] : [];
  });
}

/** What is known may end sooner, and nothing else. */
function planTerm(
  { until }: Term,
  standing: Term | undefined,
  events: { readonly added: PlannedEvent; ended(on: string): PlannedEvent },
): Planned | Objection {
  if (!standing) return { change: 'added', events: [events.added] };
  if (until === standing.until) return { change: 'unchanged' };
  if (until === undefined || (standing.until !== undefined && until > standing.until))
    return {
      field: until === undefined ? '' : 'to',
      expected: `an end before ${standing.until}; a longer one is another, from a later day`,
      found: until === undefined ? 'no end' : dayBefore(until),
    };
  return { change: 'ended', events: [events.ended(until)] };
}

function backwards({ from, to }: { readonly from: string; readonly to?: string }) {
  return to !== undefined && to < from
    ? { field: 'to', expected: `a day from ${from} on`, found: to }
    : undefined;
}

function sameCommands({ commands }: Delegation, others: readonly string[] | undefined): boolean {
  return [...(commands ?? ['*'])].sort().join() === [...(others ?? ['*'])].sort().join();
}
