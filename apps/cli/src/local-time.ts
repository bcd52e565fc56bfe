import { localDate } from '@cluetrail/event-sourcing';

/** Instants of an answer: RFC 3339 UTC. */
export const INSTANTS = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[.]\d{3,6}Z/g;

export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && value.replace(INSTANTS, '') === '' && value !== '';
}

/** `2026-10-10 09:30`, as the clock showed it in `zone`. */
export function localMinute(at: string, zone: string): string {
  return `${localDate(at, zone)} ${clockOf(zone).format(Date.parse(at))}`;
}

/** A due at the end of a day is that day; one in hours has its minute. */
export function localDue(at: string, zone: string): string {
  const minute = localMinute(at, zone);
  return minute.endsWith(' 23:59') ? minute.slice(0, 10) : minute;
}

/** From one local day to another, in calendar days. */
export function daysBetween(from: string, to: string, zone: string): number {
  return (Date.parse(localDate(to, zone)) - Date.parse(localDate(from, zone))) / 86_400_000;
}

/** Names the zones of the times once, above their table. */
export function zonesTold(zones: Iterable<string>): string {
  const names = [...new Set(zones)].sort();
  if (names.length === 0) return '';
  return names.length === 1
    ? `times in ${names[0]}`
    : `times in the zone of each row: ${names.join(', ')}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(timeZone, made);
  return made;
}
