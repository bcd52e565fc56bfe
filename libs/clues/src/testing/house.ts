import {
  derivedId,
  type Event,
  eventIdOf,
  followUpIdOf,
  type HappenedAt,
  kindOf,
  placeOfNext,
} from '@cluetrail/event-sourcing';
import { clockActs, type Obligation, obligations } from '@cluetrail/deadlines';
import {
  edgeOf,
  type Capacity,
  decide,
  type FollowUp,
  type Procedure,
  type ProcessManager,
  readInput,
  type Situation,
  type Standing,
  stateOf,
  whenAnswering,
  type Workflow,
} from '@cluetrail/workflow';
import type { ClueState } from '../clue/state.js';
import { PROCESSES } from '../processes.js';
import { WORKFLOWS } from '../procedures.js';
import { linksOf } from '../projections/known.js';
import { clocked, withTold } from './clocked.js';
import { isDeclared } from './declared.js';
import { situationOf } from './decider.js';
import { neighbourOf } from './neighbours.js';
import { CN2 } from './office.js';
import type { Command } from './said.js';
import { saidBefore } from './said-before.js';
import { happened, idOfClue } from './told.js';

export interface Rules {
  readonly procedure: Procedure;
  /** Other versions of it, under which some of the streams stand already. */
  readonly versions?: readonly Procedure[];
  readonly workflows: { readonly [kind: string]: Workflow };
  readonly processes: readonly ProcessManager[];
}

export const RULES: Rules = {
  procedure: CN2,
  workflows: WORKFLOWS as unknown as Rules['workflows'], // what differs between them is nobody's business here
  processes: PROCESSES,
};

export interface Owed {
  readonly process: string;
  readonly cause: Event;
  readonly followUp: FollowUp;
  readonly commandId: string;
}

export interface Order {
  readonly name: string;
  readonly input: object;
  readonly capacities: readonly Capacity[];
  readonly happenedAt: HappenedAt;
  /** When it is told; absent = when it happened. */
  readonly now?: string;
  readonly commandId: string;
  readonly reason?: string;
  /** What a process answers by it. */
  readonly cause?: Event;
}

/** Many streams and the processes between them, in memory: the real rows, rules, clocks and process managers. */
export class House {
  readonly streams: Map<string, readonly Event[]> = new Map();
  /** Follow-ups that are refused whatever else is done, with the code. */
  stuck: readonly string[] = [];

  /** What is seen of other instances when nobody waited for the last acts; undefined = how they stand. */
  seen?: House['streams'];

  /** What nobody who gives a command may see. */
  hidden: readonly string[] = [];

  constructor(private readonly rules: Rules = RULES) {}

  /** Gives these commands one after the other, each with all that follows from it. Throws where one is refused. */
  done(stream: string, ...commands: readonly Command[]): this {
    for (const { asked } of commands) {
      const { name, input, capacities, reason, when, now } = asked;
      const happenedAt = happened(when ?? this.last());
      const commandId = derivedId(idOfClue, stream, this.events(stream).length);
      const told = { ...(reason && { reason }), ...(now && { now: happened(now).at }) };
      const order = { name, input, capacities, happenedAt, commandId, ...told };
      const refused = this.give(stream, order);
      if (refused) throw new Error(`${name}: expected an event, found ${refused}`);
      this.settle();
    }
    if (this.stuck.length > 0) throw new Error(this.stuck.join('; '));
    return this;
  }

  /** Undefined = it stands there now. */
  give(stream: string, { name, input, reason, cause, ...order }: Order): string | undefined {
    const workflow = this.rules.workflows[kindOf(stream)];
    const read = readInput<object>(workflow.transitions[name].input, input);
    if ('faults' in read) throw new Error(`${name}: ${JSON.stringify(read.faults)}`);
    const situation = this.situation(stream, order);
    const answer = decide(situation, name, { ...read.input, ...(reason && { reason }) });
    if ('refused' in answer) return answer.refused.code;
    saidBefore(workflow, answer.decided);
    const { who, article: _, change, ...decided } = answer.decided;
    const { happenedAt, commandId, now = happenedAt.at } = order;
    const events = this.events(stream);
    this.streams.set(stream, [
      ...events,
      {
        ...decided,
        ...(change && { change }),
        ...{ stream, version: events.length + 1, happenedAt, actor: who, commandId },
        eventId: eventIdOf(commandId, 0),
        recordedAt: now.replace('Z', '000Z'),
        basis: basisOf(this.procedureOf(stream)),
        ...{ correlationId: commandId, causationId: cause?.eventId ?? commandId },
      },
    ]);
    return undefined;
  }

  situation(
    stream: string,
    { capacities, happenedAt, commandId, now = happenedAt.at }: Omit<Order, 'name' | 'input'>,
  ): Situation {
    const place = {
      workflow: this.rules.workflows[kindOf(stream)],
      procedure: this.procedureOf(stream),
      events: this.events(stream),
      linked: [],
    };
    const situation = situationOf(place, { capacities, happenedAt, now });
    const known = (one: string) => {
      const events = (this.seen ?? this.streams).get(one);
      return events
        ? stateOf(this.rules.workflows[kindOf(one)], events)
        : neighbourOf(one, place.procedure);
    };
    const { state, workflow } = situation;
    return {
      ...situation,
      state: workflow.learns?.learnt(state, known) ?? state,
      circumstances: {
        ...situation.circumstances,
        self: stream,
        clocks: () => this.clocks(stream, placeOfNext(this.events(stream), happenedAt)),
        clocksNow: () => this.clocks(stream),
        clockActs: (of = stream, told) => clockActs(this.clocked(of, told)),
        known,
        other: (one) => (this.hidden.includes(one) ? undefined : known(one)),
        published: ({ version }) => this.versions().find((one) => one.version === version),
        derivedId: (what) => derivedId(commandId, what),
      },
    };
  }

  /**
   * What the processes owe, until they owe nothing, or nothing that is taken. What is refused is tried again after
   * whatever else was done. `turn` = which of those that are owed comes first.
   */
  settle(turn = 0): void {
    const refused = new Map<string, string>();
    for (let again = true; again;) {
      again = false;
      const owed = this.owed();
      for (const one of [...owed.slice(turn % owed.length), ...owed.slice(0, turn % owed.length)]) {
        const why = this.carryOut(one);
        if (why === undefined) again = true;
        const { stream, command } = one.followUp;
        if (why === undefined) refused.delete(one.commandId);
        else refused.set(one.commandId, `${command} on ${stream}: ${why}`);
      }
    }
    this.stuck = [...refused.values()];
  }

  /** Undefined = it is done. Processes see every stream as it stands. */
  carryOut({ process, cause, followUp, commandId }: Owed): string | undefined {
    const { seen, hidden } = this;
    this.seen = undefined;
    this.hidden = [];
    const refused = this.give(followUp.stream, {
      name: followUp.command,
      input: { ...followUp.input, ...this.entered(followUp, commandId) },
      capacities: [{ personId: `system:${process}`, role: 'system' }],
      happenedAt: this.whenFollowing(cause, followUp),
      ...{ commandId, cause },
    });
    this.seen = seen;
    this.hidden = hidden;
    return refused;
  }

  /** Another one that stands where this one does. */
  copy(): House {
    const copy = new House(this.rules);
    for (const [stream, events] of this.streams) copy.streams.set(stream, events);
    for (const [stream, lines] of this.registers) copy.registers.set(stream, [...lines]);
    copy.hidden = this.hidden;
    return copy;
  }

  events(stream: string): readonly Event[] {
    return this.streams.get(stream) ?? [];
  }

  state<S extends object = object>(stream: string): S & Standing {
    const workflow = this.rules.workflows[kindOf(stream)] as unknown as Workflow<S>; // by its kind
    return stateOf(workflow, this.events(stream));
  }

  clue(stream: string): ClueState {
    return this.state<ClueState>(stream);
  }

  clocks(stream: string, asOf?: string): readonly Obligation[] {
    return obligations({ ...this.clocked(stream), ...(asOf !== undefined && { asOf }) });
  }

  private clocked(stream: string, told?: Event) {
    const linked = this.events(stream).flatMap(linksOf);
    const streams = [stream, ...linked].map((one) => withTold(this.events(one), told));
    return clocked(streams, this.procedureOf(stream));
  }

  /** What was told of it keeps the version that it has. */
  private procedureOf(stream: string): Procedure {
    const { basis } = this.events(stream)[0] ?? {};
    const pinned = this.versions().find(({ version }) => version === basis?.version);
    return pinned ?? this.rules.procedure;
  }

  private versions(): readonly Procedure[] {
    return [this.rules.procedure, ...(this.rules.versions ?? [])];
  }

  clues(): readonly string[] {
    return [...this.streams.keys()].filter((stream) => kindOf(stream) === 'clue');
  }

  /** The place of a line in its register, the same at every retry. */
  private entered({ entry }: FollowUp, commandId: string): object {
    if (!entry) return {};
    const register = this.registers.get(entry.stream) ?? [];
    if (!register.includes(commandId)) register.push(commandId);
    this.registers.set(entry.stream, register);
    return { [entry.field]: register.indexOf(commandId) + 1 };
  }

  private readonly registers = new Map<string, string[]>();

  /** What follows from the events and is not done yet, in the order of the processes. */
  owed(): readonly Owed[] {
    const all = [...this.streams.values()].flat();
    const given = new Set(all.map(({ commandId }) => commandId));
    return this.rules.processes.flatMap(({ name, gives, on }) =>
      all.flatMap((cause) =>
        (on[cause.type]?.(cause, this.events(cause.stream).slice(0, cause.version - 1)) ?? [])
          .filter((followUp) => isDeclared(gives[cause.type], followUp))
          .filter(({ stream }) => kindOf(stream) !== 'report')
          .filter(
            ({ kind, command, entry }) => !entry || edgeOf(this.rules.procedure, kind, command),
          )
          .map((followUp: FollowUp) => {
            const commandId = followUpIdOf(cause.eventId, followUp.step);
            return { process: name, cause, followUp, commandId };
          })
          .filter(({ commandId }) => !given.has(commandId)),
      ),
    );
  }

  private whenFollowing({ happenedAt }: Event, { stream, kind, command }: FollowUp): HappenedAt {
    const state = this.state(stream);
    const row = this.rules.workflows[kind].transitions[command];
    return whenAnswering(state, row, happenedAt);
  }

  private last(): string {
    const times = [...this.streams.values()].flat().map(({ happenedAt }) => happenedAt.at);
    return times.toSorted().at(-1) ?? '2021-09-01';
  }
}

function basisOf({ name, version }: Procedure) {
  return { procedure: name, version };
}

/** The stream of a clue, by a short name. */
export function clueCalled(name: string): string {
  return `clue-${derivedId(idOfClue, name)}`;
}
