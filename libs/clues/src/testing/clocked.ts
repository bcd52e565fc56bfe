import { type Event, inEffect, merged } from '@cluetrail/event-sourcing';
import { calendarOf, type History } from '@cluetrail/deadlines';
import type { Procedure } from '@cluetrail/workflow';
import { ZONE } from './office.js';

/** An instance (first) with what it is linked with, as its clocks are asked; all organs lie in one place. */
export function clocked(
  streams: readonly (readonly Event[])[],
  { obligations: rules }: Pick<Procedure, 'obligations'>,
): History {
  const places = () => ({ calendar: calendarOf('CN'), zone: ZONE });
  return { events: merged(streams.map((events) => inEffect(events))), rules, places };
}

/** The events of a stream, and what else is told there. */
export function withTold(events: readonly Event[], told?: Event): readonly Event[] {
  return told && told.stream === events[0]?.stream ? [...events, told] : events;
}
