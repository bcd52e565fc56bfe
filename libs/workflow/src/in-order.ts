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
import { triggers } from '@cluetrail/deadlines';
import { doneBefore } from './doers.js';
import { edgeOf, type Procedure } from './procedure.js';
import { SYSTEM, type Circumstances, type Standing, type Transition } from './transition.js';
import { commandOf, type Workflow } from './workflow.js';

/** By what its order is judged. */
interface Ruled<S extends object> {
  readonly workflow: Workflow<S>;
  readonly procedure: Procedure;
}

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
  { workflow, procedure }: Ruled<S>,
  [one, other]: readonly [Event, Event],
): boolean {
  const [command, earlier] = [one, other].map(({ type }) => commandOf(workflow, type));
  if (command === undefined || earlier === undefined) return false;
  const { after = [], answers, completes, adds, renewed } = workflow.transitions[command];
  if (completes?.includes(earlier) && isLast(one.data)) return true;
  if (adds?.to.includes(earlier) && one.data[adds.where] === true && isLast(other.data))
    return true;
  if (answers?.command === earlier && isAbout(one, answers.field, other)) return true;
  if (after === 'everything') return !workflow.transitions[earlier].aside;
  const needs = edgeOf(procedure, workflow.kind, command)?.needs?.flat() ?? [];
  if ([...after, ...needs].includes(earlier)) return true;
  return renewed === true && command === earlier && one.actor.personId === other.actor.personId;
}

/** A command, and what it is about to leave. */
interface Leaving {
  readonly command: string;
  readonly input: { readonly [field: string]: unknown };
  readonly data: Data;
  /** The state to which it leads; undefined where it leads nowhere. */
  readonly to?: string;
}

/** When that was done after which it comes, by its row, the procedure and what it says. */
export function previousTo<S extends object>(
  ruled: Ruled<S> & { readonly state: S & Standing },
  leaving: Leaving,
  circumstances: Pick<Circumstances, 'history' | 'who'>,
): readonly HappenedAt[] {
  const { workflow, procedure, state } = ruled;
  const row = workflow.transitions[leaving.command];
  const isEnding =
    leaving.to !== undefined && leaving.to !== state.state && circumstances.who.role !== SYSTEM;
  const last = [
    answeredBy(workflow, row, leaving.input, circumstances),
    addedTo(workflow, row, leaving.data, circumstances),
    isEnding ? clockedBefore(ruled, leaving, circumstances) : undefined,
  ].filter((one) => one !== undefined);
  return [
    ...doneBefore(state, row),
    ...doneBefore(state, {
      after: edgeOf(procedure, workflow.kind, leaving.command)?.needs?.flat(),
    }),
    ...completedBy(state, row, leaving.data),
    ...last.map(({ happenedAt }) => happenedAt),
  ];
}

/** When that was done of which this says that no more is left. */
function completedBy(
  { actsAt }: Standing,
  { completes = [] }: Pick<Transition, 'completes'>,
  data: Data,
): readonly HappenedAt[] {
  return isLast(data) ? completes.flatMap((command) => actsAt[command] ?? []) : [];
}

/** The last that said that nothing was left of that to which this adds. */
function addedTo<S extends object>(
  { transitions }: Workflow<S>,
  { adds }: Pick<Transition, 'adds'>,
  data: Data,
  { history }: Pick<Circumstances, 'history'>,
): Effective | undefined {
  if (!adds || data[adds.where] !== true) return undefined;
  const types = adds.to.map((command) => transitions[command].event);
  return inEffect(history()).findLast((one) => types.includes(one.type) && isLast(one.data));
}

function isLast({ left }: Data): boolean {
  return left === 'none';
}

/** Of those that a row answers the one since which there was always one that waited for it. */
function answeredBy<S extends object>(
  { transitions }: Workflow<S>,
  { answers, event }: Pick<Transition, 'answers' | 'event'>,
  input: Leaving['input'],
  { history }: Pick<Circumstances, 'history'>,
): Effective | undefined {
  if (!answers) return undefined;
  const { event: asked } = transitions[answers.command];
  let first: Effective | undefined;
  let waiting = 0;
  for (const one of inEffect(history())) {
    if (one.data[answers.field] !== input[answers.field]) continue;
    if (one.type === asked && waiting === 0) first = one;
    if (one.type === asked) waiting += 1;
    // What came in by a merger may be answered here, and was asked elsewhere.
    else if (one.type === event) waiting = Math.max(waiting - 1, 0);
  }
  return waiting > 0 ? first : undefined;
}

/**
 * The last act of the state that it leaves of a clock that it ends: told before it, it would leave that clock to run on
 * where nothing meets it any more. What may as well stand in the next state binds it to nothing, and a process follows its cause.
 */
function clockedBefore<S extends object>(
  ruled: Ruled<S>,
  { command, data, to = '' }: Leaving,
  { history }: Pick<Circumstances, 'history'>,
): Effective | undefined {
  const { workflow, procedure } = ruled;
  const told = { type: workflow.transitions[command].event, data };
  const ended = procedure.obligations.filter(({ meets, cancels }) =>
    triggers([...meets, ...cancels], told),
  );
  if (ended.length === 0) return undefined;
  const events = inEffect(history());
  return events
    .slice(events.findLastIndex(({ change }) => change !== undefined) + 1)
    .findLast(
      (one) =>
        ended.some(({ starts, meets }) => triggers([...starts, ...meets], one)) &&
        !isOfAny(ruled, one, to),
    );
}

function isAbout(one: Event, field: string, other: Event): boolean {
  return one.data[field] === other.data[field];
}

/** Whether what left the event may as well stand in this state. */
export function isOfAny<S extends object>(
  { workflow, procedure }: Ruled<S>,
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
