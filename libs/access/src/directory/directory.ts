import { type Event, idOf, inEffect, kindOf, localDate } from '@cluetrail/event-sourcing';
import { SETUP, type Standing, type Subject } from '../policy/subject.js';
import {
  type Appointment,
  appointmentOf,
  type Organ,
  organOf,
  type Person,
  personOf,
} from './folds.js';
import { tokenHash } from './token.js';

/**
 * Who is who, now: organs, persons (ids only, no names) and appointments, folded as the log is
 * read. Takes every event (already upcast) in order and keeps those of `organ-`, `person-` and
 * `appointment-` streams; corrections apply.
 */
export class Directory {
  private readonly streams = new Map<string, Event[]>();
  private readonly organs = new Map<string, Organ>();
  private readonly people = new Map<string, Person>();
  private readonly appointments = new Map<string, Appointment>();
  private readonly byPerson = new Map<string, Set<string>>();
  private readonly ownerOfHash = new Map<string, string>();
  private readonly paths = new Map<string, string | undefined>();

  apply(event: Event): void {
    const kind = kindOf(event.stream);
    if (kind !== 'organ' && kind !== 'person' && kind !== 'appointment') return;
    const events = this.streams.get(event.stream) ?? [];
    // A subscription that starts again brings known events once more.
    if (event.version <= events.length) return;
    events.push(event);
    this.streams.set(event.stream, events);
    const id = idOf(event.stream);
    if (kind === 'organ') this.foldOrgan(id, events);
    if (kind === 'person') this.foldPerson(id, events);
    if (kind === 'appointment') this.foldAppointment(id, events);
  }

  organ(id: string): Organ | undefined {
    return this.organs.get(id);
  }

  /**
   * Ids from the root with a slash at both ends: `/gx/nn/`. Undefined when the organ or one above
   * it is unknown.
   */
  path(id: string): string | undefined {
    if (!this.paths.has(id)) {
      const chain = this.chain(id);
      this.paths.set(id, chain && `/${[...chain].reverse().join('/')}/`);
    }
    return this.paths.get(id);
  }

  /** The ids above, nearest first; none for the root and for an unknown organ. */
  ancestors(id: string): readonly string[] {
    return this.chain(id)?.slice(1) ?? [];
  }

  person(id: string): Person | undefined {
    return this.people.get(id);
  }

  appointment(id: string): Appointment | undefined {
    return this.appointments.get(id);
  }

  /** Past, present and future ones, as they were made. */
  appointmentsOf(personId: string): readonly Appointment[] {
    return [...(this.byPerson.get(personId) ?? [])].flatMap((id) => {
      const appointment = this.appointments.get(id);
      return appointment ? [appointment] : [];
    });
  }

  /** What a person is at an instant: his appointments in force on that day in each organ's zone. */
  subject(personId: string, on: string): Subject {
    if (personId === SETUP && !this.hasOrganisation())
      return { personId, appointments: [], setup: true };
    const appointments = this.appointmentsOf(personId).flatMap((appointment) => {
      const standing = this.standing(appointment, on);
      return standing ? [standing] : [];
    });
    return { personId, appointments };
  }

  /** Who holds a role at an organ at an instant: ids, sorted. */
  holders(role: string, { organId, on }: { organId: string; on: string }): readonly string[] {
    const held = [...this.appointments.values()].filter(
      (appointment) =>
        appointment.role === role &&
        appointment.organId === organId &&
        this.standing(appointment, on) !== undefined,
    );
    return [...new Set(held.map(({ personId }) => personId))].sort();
  }

  /** Undefined for a token that is unknown, revoked, or void at that instant. */
  tokenOwner(token: string, at: string): string | undefined {
    const hash = tokenHash(token);
    const owner = this.people.get(this.ownerOfHash.get(hash) ?? '');
    if (!owner?.tokens.has(hash)) return undefined;
    const until = owner.tokens.get(hash);
    return until === undefined || Date.parse(at) < Date.parse(until) ? owner.id : undefined;
  }

  /** False = still in set-up. The first appointment ends it for ever. */
  hasOrganisation(): boolean {
    return this.appointments.size > 0;
  }

  private standing(appointment: Appointment, on: string): Standing | undefined {
    const { role, organId, clearance, from, until } = appointment;
    const organ = this.organs.get(organId);
    const organPath = this.path(organId);
    if (!organ || organPath === undefined) return undefined;
    const today = localDate(on, organ.zone);
    const inForce = from <= today && (until === undefined || today < until);
    return inForce ? { role, organId, organPath, clearance } : undefined;
  }

  /** The organ and all above it; undefined where the chain breaks or runs in a circle. */
  private chain(id: string): readonly string[] | undefined {
    const chain: string[] = [];
    for (let next: string | undefined = id; next !== undefined;) {
      const organ = this.organs.get(next);
      if (!organ || chain.includes(next)) return undefined;
      chain.push(next);
      next = organ.parent;
    }
    return chain;
  }

  private foldOrgan(id: string, events: readonly Event[]): void {
    const organ = organOf(id, inEffect(events));
    if (organ) this.organs.set(id, organ);
    this.paths.clear();
  }

  private foldPerson(id: string, events: readonly Event[]): void {
    const person = personOf(id, inEffect(events));
    if (!person) return;
    this.people.set(id, person);
    for (const hash of person.tokens.keys())
      // The first owner keeps it: nobody takes over another's token by issuing its hash to himself.
      if (!this.ownerOfHash.has(hash)) this.ownerOfHash.set(hash, id);
  }

  private foldAppointment(id: string, events: readonly Event[]): void {
    const appointment = appointmentOf(id, inEffect(events));
    if (!appointment) return;
    const previous = this.appointments.get(id);
    if (previous) this.byPerson.get(previous.personId)?.delete(id);
    this.appointments.set(id, appointment);
    const held = this.byPerson.get(appointment.personId) ?? new Set();
    this.byPerson.set(appointment.personId, held.add(id));
  }
}
