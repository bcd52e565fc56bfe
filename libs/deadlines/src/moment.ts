import { boundedInstant, dayEnd, localDate } from '@cluetrail/event-sourcing';
import type { Calendar } from './calendar.js';
import { daysBetween } from './days.js';
import type { CountedStep } from './obligation.js';
import { addPeriod, type Period, workingDaysBetween } from './period.js';

/** Where the organ is that owes the act. */
export interface Place {
  readonly calendar: Calendar;
  readonly zone: string;
}

/** An instant and its local day. */
export interface Moment {
  readonly at: string;
  readonly on: string;
}

/** A period, or the time for which a clock in hours stood still. */
export type Span = Period | { readonly count: number; readonly unit: 'ms' };

export function momentOf(at: string, { zone }: Place): Moment {
  return { at: at.length === INSTANT_LENGTH ? at : bounded(at), on: localDate(at, zone) };
}

/** Days, months and working days go from local day to the end of a local day; hours go from instant to instant. */
export function advanced(
  from: Moment,
  span: Span,
  { place, roll }: { readonly place: Place; readonly roll: boolean },
): { readonly to: Moment; readonly step: CountedStep } {
  const period = `${span.count}${span.unit}`;
  if (span.unit === 'h' || span.unit === 'ms') {
    const millis = span.unit === 'h' ? span.count * HOUR_MS : span.count;
    const end = Date.parse(from.at) + millis;
    const to = momentOf(boundedInstant(end), place);
    const exact = { provisional: end !== Date.parse(to.at), skipped: [], makeUp: [] };
    return {
      to,
      step: { kind: 'counted', from: from.at, period, dueOn: to.on, due: to.at, ...exact },
    };
  }
  const added = addPeriod(from.on, span, place.calendar, { roll });
  const to = { at: endOf(added.dueOn, place.zone), on: added.dueOn };
  return { to, step: { kind: 'counted', from: from.on, period, due: to.at, ...added } };
}

/** How long a clock in `unit` stood still: working days, local days, or for hours the time itself. */
export function stoodStill(
  since: Moment,
  until: Moment,
  { place, unit }: { readonly place: Place; readonly unit: Period['unit'] },
): { readonly span: Span; readonly days: number; readonly provisional: boolean } {
  const days = daysBetween(since.on, until.on);
  if (unit === 'W') {
    const { count, provisional } = workingDaysBetween(since.on, until.on, place.calendar);
    return { span: { count, unit }, days: count, provisional };
  }
  const span: Span =
    unit === 'h'
      ? { count: Date.parse(until.at) - Date.parse(since.at), unit: 'ms' }
      : { count: days, unit: 'd' };
  return { span, days, provisional: false };
}

/** The end of a local day; remembered, since time zone rules are slow to ask. */
export function endOf(on: string, zone: string): string {
  const key = `${on}${zone}`;
  const known = ends.get(key);
  if (known) return known;
  if (ends.size >= ENDS_SIZE) ends.clear();
  const end = dayEnd(on, zone);
  ends.set(key, end);
  return end;
}

// Years of five digits or before 0 reached the log while imports let them in.
function bounded(at: string): string {
  return boundedInstant(Date.parse(at));
}

const INSTANT_LENGTH = 'YYYY-MM-DDTHH:MM:SS.mmmZ'.length;
const HOUR_MS = 3_600_000;
const ENDS_SIZE = 50_000;
const ends = new Map<string, string>();
