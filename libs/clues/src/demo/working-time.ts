import { calendarOf } from '@cluetrail/deadlines';

export const DAY = 86_400_000;
/** Shanghai knows no summer time. */
const OFFSET = 8 * 3_600_000;

/** 9 o'clock in Shanghai on that day, or on the next working day; the same moment if it lies within working hours. */
export function workingDay(at: number): number {
  const calendar = calendarOf('CN');
  let day = Math.floor((at + OFFSET) / DAY);
  let moved = false;
  while (!calendar.at(day).working) {
    day += 1;
    moved = true;
  }
  const opens = day * DAY - OFFSET + 9 * 3_600_000;
  return moved || at < opens ? opens : at > opens + 8 * 3_600_000 ? workingDay(opens + DAY) : at;
}

export function localDay(at: number): string {
  return new Date(at + OFFSET).toISOString().slice(0, 10);
}
