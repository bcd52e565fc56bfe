import { type Axes, type Effective, type Event, inEffect, merged } from '@cluetrail/event-sourcing';
import { type ClockAct, clockActs, type Obligation, obligations } from '@cluetrail/deadlines';
import type { Procedure } from '@cluetrail/workflow';
import { type Feature, featureOf } from './feature.js';
import { linkedIn, type Links } from './links.js';
import type { Loaded } from './loaded-streams.js';
import type { ReferenceData } from './reference-data.js';

/** The events of an instance (first) and of the streams that it is linked with, at (T, K), in the order of folding. */
export function together(streams: readonly (readonly Event[])[], axes: Axes = {}): Effective[] {
  return merged(streams.map((events) => inEffect(events, axes)));
}

/** The clocks that these events have started, under the procedure that the instance is pinned to. */
export function clocksOf(
  references: ReferenceData,
  { procedure, events, asOf }: ClocksAsked,
): readonly Obligation[] {
  return obligations({
    events,
    rules: procedure.obligations,
    places: references.places(procedure.zone),
    asOf,
  });
}

/** The clocks that an instance has started, as those tell them that link it; undefined where none does. */
export function clocksTold(
  references: ReferenceData,
  { own, linking, ...asked }: ClocksLinked,
): readonly Obligation[] | undefined {
  if (linking.length === 0) return undefined;
  const started = new Set(own.events.map(({ eventId }) => eventId));
  return linking
    .map((streams) => together(streams.map(({ events }) => events)))
    .flatMap((events) => clocksOf(references, { ...asked, events }))
    .filter(({ startEventId }) => started.has(startEventId));
}

interface ClocksLinked extends Omit<ClocksAsked, 'events'>, Pick<Links, 'linking'> {
  readonly own: Loaded;
}

export interface ClocksAsked {
  readonly procedure: Procedure;
  readonly events: readonly Effective[];
  /** RFC 3339 UTC; absent = by all of them. */
  readonly asOf?: string;
}

/** What became of the clocks of an instance, by its events and those of what it is linked with. */
export function clockActsOf(
  { references, features }: { references: ReferenceData; features: readonly Feature[] },
  { stream, eventsOf }: ActsAsked,
): readonly ClockAct[] {
  const own = eventsOf(stream);
  const { basis } = own[0] ?? {};
  const pinned = basis && references.procedure(basis.procedure, basis.version);
  if (!pinned) return [];
  const feature = featureOf(features, stream);
  const linked = feature ? linkedIn(feature, own) : [];
  return clockActs({
    events: together([own, ...linked.map(eventsOf)]),
    rules: pinned.obligations,
    places: references.places(pinned.zone),
  });
}

export interface ActsAsked {
  readonly stream: string;
  /** Empty where they are not known. */
  eventsOf(stream: string): readonly Event[];
}
