import type { Event } from '@cluetrail/event-sourcing';

/** A further command that follows from an event. Its id derives from the event and the step: safe to repeat. */
export interface FollowUp {
  readonly step: string;
  readonly kind: string;
  readonly stream: string;
  readonly command: string;
  readonly input: object;
}

/** Holds no truth of its own: events in, follow-ups out. Acts as `system:<name>`. */
export interface ProcessManager {
  readonly name: string;
  readonly on: { readonly [type: string]: (event: Event) => readonly FollowUp[] };
}
