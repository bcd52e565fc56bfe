import type { Data, Event, HappenedAt } from './event.js';
import type { Json } from './canonical.js';
import { isZone, localDate } from './time.js';

/** An event in its place: corrected as known, with the instant from which it counts. */
export interface Effective<D = Data> extends Event<D> {
  readonly effectiveAt: string;
}

/** Both ends inclusive; omitted = no bound. `asOf` has 3 decimals, `knownAt` 6 (see time.ts). */
export interface Axes {
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** `field` = `happenedAt` or a field of the target's data; `old` must stand there when it is corrected. */
export interface FactCorrectedData {
  readonly targetEventId: string;
  readonly field: string;
  readonly old: Json;
  readonly new: Json;
  readonly approvedBy: string;
}

/**
 * The order of folding: one stream's events (in order of version, already upcast) as known at K, corrections
 * applied, in force at T, ordered by (effectiveAt, version) with the opening event first. Empty before the opening.
 * A correction applies as soon as it is known, whatever `asOf`.
 */
export function inEffect(events: readonly Event[], { asOf, knownAt }: Axes = {}): Effective[] {
  const known =
    knownAt === undefined ? events : events.filter((event) => event.recordedAt <= knownAt);
  const [opening, ...rest] = placed(corrected(known));
  if (!opening || (asOf !== undefined && opening.effectiveAt > asOf)) return [];
  const inForce = asOf === undefined ? rest : rest.filter((event) => event.effectiveAt <= asOf);
  return [opening, ...inForce.sort(byEffect)];
}

/** From when an event counts that would be told next of this stream: see `placed`. */
export function placeOfNext(events: readonly Event[], happenedAt: HappenedAt): string {
  const last = events.at(-1);
  if (!last || happenedAt.precision === 'ms') return happenedAt.at;
  const next = { ...last, type: '', eventId: '', causationId: '', happenedAt };
  return placed([...corrected(events), next]).at(-1)?.effectiveAt ?? happenedAt.at;
}

/** Several streams in one order, for clocks that watch more than one: by effectiveAt, then as recorded. */
export function merged(streams: readonly (readonly Effective[])[]): Effective[] {
  const [own, ...linked] = streams;
  if (linked.length === 0) return [...(own ?? [])];
  const [opening, ...rest] = own ?? [];
  if (!opening) return [];
  const others = linked.flat();
  return [
    opening,
    ...[...rest, ...others].sort(
      (a, b) =>
        compare(a.effectiveAt, b.effectiveAt) ||
        compare(a.recordedAt, b.recordedAt) ||
        (a.stream === b.stream ? a.version - b.version : 0),
    ),
  ];
}

export const FACT_CORRECTED = 'FactCorrected';

function byEffect(a: Effective, b: Effective): number {
  return compare(a.effectiveAt, b.effectiveAt) || a.version - b.version;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Replaces the corrected fields of the targets; the corrections themselves stay in the list. */
export function corrected(events: readonly Event[]): readonly Event[] {
  const corrections = new Map<string, FactCorrectedData[]>();
  for (const event of events) {
    if (event.type !== FACT_CORRECTED) continue;
    const data = event.data as unknown as FactCorrectedData; // the type name says the shape
    corrections.set(data.targetEventId, [...(corrections.get(data.targetEventId) ?? []), data]);
  }
  if (corrections.size === 0) return events;
  return events.map((event) => (corrections.get(event.eventId) ?? []).reduce(replaceField, event));
}

function replaceField(event: Event, { field, new: value }: FactCorrectedData): Event {
  if (field !== 'happenedAt') return { ...event, data: { ...event.data, [field]: value } };
  const happenedAt = value as unknown as HappenedAt; // checked when the correction was decided
  // Earlier versions let in zones that there are not: its days stay those of the zone in which it was told.
  const zone = isZone(happenedAt.zone) ? happenedAt.zone : event.happenedAt.zone;
  return { ...event, happenedAt: { ...happenedAt, zone } };
}

/**
 * effectiveAt = happenedAt.at, but an event of coarser precision takes the effectiveAt of an event of an earlier version
 * within the same local day (or minute) if that is later: written on the same day, it came after. A correction speaks of
 * other events, and nothing comes after it. What a process answered in the same stream stands no earlier than its cause,
 * wherever a correction puts that.
 */
function placed(events: readonly Event[]): Effective[] {
  const before: Effective[] = [];
  let latest = '';
  const places = new Map<string, string>();
  return events.map((event) => {
    const cause = places.get(event.causationId);
    let effectiveAt = event.happenedAt.at;
    if (cause !== undefined && cause > effectiveAt) effectiveAt = cause;
    // Told in order, nothing that stands later is looked for.
    if (event.happenedAt.precision !== 'ms' && latest > effectiveAt) {
      for (const one of before)
        if (one.effectiveAt > effectiveAt && sameSpan(one.effectiveAt, event.happenedAt))
          effectiveAt = one.effectiveAt;
    }
    const effective = { ...event, effectiveAt };
    places.set(event.eventId, effectiveAt);
    if (event.type !== FACT_CORRECTED) before.push(effective);
    if (effectiveAt > latest) latest = effectiveAt;
    return effective;
  });
}

function sameSpan(at: string, { at: begin, zone, precision }: HappenedAt): boolean {
  return precision === 'day'
    ? localDate(at, zone) === localDate(begin, zone)
    : at.slice(0, 16) === begin.slice(0, 16);
}

/** True when `next` is no earlier than `previous`, compared at the coarser of the two precisions. */
export function noEarlier(next: HappenedAt, previous: HappenedAt): boolean {
  if (next.precision === 'day' || previous.precision === 'day') {
    const zone = next.precision === 'day' ? next.zone : previous.zone;
    return localDate(next.at, zone) >= localDate(previous.at, zone);
  }
  if (next.precision === 'minute' || previous.precision === 'minute')
    return next.at.slice(0, 16) >= previous.at.slice(0, 16);
  return next.at >= previous.at;
}
