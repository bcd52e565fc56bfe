import type { Event, HappenedAt } from '../src/event.js';
import { dayStart } from '../src/time.js';

export const zone = 'Asia/Shanghai';

export const day = (date: string): HappenedAt => ({
  at: dayStart(date, zone),
  zone,
  precision: 'day',
});
export const minute = (at: string): HappenedAt => ({
  at: `${at}:00.000Z`,
  zone,
  precision: 'minute',
});
export const ms = (at: string): HappenedAt => ({ at, zone, precision: 'ms' });

/** A stream told in the order of recording: version n is recorded on the n-th of November at noon. */
export function stream(...told: (Pick<Event, 'type' | 'happenedAt'> & Partial<Event>)[]): Event[] {
  return told.map((event, index) => ({
    eventId: `${event.stream ?? 'clue-1'}/${event.type}`,
    stream: 'clue-1',
    version: index + 1,
    schemaVersion: 1,
    recordedAt: `2021-11-${String(index + 1).padStart(2, '0')}T04:00:00.000000Z`,
    actor: { personId: 'chen', role: 'officer' },
    correlationId: 'c',
    causationId: 'c',
    commandId: 'c',
    data: {},
    ...event,
  }));
}
export const change = { from: 'withUnit', to: 'verifying' };
export const types = (events: readonly Event[]) => events.map(({ type }) => type);

export const discovered = { type: 'ClueDiscovered', happenedAt: day('2021-10-11'), change };
