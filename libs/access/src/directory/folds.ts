import { boundedInstant, type Effective } from '@cluetrail/event-sourcing';
import type { AppointmentMade, OrganEstablished, OrganisationEvents } from './events.js';

export interface Organ extends OrganEstablished {
  readonly id: string;
  /** The organ that handles its matters now. */
  readonly mergedInto?: string;
}

/** `from` = first day, `until` = first day on which it holds no longer; absent = it goes on. */
export interface Term {
  readonly from: string;
  readonly until?: string;
}

export interface Delegation extends Term {
  readonly id: string;
  readonly personId: string;
  /** Absent = all of the office. */
  readonly commands?: readonly string[];
}

export interface Person {
  readonly id: string;
  /** His key was destroyed: nobody can say any more who this was. */
  readonly erased: boolean;
  /** Hash of each living token → instant from which it is void. */
  readonly tokens: ReadonlyMap<string, string | undefined>;
  /** By first day, in order. */
  readonly leaves: readonly Term[];
}

/** Days local to the organ. */
export interface Appointment extends Omit<AppointmentMade, 'to'>, Term {
  readonly id: string;
  /** Who acts in it beside its holder, past and future ones too. */
  readonly delegations: readonly Delegation[];
}

export function organOf(id: string, events: readonly Effective[]): Organ | undefined {
  return events.reduce<Organ | undefined>((organ, event) => {
    if (is(event, 'OrganEstablished')) return { id, ...event.data };
    if (organ && is(event, 'OrganMerged')) return { ...organ, mergedInto: event.data.into };
    return organ && is(event, 'OrganChanged') ? { ...organ, ...event.data } : organ;
  }, undefined);
}

export function personOf(id: string, events: readonly Effective[]): Person | undefined {
  if (!events.some((event) => event.type === 'PersonRegistered')) return undefined;
  const tokens = new Map<string, string | undefined>();
  const leaves = new Map<string, Term>();
  for (const event of events) {
    if (is(event, 'TokenIssued')) tokens.set(event.data.hash, event.data.until);
    if (is(event, 'TokenRevoked')) tokens.delete(event.data.hash);
    if (is(event, 'LeaveRecorded')) leaves.set(event.data.from, termOf(event.data));
    if (is(event, 'LeaveEnded')) endAt(leaves, event.data.from, event.data.on);
  }
  return {
    id,
    tokens,
    erased: events.some((event) => event.type === 'KeyDestroyed'),
    leaves: [...leaves.values()].sort((a, b) => (a.from < b.from ? -1 : 1)),
  };
}

export function appointmentOf(id: string, events: readonly Effective[]): Appointment | undefined {
  const delegations = new Map<string, Delegation>();
  let appointment: Appointment | undefined;
  for (const event of events) {
    if (is(event, 'AppointmentMade')) {
      const { to, from, ...made } = event.data;
      appointment = { id, ...made, ...termOf({ from, to }), delegations: [] };
    }
    if (appointment && is(event, 'AppointmentEnded'))
      appointment = ended(appointment, event.data.on);
    if (is(event, 'DelegationGranted')) {
      const { delegationId, personId, commands, ...term } = event.data;
      const lent = { id: delegationId, personId, ...(commands && { commands }) };
      delegations.set(delegationId, { ...lent, ...termOf(term) });
    }
    if (is(event, 'DelegationEnded')) endAt(delegations, event.data.delegationId, event.data.on);
  }
  return appointment && { ...appointment, delegations: [...delegations.values()] };
}

/** Whether a term covers a local day. */
export function covers({ from, until }: Term, day: string): boolean {
  return from <= day && (until === undefined || day < until);
}

export function dayAfter(date: string): string {
  return daysFrom(date, 1);
}

export function dayBefore(date: string): string {
  return daysFrom(date, -1);
}

function daysFrom(date: string, days: number): string {
  return boundedInstant(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).slice(0, 10);
}

/** Of first and last day. */
export function termOf({ from, to }: { readonly from: string; readonly to?: string }): Term {
  return to === undefined ? { from } : { from, until: dayAfter(to) };
}

function endAt<T extends Term>(terms: Map<string, T>, id: string, on: string): void {
  const term = terms.get(id);
  if (term) terms.set(id, ended(term, on));
}

/** Never later than before. */
function ended<T extends Term>(term: T, on: string): T {
  return { ...term, until: term.until !== undefined && term.until < on ? term.until : on };
}

/** The type name says the shape: it was checked when the event was decided. */
function is<T extends keyof OrganisationEvents>(
  event: Effective,
  type: T,
): event is Effective & { readonly data: OrganisationEvents[T] } {
  return event.type === type;
}
