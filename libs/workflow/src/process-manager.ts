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

/** A command that may follow from an event, as far as the procedure alone tells. */
export interface Given {
  readonly kind: string;
  readonly command: string;
  /** It opens the instance. */
  readonly opens?: true;
  /** Whatever becomes of the instance meanwhile. */
  readonly anywhere?: true;
  /** Wherever of these states the instance is: those into which something comes under the procedure. */
  readonly in?: readonly string[];
  /** Only where the event leads into this state. */
  readonly into?: string;
  /** It leads back to where the instance was before these, as its event says in `state`. */
  readonly undoes?: readonly string[];
  /** What leads to it may also happen under another procedure. */
  readonly elsewhere?: true;
  /** It has an entry: a procedure may do without it. */
  readonly entered?: true;
}

/** Holds no truth of its own: events in, follow-ups out. Acts as `system:<name>`. */
export interface ProcessManager {
  readonly name: string;
  /** By what leads to it, all that `on` may ever answer: what a procedure has to provide for. */
  readonly gives: { readonly [type: string]: readonly Given[] };
  /** `earlier` = the events that stand before it on its stream, in order of version. */
  readonly on: {
    readonly [type: string]: (event: Event, earlier?: readonly Event[]) => readonly FollowUp[];
  };
}

/** What acts beside people. */
export type Answering = Pick<ProcessManager, 'gives'>;

/** All that processes give in answer to an event that leads into this state. */
export function givenAt(
  processes: readonly Answering[],
  { event, into }: { readonly event: string; readonly into: string },
): readonly Given[] {
  return processes
    .flatMap(({ gives }) => gives[event] ?? [])
    .filter((given) => given.into === undefined || given.into === into);
}

/** All that processes may give whatever this procedure says. */
export function givenElsewhere(processes: readonly Answering[]): readonly Given[] {
  return processes
    .flatMap(({ gives }) => Object.values(gives).flat())
    .filter(({ elsewhere }) => elsewhere);
}

export function nameOf({ kind, command }: Pick<Given, 'kind' | 'command'>): string {
  return `${kind} ${command}`;
}
