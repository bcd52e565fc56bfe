import type { Calendar } from './calendar.js';
import { addMonths, dateOf, type EpochDay, epochDayOf, LAST_DAY } from './days.js';
import type { CalendarDay, Words } from './year-days.js';

/** W = working days, d = days, M = months, h = hours. */
export type Unit = 'W' | 'd' | 'M' | 'h';

export interface Period {
  readonly count: number;
  readonly unit: Unit;
}

/** What a period should have been. */
export class NotAPeriod extends Error {
  constructor(readonly found: string) {
    super(
      `expected a period of 1 to 9999 working days, days, months or hours like 5W, 10d, 2M, 3h, found ${JSON.stringify(found)}`,
    );
  }
}

/** A day that is not counted, or on which a period cannot end. */
export interface SkippedDay {
  readonly on: string;
  readonly why: Words;
  readonly kind: CalendarDay['kind'];
}

export interface Added {
  readonly dueOn: string;
  /** True when a day that was looked at lies in a year whose days are not known, or the end beyond 9999-12-31. */
  readonly provisional: boolean;
  readonly skipped: readonly SkippedDay[];
  /** Weekend days that counted because they are worked. */
  readonly makeUp: readonly SkippedDay[];
  /** Where a period in days or months would have ended, when that is a day off. */
  readonly rolledFrom?: string;
}

/** Throws {@link NotAPeriod}. */
export function parsePeriod(text: string): Period {
  const [, count, unit] = /^([1-9]\d{0,3})([WdMh])$/.exec(text) ?? [];
  if (!unit) throw new NotAPeriod(text);
  return { count: Number(count), unit: unit as Unit }; // the pattern admits these letters only
}

/**
 * The day on which a period ends; `startDate` is not counted. W counts working days. M ends on the same day number
 * of the target month, or its last day. With `roll`, d and M that end on a day off end on the next working day.
 * What ends after 9999 ends on its last day, provisionally. Hours have no day: they throw. Results are shared: never change them. Source: 民法典 Art. 201 to 203.
 */
export function addPeriod(
  startDate: string,
  period: Period,
  calendar: Calendar,
  { roll }: { readonly roll: boolean },
): Added {
  const key = `${startDate}${period.count}${period.unit}${roll ? '>' : ''}`;
  const cache = cacheOf(calendar);
  const known = cache.get(key);
  if (known) return known;
  const added = counted(epochDayOf(startDate), period, calendar, roll);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(key, added);
  return added;
}

/** Working days after `from` up to and including `to`. */
export function workingDaysBetween(
  from: string,
  to: string,
  calendar: Calendar,
): { readonly count: number; readonly provisional: boolean } {
  let count = 0;
  let provisional = false;
  const last = epochDayOf(to);
  for (let day = epochDayOf(from) + 1; day <= last; day++) {
    const { working, provisional: open } = calendar.at(day);
    if (working) count++;
    provisional ||= open;
  }
  return { count, provisional };
}

/** The first day from which no more than `count` working days are left until the end of `dueOn`. */
export function workingDaysBefore(dueOn: string, count: number, calendar: Calendar): string {
  let day = epochDayOf(dueOn);
  for (let left = count; ; day--) if (calendar.at(day).working && left-- === 0) return dateOf(day);
}

// The days of a register repeat: 23 years of starts times a few periods stay below this.
const CACHE_SIZE = 50_000;
const caches = new WeakMap<Calendar, Map<string, Added>>();

function cacheOf(calendar: Calendar): Map<string, Added> {
  const known = caches.get(calendar) ?? new Map<string, Added>();
  caches.set(calendar, known);
  return known;
}

function counted(start: EpochDay, period: Period, calendar: Calendar, roll: boolean): Added {
  const { count, unit } = period;
  switch (unit) {
    case 'W':
      return workingDays(start, count, calendar);
    case 'd':
      return calendarPeriod(start + count, calendar, roll);
    case 'M':
      return calendarPeriod(addMonths(start, count), calendar, roll);
    case 'h':
      throw new Error(`expected a period in days, months or working days, found ${count} hours`);
    default:
      throw new Error(`unreachable: ${unit satisfies never}`);
  }
}

function workingDays(start: EpochDay, count: number, calendar: Calendar): Added {
  const skipped: SkippedDay[] = [];
  const makeUp: SkippedDay[] = [];
  let provisional = false;
  let day = start;
  let left = count;
  while (left > 0 && day < LAST_DAY) {
    const found = calendar.at(++day);
    provisional ||= found.provisional;
    if (found.working) left--;
    if (!found.working) skipped.push(named(day, found));
    else if (found.kind === 'make-up') makeUp.push(named(day, found));
  }
  return { dueOn: dateOf(day), provisional: provisional || left > 0, skipped, makeUp };
}

function calendarPeriod(end: EpochDay, calendar: Calendar, roll: boolean): Added {
  if (end > LAST_DAY)
    return { dueOn: dateOf(LAST_DAY), provisional: true, skipped: [], makeUp: [] };
  if (!roll) return { dueOn: dateOf(end), provisional: false, skipped: [], makeUp: [] };
  const first = calendar.at(end);
  if (first.working)
    return { dueOn: dateOf(end), provisional: first.provisional, skipped: [], makeUp: [] };
  const rolled = workingDays(end, 1, calendar);
  return {
    ...rolled,
    provisional: first.provisional || rolled.provisional,
    skipped: [named(end, first), ...rolled.skipped],
    rolledFrom: dateOf(end),
  };
}

function named(day: EpochDay, { name = OFF, kind }: CalendarDay): SkippedDay {
  return { on: dateOf(day), why: name, kind };
}

const OFF: Words = { en: 'day off', zh: '休息日' };
