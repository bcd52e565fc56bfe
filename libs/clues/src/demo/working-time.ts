import { calendarOf } from '@cluetrail/deadlines';

export const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Shanghai knows no summer time. */
const OFFSET = 8 * HOUR;
const OPENS = 9 * HOUR;
/** Length of the working hours: until 17 o'clock. */
export const WORKING_HOURS = 8 * HOUR;

/** The same moment if it lies within working hours, else 9 o'clock of the next time that work begins. */
export function workingTime(at: number): number {
  const opens = workingDay(at);
  if (at <= opens) return opens;
  return at <= opens + WORKING_HOURS ? at : workingDay(opens + DAY);
}

/** 9 o'clock in Shanghai on that day, or on the next working day. */
export function workingDay(at: number): number {
  const calendar = calendarOf('CN');
  let day = Math.floor((at + OFFSET) / DAY);
  while (!calendar.at(day).working) day += 1;
  return day * DAY - OFFSET + OPENS;
}

export function localDay(at: number): string {
  return new Date(at + OFFSET).toISOString().slice(0, 10);
}
