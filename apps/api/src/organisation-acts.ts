import { type Actor, happenedAtOf, NotATime } from '@cluetrail/event-sourcing';
import {
  covers,
  dayBefore,
  type Leave,
  type Loan,
  type Objection,
  planDelegation,
  planLeave,
  type Planned,
  type PlannedEvent,
  type Term,
} from '@cluetrail/access';
import { oneAtATime, record } from './administration.js';
import { DECIDING, officeOf, officeOver, organsHeld } from './administrator.js';
import type { Installation } from './installation.js';
import { lendable } from './organisation.js';
import { Problem } from './problem.js';

/** So many events it left: none where all of it was known already. */
export interface Acted {
  readonly events: number;
}

/** Who decides, beside what he decides. */
export interface By {
  /** The caller. */
  readonly by: string;
}

/** A person holds his offices, and acts in none of them, on these days. */
export function recordLeave(installation: Installation, { by, ...leave }: Leave & By) {
  return acting(installation, { by, people: [leave.personId] }, () => {
    realDays(leave.from, leave.to);
    const actor = overHis(installation, { by, personId: leave.personId });
    const known = installation.references.directory.person(leave.personId)?.leaves ?? [];
    // One that ended on its first day was none: it bars no other from that day on.
    const had = known.filter(({ from, until }) => until !== from);
    return { actor, events: eventsOf(planLeave(leave, had)) };
  });
}

/** He is back from this day on: what leave he has then is over. */
export function endLeave(
  installation: Installation,
  { by, personId, on }: By & { readonly personId: string; readonly on: string },
) {
  return acting(installation, { by, people: [personId] }, () => {
    realDays(on);
    const actor = overHis(installation, { by, personId });
    const leaves = installation.references.directory.person(personId)?.leaves ?? [];
    const events = endedOn(leaves, { on, code: 'not-on-leave' }).map(({ from }) => ({
      ...{ stream: `person-${personId}`, type: 'LeaveEnded', data: { from, on }, personal: [] },
    }));
    return { actor, events };
  });
}

/** Another acts in his office, beside him. Nobody gives one to himself. */
export function lendOffice(installation: Installation, { by, ...loan }: Loan & By) {
  return acting(installation, { by, people: [loan.of, loan.personId] }, () => {
    realDays(loan.from, loan.to);
    const actor = officeOver(installation, { personId: by, organIds: [loan.organId] });
    if (by === loan.personId) throw new Problem(403, 'not-to-oneself');
    const { directory } = installation.references;
    const planned = planDelegation(loan, {
      offices: directory.appointmentsOf(loan.of),
      commands: lendable(installation),
    });
    return { actor, events: eventsOf(planned) };
  });
}

/** From this day on the delegate acts in that office no more. */
export function takeBackOffice(
  installation: Installation,
  { by, of, role, organId, personId, on }: By & Omit<Loan, 'from' | 'to' | 'commands'> & Day,
) {
  return acting(installation, { by, people: [of, personId] }, () => {
    realDays(on);
    const actor = officeOver(installation, { personId: by, organIds: [organId] });
    const lent = installation.references.directory
      .appointmentsOf(of)
      .filter((office) => office.role === role && office.organId === organId)
      .flatMap(({ id, delegations }) =>
        delegations
          .filter((one) => one.personId === personId)
          .map((one) => ({ ...one, stream: `appointment-${id}` })),
      );
    const ended = endedOn(lent, { on, code: 'not-delegated' });
    const events = ended.map(({ id: delegationId, stream }) => ({
      ...{ stream, type: 'DelegationEnded', data: { delegationId, on }, personal: [] },
    }));
    return { actor, events };
  });
}

interface Day {
  /** Local to the organ. */
  readonly on: string;
}

/** Those that last on that day; none where one ended with it already. Throws a Problem 409 where none does either. */
function endedOn<T extends Term>(
  terms: readonly T[],
  { on, code }: Day & { readonly code: 'not-on-leave' | 'not-delegated' },
): readonly T[] {
  const lasting = terms.filter((one) => covers(one, on));
  if (lasting.length > 0 || terms.some(({ until }) => until === on)) return lasting;
  const known = terms.map(({ from, until }) => `${from} – ${until ? dayBefore(until) : ''}`.trim());
  const expected = known.length === 0 ? ['–'] : known;
  throw new Problem(409, code, { details: { expected, found: on } });
}

/** One after the other, on what the last one left; these people are looked up, for not all are known beforehand. */
function acting(
  installation: Installation,
  { by, people }: By & { readonly people: readonly string[] },
  decide: () => { readonly actor: Actor; readonly events: readonly PlannedEvent[] },
): Promise<Acted> {
  return oneAtATime(installation, async () => {
    const { references } = installation;
    officeOf(installation, { personId: by, among: DECIDING });
    await references.refresh(people.map((personId) => `person-${personId}`));
    const unknown = people.find((personId) => !references.directory.person(personId));
    if (unknown !== undefined)
      throw new Problem(404, 'no-such-person', { details: { person: unknown } });
    const { actor, events } = decide();
    for (const event of events) await record(installation, event, actor);
    return { events: events.length };
  });
}

/** The office of who decides on a person: at an organ where he holds office today or will. */
function overHis(installation: Installation, { by, personId }: By & { personId: string }): Actor {
  return officeOver(installation, { personId: by, organIds: organsHeld(installation, personId) });
}

function eventsOf(planned: Planned | Objection): readonly PlannedEvent[] {
  if ('field' in planned) {
    const { field, expected, found } = planned;
    throw new Problem(409, 'not-so', { errors: [{ path: field, expected, found }] });
  }
  return planned.change === 'unchanged' ? [] : planned.events;
}

/** No 2021-02-30. */
function realDays(...days: readonly (string | undefined)[]): void {
  for (const day of days)
    try {
      if (day !== undefined) happenedAtOf(day, 'UTC');
    } catch (error) {
      if (!(error instanceof NotATime)) throw error;
      throw new Problem(400, 'invalid-input', {
        errors: [{ path: '', expected: 'a day that there is', found: day ?? '' }],
      });
    }
}
