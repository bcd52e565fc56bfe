import { Temporal } from 'temporal-polyfill';
import type { HappenedAt } from './event.js';

/** What a time in a request should have been. */
export class NotATime extends Error {
  constructor(
    readonly found: string,
    readonly expected = 'an RFC 3339 instant with offset, or a date',
  ) {
    super(`expected ${expected}, found ${JSON.stringify(found)}`);
  }
}

/** A time like any, but no clue is of that year: somebody mistyped it. */
export class OutOfYears extends NotATime {}

const FIRST_INSTANT = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z');
const DATE_LENGTH = 'YYYY-MM-DD'.length;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
// Hours end at 23: Date.parse would take 24:00 for the next day, RFC 3339 has no such hour.
const MINUTE = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}(Z|[+-]\d{2}:\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}:\d{2}([.]\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Years taken from outside: below lie typing errors (0202), above there is no room for what is counted from them. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 9998;

/** What a date or time whose year nobody means should have been; undefined where its year will do. */
export function outOfYears(text: string): string | undefined {
  const year = Number(/^(\d{4})-/.exec(text)?.[1] ?? FIRST_YEAR);
  if (year < FIRST_YEAR) return `a time from ${FIRST_YEAR} on`;
  return year > LAST_YEAR ? `a time before ${LAST_YEAR + 1}` : undefined;
}

/**
 * A date → `day`, a time without seconds → `minute`, else `ms`. Throws {@link NotATime}, and {@link OutOfYears} for a
 * year before 1900 or after 9998.
 */
export function happenedAtOf(text: string, zone: string): HappenedAt {
  return withinYears(text, happenedAtOfAnyYear(text, zone));
}

/** The same for what stands already: logs hold mistyped years. Throws {@link NotATime}. */
export function happenedAtOfAnyYear(text: string, zone: string): HappenedAt {
  if (DATE.test(text)) return { at: dayStart(dateOf(text), zone), zone, precision: 'day' };
  if (MINUTE.test(text))
    return {
      at: instant(text.replace(/(Z|[+-]\d{2}:\d{2})$/, ':00$1')),
      zone,
      precision: 'minute',
    };
  return { at: instant(text), zone, precision: 'ms' };
}

/**
 * `asOf`: RFC 3339 UTC with 3 decimals; a date means the last millisecond of that day in `zone`. Throws
 * {@link NotATime}, and {@link OutOfYears} for a year before 1900 or after 9998.
 */
export function asOfOf(text: string, zone: string): string {
  return withinYears(text, DATE.test(text) ? dayEnd(dateOf(text), zone) : instant(text));
}

/** `knownAt`: the same with 6 decimals, to compare with `recordedAt` as text. Throws likewise. */
export function knownAtOf(text: string, zone: string): string {
  return withinYears(text, toTheMicrosecond(text, zone));
}

/** The local date of an instant, `YYYY-MM-DD`; beyond the years of four digits, the first or last day of them. */
export function localDate(at: string, zone: string): string {
  const date = formatOf(zone).format(Date.parse(at));
  return date.length === DATE_LENGTH && at >= '1000' ? date : farDate(at, zone);
}

// Intl writes 202 for the year 0202, and knows no year 0.
function farDate(at: string, zone: string): string {
  const date = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();
  if (date.length === DATE_LENGTH) return date;
  return date.startsWith('-') ? '0000-01-01' : '9999-12-31';
}

function withinYears<T>(text: string, found: T): T {
  const expected = outOfYears(text);
  if (expected !== undefined) throw new OutOfYears(text, expected);
  return found;
}

function toTheMicrosecond(text: string, zone: string): string {
  if (DATE.test(text)) return `${dayEnd(dateOf(text), zone).slice(0, -1)}999Z`;
  const finer = /[.]\d{3}(\d{1,3})\d*(?:Z|[+-])/.exec(text)?.[1] ?? '';
  return `${instant(text).slice(0, -1)}${finer.padEnd(3, '0')}Z`;
}

/** The instant at which a local day begins (also where midnight is skipped by a clock change). */
export function dayStart(date: string, zone: string): string {
  const begin = Temporal.PlainDate.from(date).toZonedDateTime(zone).startOfDay();
  return utc(begin.epochMilliseconds, date);
}

/**
 * The last millisecond of a local day: what a due in days, months or working days means. No later than that of 9999
 * in UTC: see {@link boundedInstant}.
 */
export function dayEnd(date: string, zone: string): string {
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).startOfDay();
  return boundedInstant(next.epochMilliseconds - 1);
}

/** RFC 3339 UTC with 3 decimals; beyond the years of four digits, which alone compare as text, their first or last one. */
export function boundedInstant(millis: number): string {
  return new Date(Math.min(Math.max(millis, FIRST_INSTANT), LAST_INSTANT)).toISOString();
}

/** True for IANA names; an offset such as `+08:00` is no zone, since it knows no clock changes. */
export function isZone(zone: string): boolean {
  if (/^[+-]/.test(zone)) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
}

function instant(text: string): string {
  const millis = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse rolls 2021-02-30 over into March: the date must come back as it was written.
  if (Number.isNaN(millis)) throw new NotATime(text);
  dateOf(text.slice(0, 10));
  return utc(millis, text);
}

/** Instants are compared as text, which holds only for years of four digits. */
function utc(millis: number, text: string): string {
  const at = new Date(millis).toISOString();
  if (at.length !== 24) throw new OutOfYears(text, outOfYears(text));
  return at;
}

function dateOf(text: string): string {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    throw new NotATime(text);
  }
}
