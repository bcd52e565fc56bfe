import {
  FACT_CORRECTED,
  noEarlier,
  type Event,
  type HappenedAt,
  type Refusal,
} from '@cluetrail/event-sourcing';
import { edgeOf, type Procedure } from './procedure.js';
import { doneBefore, type Circumstances, type Standing, type Transition } from './transition.js';
import { commandOf, type Workflow } from './workflow.js';

/**
 * happenedAt ≤ now, and whatever is done in a state happened while it held: no earlier than the state change before,
 * nor than the acts that the row answers or the procedure asks for before it. A correction speaks of other events: its own time orders nothing.
 */
export function inOrder(
  state: Standing,
  { event, before }: { readonly event: string; readonly before: readonly HappenedAt[] },
  { happenedAt, now }: Circumstances,
): Refusal | undefined {
  if (happenedAt.at > now)
    return { code: 'happened-in-future', detail: { expected: now, found: happenedAt.at } };
  if (event === FACT_CORRECTED) return undefined;
  const previous = [state.lastChange, ...before].find((one) => one && !noEarlier(happenedAt, one));
  if (!previous) return undefined;
  return {
    code: 'happened-before-previous',
    detail: { expected: previous.at, found: happenedAt.at },
  };
}

/**
 * What a process answers happens when its cause does, but in the state that it meets, and after what it comes after, to
 * the instant: a cause may tell its day alone, and be of another stream.
 */
export function whenAnswering(
  state: Standing,
  row: Pick<Transition, 'after'>,
  cause: HappenedAt,
): HappenedAt {
  return [state.lastChange, ...doneBefore(state, row)].reduce<HappenedAt>(
    (latest, one) => (one && one.at > latest.at ? one : latest),
    cause,
  );
}

/** The same of two events that are told already: what a correction of their times leaves in its order. */
export function comesAfter<S extends object>(
  { workflow, procedure }: { readonly workflow: Workflow<S>; readonly procedure: Procedure },
  [one, other]: readonly [Event, Event],
): boolean {
  const [command, earlier] = [one, other].map(({ type }) => commandOf(workflow, type));
  if (command === undefined || earlier === undefined) return false;
  const { after = [], renewed } = workflow.transitions[command];
  if (after === 'everything') return !workflow.transitions[earlier].aside;
  const needs = edgeOf(procedure, workflow.kind, command)?.needs?.flat() ?? [];
  if ([...after, ...needs].includes(earlier)) return true;
  return renewed === true && command === earlier && one.actor.personId === other.actor.personId;
}

/** Every event says where the instance is and at which level: what changes that comes after all others, or is lost. */
export function isLatest({ actsAt }: Standing, { happenedAt }: Circumstances): boolean {
  return Object.values(actsAt).every((one) => noEarlier(happenedAt, one));
}
