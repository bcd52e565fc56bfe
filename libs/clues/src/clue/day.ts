import { happenedAtOf, NotATime } from '@cluetrail/event-sourcing';

/** A day of the calendar from 1900 to 9998: `2026-11-24`. */
export function isDay(text: string): boolean {
  try {
    return happenedAtOf(text, 'UTC').precision === 'day';
  } catch (error) {
    if (error instanceof NotATime) return false;
    throw error;
  }
}
