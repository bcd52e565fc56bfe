import { boundedInstant, type Effective } from '@cluetrail/event-sourcing';
import type { AppointmentMade, OrganEstablished, OrganisationEvents } from './events.js';

export interface Organ extends OrganEstablished {
  readonly id: string;
}

export interface Person {
  readonly id: string;
  /** His key was destroyed: nobody can say any more who this was. */
  readonly erased: boolean;
  /** Hash of each living token → instant from which it is void. */
  readonly tokens: ReadonlyMap<string, string | undefined>;
}

/** `from` = first day, `until` = first day on which it holds no longer. Days local to the organ. */
export interface Appointment extends Omit<AppointmentMade, 'to'> {
  readonly id: string;
  readonly until?: string;
}

export function organOf(id: string, events: readonly Effective[]): Organ | undefined {
  return events.reduce<Organ | undefined>((organ, event) => {
    if (is(event, 'OrganEstablished')) return { id, ...event.data };
    return organ && is(event, 'OrganChanged') ? { ...organ, ...event.data } : organ;
  }, undefined);
}

export function personOf(id: string, events: readonly Effective[]): Person | undefined {
  if (!events.some((event) => event.type === 'PersonRegistered')) return undefined;
  const tokens = new Map<string, string | undefined>();
  for (const event of events) {
    if (is(event, 'TokenIssued')) tokens.set(event.data.hash, event.data.until);
    if (is(event, 'TokenRevoked')) tokens.delete(event.data.hash);
  }
  return { id, tokens, erased: events.some((event) => event.type === 'KeyDestroyed') };
}

export function appointmentOf(id: string, events: readonly Effective[]): Appointment | undefined {
  return events.reduce<Appointment | undefined>((appointment, event) => {
    if (is(event, 'AppointmentMade')) {
      const { to, ...made } = event.data;
      return to === undefined ? { id, ...made } : { id, ...made, until: dayAfter(to) };
    }
    if (!appointment || !is(event, 'AppointmentEnded')) return appointment;
    return { ...appointment, until: earlier(appointment.until, event.data.on) };
  }, undefined);
}

export function dayAfter(date: string): string {
  return boundedInstant(Date.parse(`${date}T00:00:00Z`) + 86_400_000).slice(0, 10);
}

function earlier(a: string | undefined, b: string): string {
  return a !== undefined && a < b ? a : b;
}

/** The type name says the shape: it was checked when the event was decided. */
function is<T extends keyof OrganisationEvents>(
  event: Effective,
  type: T,
): event is Effective & { readonly data: OrganisationEvents[T] } {
  return event.type === type;
}
