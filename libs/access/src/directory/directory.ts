import {
  type Axes,
  type Effective,
  type Event,
  idOf,
  inEffect,
  kindOf,
  localDate,
} from '@cluetrail/event-sourcing';
import { lower, SETUP, type Standing, type Subject } from '../policy/subject.js';
import {
  type Appointment,
  appointmentOf,
  covers,
  type Delegation,
  type Organ,
  organOf,
  type Person,
  personOf,
} from './folds.js';
import { tokenHash } from './token.js';

/**
 * Who is who, now: organs, persons (ids only, no names) and appointments, folded as the log is read. Takes every event
 * (already upcast) in order and keeps those of `organ-`, `person-` and `appointment-` streams; corrections apply.
 */
export class Directory {
  private readonly streams = new Map<string, Event[]>();
  private readonly organs = new Map<string, Organ>();
  private readonly people = new Map<string, Person>();
  private readonly appointments = new Map<string, Appointment>();
  private readonly byPerson = new Map<string, Set<string>>();
  private readonly byOrgan = new Map<string, Set<string>>();
  /** Delegate → appointments that were ever lent to him. */
  private readonly byDelegate = new Map<string, Set<string>>();
  private readonly ownerOfHash = new Map<string, string>();
  private readonly paths = new Map<string, string | undefined>();

  /** `asOf`: of changes of organs those alone that were in effect then. */
  constructor(private readonly asOf?: string) {}

  /**
   * Who was who at T, as known at K. An organ is taken to have been there before it was recorded; the days of
   * appointments, leaves and delegations are compared when it is asked.
   */
  at({ asOf, knownAt }: Axes): Directory {
    const past = new Directory(asOf);
    for (const event of [...this.streams.values()].flat())
      if (knownAt === undefined || event.recordedAt <= knownAt) past.apply(event);
    return past;
  }

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

  /** The procedures under which an organ opens matters: its own list, or that of the nearest above it; undefined = any. */
  proceduresOf(id: string): readonly string[] | undefined {
    return this.over(id)
      .map((one) => this.organ(one)?.procedures)
      .find((one) => one !== undefined);
  }

  /** The procedure of a matter that an organ opens without naming one, where it can be no other. */
  onlyProcedureOf(id: string): string | undefined {
    const used = this.proceduresOf(id);
    return used?.length === 1 ? used[0] : undefined;
  }

  /** An organ as it was at an instant, with the names that it had then. */
  organAt(id: string, asOf: string): Organ | undefined {
    return organOf(id, this.inEffectAt(asOf, this.streams.get(`organ-${id}`) ?? []));
  }

  /** When its last change took effect; undefined where nothing but its establishment is known. */
  organChangedAt(id: string): string | undefined {
    return this.inEffectAt(this.asOf, this.streams.get(`organ-${id}`) ?? [])
      .slice(1)
      .at(-1)?.effectiveAt;
  }

  /** The organ that handles its matters now: itself, unless it was merged. */
  heir(id: string): string {
    const seen = new Set([id]);
    for (let next = id; ;) {
      const into = this.organs.get(next)?.mergedInto;
      if (into === undefined || seen.has(into)) return next;
      seen.add((next = into));
    }
  }

  /**
   * Ids from the root with a slash at both ends: `/gx/nn/`. A merged organ has the path of its heir. Undefined when the
   * organ or one above it is unknown.
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

  /** The organ that handles its matters now, and those above. */
  over(id: string): readonly string[] {
    return [this.heir(id), ...this.ancestors(id)];
  }

  organIds(): readonly string[] {
    return [...this.organs.keys()];
  }

  /** The organs that none is above. */
  roots(): readonly string[] {
    return [...this.organs].filter(([, { parent }]) => parent === undefined).map(([id]) => id);
  }

  person(id: string): Person | undefined {
    return this.people.get(id);
  }

  appointment(id: string): Appointment | undefined {
    return this.appointments.get(id);
  }

  /** Past, present and future ones, that which began first before the others: whatever has become of each since. */
  appointmentsOf(personId: string): readonly Appointment[] {
    return [...(this.byPerson.get(personId) ?? [])]
      .flatMap((id) => this.appointments.get(id) ?? [])
      .sort((a, b) => (`${a.from} ${a.id}` < `${b.from} ${b.id}` ? -1 : 1));
  }

  /** The same of an organ, in no order. */
  appointmentsAt(organId: string): readonly Appointment[] {
    return [...(this.byOrgan.get(organId) ?? [])].flatMap((id) => this.appointments.get(id) ?? []);
  }

  /**
   * What a person is at an instant: his appointments in force on that day in each organ's zone, then the offices that
   * are lent to him. Only who holds an office himself acts in another's, and with no higher clearance than his own.
   */
  subject(personId: string, on: string): Subject {
    if (personId === SETUP && !this.hasOrganisation())
      return { personId, appointments: [], setup: true };
    const own = this.appointmentsOf(personId).flatMap((appointment) =>
      this.standing(appointment, { personId, on }),
    );
    if (own.length === 0) return { personId, appointments: [] };
    const clearance = own.map((office) => office.clearance).sort()[own.length - 1];
    const lent = [...(this.byDelegate.get(personId) ?? [])].flatMap((id) => {
      const appointment = this.appointments.get(id);
      return appointment ? this.lent(appointment, { personId, on }) : [];
    });
    const capped = lent.map((one) => ({ ...one, clearance: lower(one.clearance, clearance) }));
    return { personId, appointments: [...own, ...capped] };
  }

  /** Who counts as one with a person at an instant: who has lent him an office, and to whom he has lent one. */
  asOneWith(personId: string, on: string): readonly string[] {
    const lenders = this.subject(personId, on).appointments.map(({ onBehalfOf }) => onBehalfOf);
    const delegates = this.appointmentsOf(personId)
      .flatMap(({ delegations }) => delegations)
      .filter((delegation) =>
        this.subject(delegation.personId, on).appointments.some(
          ({ onBehalfOf }) => onBehalfOf === personId,
        ),
      )
      .map((delegation) => delegation.personId);
    return [...new Set([...lenders, ...delegates])].filter((one) => one !== undefined).sort();
  }

  /** Everybody who ever held an office, or was lent one: ids, sorted. */
  staff(): readonly string[] {
    return [...new Set([...this.byPerson.keys(), ...this.byDelegate.keys()])].sort();
  }

  /** Who holds an office of his own at an instant, at an organ of such a path, in this role where one is named: ids, sorted. */
  holders({ on, at, role }: { on: string; at: (path: string) => boolean; role?: string }) {
    const held = [...this.appointments.values()].filter(
      (appointment) =>
        (role === undefined || appointment.role === role) &&
        at(this.path(appointment.organId) ?? '') &&
        this.standing(appointment, { personId: appointment.personId, on }).length > 0,
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

  /** The office as this person has it on that day: one, or none. */
  private standing(appointment: Appointment, { personId, on }: Present): Standing[] {
    const { role, organId, clearance } = appointment;
    const organ = this.organs.get(organId);
    const organPath = this.path(organId);
    // With its organ an office ends; who goes along is appointed where it went.
    if (!organ || organ.mergedInto !== undefined || organPath === undefined) return [];
    const today = localDate(on, organ.zone);
    if (!covers(appointment, today)) return [];
    const away = this.people.get(personId)?.leaves.some((leave) => covers(leave, today));
    return [{ role, organId, organPath, clearance, ...(away && { onLeave: true as const }) }];
  }

  /** Once for each delegation in force. */
  private lent(appointment: Appointment, present: Present): Standing[] {
    const zone = this.organs.get(appointment.organId)?.zone ?? 'UTC';
    const inForce = ({ personId, ...term }: Delegation) =>
      personId === present.personId && covers(term, localDate(present.on, zone));
    const { personId: onBehalfOf } = appointment;
    return appointment.delegations.filter(inForce).flatMap(({ commands }) =>
      this.standing(appointment, present).map((office) => ({
        ...office,
        onBehalfOf,
        ...(commands && { commands }),
      })),
    );
  }

  /** The organ that handles its matters and all above it; undefined where the chain breaks or runs in a circle. */
  private chain(id: string): readonly string[] | undefined {
    const chain: string[] = [];
    for (let next: string | undefined = this.heir(id); next !== undefined;) {
      const organ: Organ | undefined = this.organs.get(next);
      if (!organ || chain.includes(next)) return undefined;
      chain.push(next);
      next = organ.parent === undefined ? undefined : this.heir(organ.parent);
    }
    return chain;
  }

  private inEffectAt(asOf: string | undefined, events: readonly Event[]): readonly Effective[] {
    return inEffect(events).filter(
      ({ effectiveAt }, index) => index === 0 || asOf === undefined || effectiveAt <= asOf,
    );
  }

  private foldOrgan(id: string, events: readonly Event[]): void {
    const organ = organOf(id, this.inEffectAt(this.asOf, events));
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
    this.byOrgan.get(previous?.organId ?? '')?.delete(id);
    this.appointments.set(id, appointment);
    const { personId, organId } = appointment;
    this.byPerson.set(personId, (this.byPerson.get(personId) ?? new Set()).add(id));
    this.byOrgan.set(organId, (this.byOrgan.get(organId) ?? new Set()).add(id));
    for (const { personId: lentTo } of appointment.delegations)
      this.byDelegate.set(lentTo, (this.byDelegate.get(lentTo) ?? new Set()).add(id));
  }
}

interface Present {
  readonly personId: string;
  readonly on: string;
}
