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
 * lose it.
 */
export function misplaced(events: readonly Event[], target: Event, next: Json): Objection {
  const happenedAt = next as unknown as HappenedAt; // made by valueOf
  if (happenedAt.at > `${target.recordedAt.slice(0, 23)}Z`) return 'happened-in-future';
  const before = inEffect(events);
  const after = inEffect([...events, moved(target, happenedAt)]);
  const [opening] = after;
  const broken =
    after.some(
      ({ type, effectiveAt }) => type !== FACT_CORRECTED && effectiveAt < opening.effectiveAt,
    ) || canonical(statesAt(after)) !== canonical(statesAt(before));
  return broken && 'happened-before-previous';
}

/** The correction as it would be known. */
function moved({ change: _, ...target }: Event, happenedAt: HappenedAt): Event {
  const data = { targetEventId: target.eventId, field: 'happenedAt', new: { ...happenedAt } };
  return { ...target, eventId: '', version: Infinity, type: FACT_CORRECTED, data };
}

/** In which state each act was done; the acts of a clock belong to no state, but follow one another. */
function statesAt(events: readonly Effective[]): { readonly [eventId: string]: string } {
  const states: Record<string, string> = {};
  const ofClock: Record<string, number> = {};
  let state = '';
  for (const { eventId, type, change, data } of events) {
    const clock = CLOCK_ACT.test(type) && String(data.obligation);
    if (clock) states[eventId] = `${clock} ${(ofClock[clock] = (ofClock[clock] ?? 0) + 1)}`;
    else if (type !== FACT_CORRECTED) states[eventId] = state;
    state = change?.to ?? state;
  }
  return states;
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
