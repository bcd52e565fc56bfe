import type { Data, Event } from '@cluetrail/event-sourcing';

/** A further command that follows from an event. Its id derives from the event and the step: safe to repeat. */
export interface FollowUp {
  readonly step: string;
  readonly kind: string;
  readonly stream: string;
  readonly command: string;
  readonly input: object;
  /** Entered first; the command follows from where it got. Owed only where the procedure of the event has the command. */
  readonly entry?: Entry;
}

/** A line of a register: a stream that holds nothing but lines of one type. */
export interface Entry {
  readonly stream: string;
  readonly type: string;
  readonly data: Data;
  /** The field of the command's input that takes the place of the line in its register, from 1. */
  readonly field: string;
}

/** Holds no truth of its own: events in, follow-ups out. Acts as `system:<name>`. */
export interface ProcessManager {
  readonly name: string;
  /** `earlier` = the events that stand before it on its stream, in order of version. */
  readonly on: {
    readonly [type: string]: (event: Event, earlier?: readonly Event[]) => readonly FollowUp[];
  };
}
