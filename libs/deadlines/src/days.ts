/** Days since 1970-01-01 as whole numbers: local dates without a zone, cheap to add and to compare. */
export type EpochDay = number;

/** What a date should have been. */
export class NotADate extends Error {
  constructor(readonly found: string) {
    super(`expected a date YYYY-MM-DD, found ${JSON.stringify(found)}`);
  }
}

/** Throws {@link NotADate}. */
export function epochDayOf(date: string): EpochDay {
  const millis = DATE.test(date) ? Date.parse(date) : Number.NaN;
  // Date.parse rolls 2021-02-30 over into March: the day must come back as it was written.
  if (Number.isNaN(millis) || new Date(millis).getUTCDate() !== Number(date.slice(8)))
    throw new NotADate(date);
  return millis / DAY_MS;
}

/** No day before 0000-01-01 or after 9999-12-31: such a day is told as that one. */
export function dateOf(day: EpochDay): string {
  const bounded = Math.min(Math.max(day, FIRST_DAY), LAST_DAY);
  return new Date(bounded * DAY_MS).toISOString().slice(0, 10);
}

/** Local days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return epochDayOf(to) - epochDayOf(from);
}

/** The same day number `months` later, or the last day of that month where there is none. */
export function addMonths(day: EpochDay, months: number): EpochDay {
  const from = new Date(day * DAY_MS);
  const month = from.getUTCMonth() + months;
  const year = from.getUTCFullYear();
  const last = new Date(utc(year, month + 1, 0)).getUTCDate();
  return utc(year, month, Math.min(from.getUTCDate(), last)) / DAY_MS;
}

// Date.UTC would take the years 0 to 99 for those from 1900 on.
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

/** 0 = Sunday … 6 = Saturday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: EpochDay): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function yearOf(day: EpochDay): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('0000-01-01') / DAY_MS;
/** 9999-12-31: later dates have no text that compares. */
export const LAST_DAY: EpochDay = Date.parse('9999-12-31') / DAY_MS;
