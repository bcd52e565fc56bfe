import {
  FACT_CORRECTED,
  inEffect,
  noEarlier,
  type Data,
  type Effective,
  type Event,
  type HappenedAt,
  type Refusal,
} from '@cluetrail/event-sourcing';
import { edgeOf, type Procedure } from './procedure.js';
import { doneBefore, type Circumstances, type Standing, type Transition } from './transition.js';
import { commandOf, type Workflow } from './workflow.js';

/** What is to be told, and after what. */
interface Told {
  readonly event: string;
  readonly before: readonly HappenedAt[];
  /** The states in which it may be told, where it belongs to none of them. */
  readonly regardlessOf?: readonly string[];
}

/**
 * happenedAt ≤ now, and whatever is done in a state happened while it held: no earlier than the state change before,
 * nor than the acts that the row answers or the procedure asks for before it. A correction speaks of other events: its own time orders nothing.
 */
export function inOrder(
  state: Standing,
  { event, before, regardlessOf }: Told,
  { happenedAt, now, history }: Circumstances,
): Refusal | undefined {
  if (happenedAt.at > now)
    return { code: 'happened-in-future', detail: { expected: now, found: happenedAt.at } };
  if (event === FACT_CORRECTED) return undefined;
  const isLate = (one: HappenedAt | undefined) => one && !noEarlier(happenedAt, one);
  const isFree =
    regardlessOf !== undefined &&
    isLate(state.lastChange) &&
    hasStood(state, regardlessOf, { since: happenedAt, history });
  const previous = [isFree ? undefined : state.lastChange, ...before].find(isLate);
  if (!previous) return undefined;
  return {
    code: 'happened-before-previous',
    detail: { expected: previous.at, found: happenedAt.at },
  };
}

/** It was in one of these states all the time since, where it is now. */
function hasStood(
  { organ, level }: Standing,
  states: readonly string[],
  { since, history }: { readonly since: HappenedAt } & Pick<Circumstances, 'history'>,
): boolean {
  const events = inEffect(history());
  const told = (one: Effective) => one.organ !== undefined;
  const stood = events.filter((one) => one.effectiveAt <= since.at && told(one)).slice(-1);
  const later = events.filter(({ effectiveAt }) => effectiveAt > since.at);
  return (
    later.every(({ change }) => !change || states.includes(change.from)) &&
    [...stood, ...later.filter(told)].every((one) => one.organ === organ && one.level === level)
  );
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
  const { after = [], answers, completes, renewed } = workflow.transitions[command];
  if (completes?.includes(earlier) && isLast(one.data)) return true;
  if (answers?.command === earlier && isAbout(one, answers.field, other)) return true;
  if (after === 'everything') return !workflow.transitions[earlier].aside;
  const needs = edgeOf(procedure, workflow.kind, command)?.needs?.flat() ?? [];
  if ([...after, ...needs].includes(earlier)) return true;
  return renewed === true && command === earlier && one.actor.personId === other.actor.personId;
}

/** When that was done of which this says that no more is left. */
export function completedBy(
  { actsAt }: Standing,
  { completes = [] }: Pick<Transition, 'completes'>,
  data: Data,
): readonly HappenedAt[] {
  return isLast(data) ? completes.flatMap((command) => actsAt[command] ?? []) : [];
}

function isLast({ left }: Data): boolean {
  return left === 'none';
}

/** When that was done which a row answers. */
export function answeredBy<S extends object>(
  workflow: Workflow<S>,
  { answers }: Pick<Transition, 'answers'>,
  input: { readonly [field: string]: unknown },
  { history }: Pick<Circumstances, 'history'>,
): readonly HappenedAt[] {
  if (!answers) return [];
  const { event } = workflow.transitions[answers.command];
  const answered = inEffect(history()).findLast(
    ({ type, data }) => type === event && data[answers.field] === input[answers.field],
  );
  return answered ? [answered.happenedAt] : [];
}

function isAbout(one: Event, field: string, other: Event): boolean {
  return one.data[field] === other.data[field];
}

/** Whether what left the event may as well stand in this state. */
export function isOfAny<S extends object>(
  { workflow, procedure }: { readonly workflow: Workflow<S>; readonly procedure: Procedure },
  { type }: Event,
  state: string,
): boolean {
  const command = commandOf(workflow, type);
  if (command === undefined || !workflow.transitions[command].regardless) return false;
  return edgeOf(procedure, workflow.kind, command)?.from.includes(state) ?? false;
}

/** Every event says where the instance is and at which level: what changes that comes after all others, or is lost. */
export function isLatest({ actsAt }: Standing, { happenedAt }: Circumstances): boolean {
  return Object.values(actsAt).every((one) => noEarlier(happenedAt, one));
}
