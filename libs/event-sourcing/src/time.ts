import { Temporal } from 'temporal-polyfill';
import type { HappenedAt } from './event.js';

/** What a time in a request should have been. */
export class NotATime extends Error {
  constructor(readonly found: string) {
    super(`expected an RFC 3339 instant with offset, or a date, found ${JSON.stringify(found)}`);
  }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
// Hours end at 23: Date.parse would take 24:00 for the next day, RFC 3339 has no such hour.
const MINUTE = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}(Z|[+-]\d{2}:\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}:\d{2}([.]\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** A date → `day`, a time without seconds → `minute`, else `ms`. Throws {@link NotATime}. */
export function happenedAtOf(text: string, zone: string): HappenedAt {
  if (DATE.test(text)) return { at: dayStart(dateOf(text), zone), zone, precision: 'day' };
  if (MINUTE.test(text))
    return {
      at: instant(text.replace(/(Z|[+-]\d{2}:\d{2})$/, ':00$1')),
      zone,
      precision: 'minute',
    };
  return { at: instant(text), zone, precision: 'ms' };
}

/** `asOf`: RFC 3339 UTC with 3 decimals; a date means the last millisecond of that day in `zone`. Throws {@link NotATime}. */
export function asOfOf(text: string, zone: string): string {
  return DATE.test(text) ? dayEnd(dateOf(text), zone) : instant(text);
}

/** `knownAt`: the same with 6 decimals, to compare with `recordedAt` as text. Throws {@link NotATime}. */
export function knownAtOf(text: string, zone: string): string {
  if (DATE.test(text)) return `${dayEnd(dateOf(text), zone).slice(0, -1)}999Z`;
  const finer = /[.]\d{3}(\d{1,3})\d*(?:Z|[+-])/.exec(text)?.[1] ?? '';
  return `${instant(text).slice(0, -1)}${finer.padEnd(3, '0')}Z`;
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDate(at: string, zone: string): string {
  return formatOf(zone).format(Date.parse(at));
}

/** The instant at which a local day begins (also where midnight is skipped by a clock change). */
export function dayStart(date: string, zone: string): string {
  const begin = Temporal.PlainDate.from(date).toZonedDateTime(zone).startOfDay();
  return utc(begin.epochMilliseconds, date);
}

/** The last millisecond of a local day: what a due in days, months or working days means. */
export function dayEnd(date: string, zone: string): string {
  const next = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).startOfDay();
  return utc(next.epochMilliseconds - 1, date);
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
  if (at.length !== 24) throw new NotATime(text);
  return at;
}

function dateOf(text: string): string {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    throw new NotATime(text);
  }
}
