import { type Axes, type Effective, type Event, inEffect, merged } from '@cluetrail/event-sourcing';
import { type Obligation, obligations } from '@cluetrail/deadlines';
import type { Procedure } from '@cluetrail/workflow';
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

export interface ClocksAsked {
  readonly procedure: Procedure;
  readonly events: readonly Effective[];
  /** RFC 3339 UTC. */
  readonly asOf: string;
}
