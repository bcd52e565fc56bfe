import { inEffect, type Axes, type Effective, type Event } from '@cluetrail/event-sourcing';
import { doersOf } from './doers.js';
import type {
  At,
  Capacity,
  Circumstances,
  InputClass,
  Leads,
  Objection,
  Says,
  Standing,
  Transition,
  Words,
} from './transition.js';

export interface StateOf {
  readonly phase: string;
  readonly title: Words;
  /** Nothing is left to do: not counted as open. */
  readonly ended?: true;
}

type Row<S> = Transition<S, any>; // oxlint-disable-line no-explicit-any -- rows of one table differ in their input

/** What a bar may ask besides state and person. */
export interface Barring extends Pick<Circumstances, 'known'> {
  readonly command: string;
}

/** A kind of case work: its states with their phases, its rows, and how other events change what is known. */
export interface Workflow<S extends object = object> {
  readonly kind: string;
  readonly title: Words;
  readonly states: { readonly [state: string]: StateOf };
  readonly initial: S;
  /** The state with every organ that it names beside the responsible one as that which handles its matters now. */
  atHeirs?(state: S & Standing, heir: Circumstances['heir']): S & Standing;
  readonly transitions: { readonly [command: string]: Row<S> };
  /** An objection to whatever this person does here, whatever he may see. */
  bars?(state: S & Standing, who: Capacity, barring: Barring): Objection;
  /** Streams of other instances that `bars` and the rows' `awaited` ask about; by `known` also of those that these name. */
  barsBy?(state: S & Standing, known: Circumstances['known']): readonly string[];
  /**
   * What it goes by that other instances know better, from those that `reads` names: learnt as they stand now, wherever
   * something is decided about it.
   */
  readonly learns?: {
    reads(state: S & Standing): readonly string[];
    learnt(state: S & Standing, known: Circumstances['known']): S & Standing;
  };
  /** Events that no command of this table leaves (imported history, acts of a process). */
  readonly also?: { readonly [type: string]: (state: S & Standing, event: Event) => S & Standing };
}

/** Checks at load what the types cannot: every event is left by one row only. */
export function workflow<S extends object>(definition: Workflow<S>): Workflow<S> {
  const types = Object.values(definition.transitions).map((row) => row.event);
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  if (twice) throw new Error(`workflow ${definition.kind}: two rows leave ${twice}`);
  return definition;
}

export const NONE = 'none';

/** The state by folding: what was known at K of T. `state` is `none` when nothing is open yet. */
export function stateOf<S extends object>(
  definition: Workflow<S>,
  events: readonly Event[],
  axes: Axes = {},
): S & Standing {
  return inEffect(events, axes).reduce(
    (state, event) => evolve(definition, state, event),
    initial(definition),
  );
}

export function initial<S extends object>(definition: Workflow<S>): S & Standing {
  const standing: Standing = {
    state: NONE,
    organ: '',
    level: '',
    procedure: { name: '', version: 0 },
    acts: {},
    actsFor: {},
    done: [],
    actsAt: {},
  };
  return { ...definition.initial, ...standing };
}

/** One step of the fold. Never consults a procedure: a state change carries its own from and to. */
export function evolve<S extends object>(
  definition: Workflow<S>,
  before: S & Standing,
  event: Event | Effective,
): S & Standing {
  const command = commandOf(definition, event.type);
  const row = command === undefined ? undefined : definition.transitions[command];
  const found = row?.aside ? undefined : command;
  const state: S & Standing = {
    ...before,
    state: event.change?.to ?? before.state,
    organ: event.organ ?? before.organ,
    level: event.level ?? before.level,
    procedure:
      before.state === NONE && event.basis
        ? { name: event.basis.procedure, version: event.basis.version }
        : before.procedure,
    acts: found ? { ...before.acts, [found]: event.actor.personId } : before.acts,
    actsFor: found ? doneFor(before, event, found) : before.actsFor,
    ...(found && earlierActs(before, event, found)),
    done: doneAfter(before, event, found),
    actsAt: found ? { ...before.actsAt, [found]: event.happenedAt } : before.actsAt,
    lastChange: event.change || isMove(before, event) ? event.happenedAt : before.lastChange,
  };
  if (row) return row.evolve(state, event.data, event);
  return definition.also?.[event.type]?.(state, event) ?? state;
}

/** To another organ, in whatever state: what is done there was not done before. */
function isMove(before: Standing, { organ }: Event): boolean {
  return before.state !== NONE && organ !== undefined && organ !== before.organ;
}

function doneFor({ actsFor }: Standing, { onBehalfOf }: Event, command: string) {
  const others = without(actsFor, command);
  return onBehalfOf === undefined ? others : { ...others, [command]: onBehalfOf };
}

/** Where somebody else gave it last: he is kept, and whoever gives it now is known as the last. */
function earlierActs(
  before: Standing,
  { actor: { personId }, onBehalfOf }: Event,
  command: string,
): Pick<Standing, 'actsBefore'> {
  const others = doersOf(before, command).filter(
    (one) => one.personId !== personId || one.onBehalfOf !== onBehalfOf,
  );
  const { actsBefore = {} } = before;
  if (others.length > 0) return { actsBefore: { ...actsBefore, [command]: others } };
  return Object.hasOwn(actsBefore, command) ? { actsBefore: without(actsBefore, command) } : {};
}

function without<T>(all: { readonly [command: string]: T }, command: string) {
  const { [command]: _, ...others } = all;
  return others;
}

function doneAfter({ done }: Standing, { change }: Event, command?: string): readonly string[] {
  if (change) return [];
  return command && !done.includes(command) ? [...done, command].sort() : done;
}

/** What of a workflow does not depend on its state's type. */
export interface Table {
  readonly kind: string;
  readonly states: { readonly [state: string]: StateOf };
  readonly transitions: {
    readonly [command: string]: {
      readonly event: string;
      readonly input: InputClass<object>;
      readonly says?: Says;
      readonly opens?: 'only' | 'too';
      readonly never?: readonly string[];
      readonly into?: Leads;
      readonly places?: readonly At[];
      readonly goesOnElsewhere?: true;
      together?(requires: readonly string[]): readonly (string | readonly string[])[];
    };
  };
}

export function commandOf(definition: Table, type: string): string | undefined {
  let byType = commands.get(definition);
  if (!byType) {
    byType = new Map(
      Object.entries(definition.transitions).map(([command, row]) => [row.event, command]),
    );
    commands.set(definition, byType);
  }
  return byType.get(type);
}

const commands = new WeakMap<Table, Map<string, string>>();

export function phaseOf(definition: Table, state: string): string {
  const found = definition.states[state];
  if (!found) throw new Error(`workflow ${definition.kind}: no state ${state}`);
  return found.phase;
}

export function isEnded(definition: Table, state: string): boolean {
  return definition.states[state]?.ended === true;
}
