import {
  canonical,
  dayStart,
  FACT_CORRECTED,
  happenedAtOf,
  happenedAtOfAnyYear,
  inEffect,
  isZone,
  localDate,
  NotATime,
  type Effective,
  type Event,
  type HappenedAt,
  type Json,
} from '@cluetrail/event-sourcing';
import type { Circumstances, Objection } from '@cluetrail/workflow';

type Ordering = Pick<Circumstances, 'history' | 'comesAfter' | 'isOfAny'>;

/**
 * A corrected time may not lie after its record, nor take an act out of the state in which it was done, or across one
 * that it comes after: the fold would lose it. It may take one back to where it was told: what a mistyped time overtook
 * was done before it.
 */
export function misplaced(circumstances: Ordering, target: Event, next: Json): Objection {
  const happenedAt = next as unknown as HappenedAt; // made by valueOf
  if (happenedAt.at > `${target.recordedAt.slice(0, 23)}Z`) return afterRecord(target, happenedAt);
  const events = circumstances.history();
  const before = inEffect(events);
  const correction = moved(target, next);
  const after = inEffect([...events, correction]).filter(
    (one) => one.eventId !== correction.eventId,
  );
  const [opening] = after;
  const broken =
    after.some(
      ({ type, effectiveAt }) => type !== FACT_CORRECTED && effectiveAt < opening.effectiveAt,
    ) || isOutOfOrder(after, { ...circumstances, before });
  return broken && 'happened-before-previous';
}

function afterRecord({ recordedAt }: Event, { at, zone }: HappenedAt): Objection {
  const detail = { expected: localDate(recordedAt, zone), found: localDate(at, zone) };
  return { code: 'happened-after-record', detail };
}

/** The correction as it would be known: it moves nothing itself, and says neither organ nor level. */
export function moved({ change: _, organ: __, level: ___, ...target }: Event, next: Json): Event {
  const data = { targetEventId: target.eventId, field: 'happenedAt', new: next };
  return { ...target, eventId: '', version: Infinity, type: FACT_CORRECTED, data };
}

/**
 * One overtakes another as it did not before: an act of the same clock, one that it comes after, or so that it or the
 * other stands elsewhere.
 */
function isOutOfOrder(
  after: readonly Effective[],
  { before, comesAfter, isOfAny }: { before: readonly Effective[] } & Ordering,
): boolean {
  const [places, earlier] = [after, before].map((events) => placesIn(events, isOfAny));
  const known = new Set(overtakings(before).map(keyOf));
  const moving = movingIn(before);
  return overtakings(after)
    .filter((pair) => !known.has(keyOf(pair)))
    .some(
      ([one, other]) =>
        (clockOf(one) !== undefined && clockOf(one) === clockOf(other)) ||
        comesAfter(one, other) ||
        ([one, other].some(({ eventId }) => moving.has(eventId)) &&
          [one, other].some(({ eventId }) => places[eventId] !== earlier[eventId])),
    );
}

type Pair = readonly [Effective, Effective];

const keyOf = ([one, other]: Pair) => `${one.eventId} ${other.eventId}`;

/** What stands before something that was told earlier. */
function overtakings(events: readonly Effective[]): readonly Pair[] {
  return events.flatMap((other, index) =>
    events
      .slice(0, index)
      .filter((one) => one.version > other.version)
      .map((one): Pair => [one, other]),
  );
}

/** What changes the state, or at which organ or level the matter is: as it was told, each says the last two. */
function movingIn(events: readonly Effective[]): ReadonlySet<string> {
  let last = '';
  const told = events.toSorted((one, other) => one.version - other.version);
  const moving = told.filter((event) => {
    const place = placeOf(event) ?? last;
    const isMoved = event.change !== undefined || place !== last;
    last = place;
    return isMoved;
  });
  return new Set(moving.map(({ eventId }) => eventId));
}

/** In which state, at which organ and level each event stands. */
function placesIn(
  events: readonly Effective[],
  isOfAny: Ordering['isOfAny'],
): { readonly [eventId: string]: string } {
  let [state, place] = ['', ''];
  return Object.fromEntries(
    events.map((event) => {
      const isBound = isOfState(event) && !isOfAny(event, state);
      const entry = [event.eventId, isBound ? `${place} ${state}` : place] as const;
      state = event.change?.to ?? state;
      place = placeOf(event) ?? place;
      return entry;
    }),
  );
}

function placeOf({ organ, level }: Event): string | undefined {
  return organ && `${organ} ${level}`;
}

function isOfState(event: Event): boolean {
  return clockOf(event) === undefined && event.type !== FACT_CORRECTED;
}

/** The acts of a clock belong to no state, but follow one another. */
function clockOf({ type, data }: Event): string | undefined {
  return CLOCK_ACT.test(type) ? String(data.obligation) : undefined;
}

const CLOCK_ACT = /^(Extension|Clock)/;

/** A time as the log has it; of another field the value itself. */
export function valueOf(field: string, value: Json, zone: string): Json {
  return field === 'happenedAt' ? { ...begun(timeOf(value, zone, happenedAtOf)) } : value;
}

/** Of any year: a mistyped one is what is to be corrected. */
export function standingOf(field: string, value: Json, zone: string): Json {
  return field === 'happenedAt' ? { ...timeOf(value, zone, happenedAtOfAnyYear) } : value;
}

function timeOf(value: Json, zone: string, read: typeof happenedAtOf): HappenedAt {
  if (typeof value === 'string') return read(value, zone);
  const { at, zone: other, precision } = Object(value) as Partial<HappenedAt>; // checked on the next lines
  if (typeof at !== 'string' || typeof other !== 'string') throw new NotATime(canonical(value));
  if (precision !== 'ms' && precision !== 'minute' && precision !== 'day')
    throw new NotATime(canonical(value));
  if (!isZone(other)) throw new NotATime(other, 'an IANA time zone such as Asia/Shanghai');
  if (read(at, other).at !== at) throw new NotATime(at);
  return { at, zone: other, precision };
}

/** Days are compared by their begin: one that begins elsewhere than its zone has it lies between two. */
function begun(time: HappenedAt): HappenedAt {
  const { at, zone, precision } = time;
  if (BEGIN[precision](at, zone) === at) return time;
  throw new NotATime(at, `the begin of a ${precision} in ${zone}`);
}

const BEGIN = {
  ms: (at: string) => at,
  minute: (at: string) => `${at.slice(0, 'YYYY-MM-DDThh:mm'.length)}:00.000Z`,
  day: (at: string, zone: string) => dayStart(localDate(at, zone), zone),
};
