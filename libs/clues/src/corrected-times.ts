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
import type { Objection } from '@cluetrail/workflow';

/**
 * A corrected time may not lie after its record, nor take an act out of the state in which it was done: the fold would
 * lose it. It may take one back to where it was told: what a mistyped time overtook was done before it.
 */
export function misplaced(events: readonly Event[], target: Event, next: Json): Objection {
  const happenedAt = next as unknown as HappenedAt; // made by valueOf
  if (happenedAt.at > `${target.recordedAt.slice(0, 23)}Z`) return afterRecord(target, happenedAt);
  const before = inEffect(events);
  const after = inEffect([...events, moved(target, happenedAt)]);
  const [opening] = after;
  const broken =
    after.some(
      ({ type, effectiveAt }) => type !== FACT_CORRECTED && effectiveAt < opening.effectiveAt,
    ) || isOutOfOrder(after, before);
  return broken && 'happened-before-previous';
}

function afterRecord({ recordedAt }: Event, { at, zone }: HappenedAt): Objection {
  const detail = { expected: localDate(recordedAt, zone), found: localDate(at, zone) };
  return { code: 'happened-after-record', detail };
}

/** The correction as it would be known. */
function moved({ change: _, ...target }: Event, happenedAt: HappenedAt): Event {
  const data = { targetEventId: target.eventId, field: 'happenedAt', new: { ...happenedAt } };
  return { ...target, eventId: '', version: Infinity, type: FACT_CORRECTED, data };
}

/** One overtakes another as it did not before: of the acts of a clock, or so that it or the other is in another state. */
function isOutOfOrder(after: readonly Effective[], before: readonly Effective[]): boolean {
  const [states, earlier] = [statesAt(after), statesAt(before)];
  const known = new Set(overtakings(before).map(keyOf));
  return overtakings(after).some(
    (pair) =>
      !known.has(keyOf(pair)) &&
      (clockOf(pair[0]) !== undefined ||
        pair.some(({ eventId }) => states[eventId] !== earlier[eventId])),
  );
}

type Pair = readonly [Effective, Effective];

const keyOf = ([one, other]: Pair) => `${one.eventId} ${other.eventId}`;

/** What stands before something that was told earlier: of acts of one clock, and of others where one changes the state. */
function overtakings(events: readonly Effective[]): readonly Pair[] {
  const acts = events.filter(({ type }) => type !== FACT_CORRECTED);
  return acts.flatMap((other, index) =>
    acts
      .slice(0, index)
      .filter((one) => one.version > other.version && clockOf(one) === clockOf(other))
      .filter((one) => clockOf(one) !== undefined || one.change || other.change)
      .map((one): Pair => [one, other]),
  );
}

/** In which state each event stands. */
function statesAt(events: readonly Effective[]): { readonly [eventId: string]: string } {
  let state = '';
  return Object.fromEntries(
    events.map(({ eventId, change }) => {
      const entry = [eventId, state] as const;
      state = change?.to ?? state;
      return entry;
    }),
  );
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
