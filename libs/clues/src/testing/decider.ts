import {
  type Decider,
  derivedId,
  type Effective,
  type Event,
  type HappenedAt,
  idOf,
  placeOfNext,
} from '@cluetrail/event-sourcing';
import { isOfTier, type Tier } from '@cluetrail/access';
import { clockActs, obligations } from '@cluetrail/deadlines';
import {
  type Capacity,
  decide,
  type Decided,
  ofSupposed,
  type Procedure,
  readInput,
  type Situation,
  stateOf,
  supposed,
  type Workflow,
} from '@cluetrail/workflow';
import { shippedProcedures } from '../procedures.js';
import { clocked, withTold } from './clocked.js';
import { HIDDEN, neighbourOf } from './neighbours.js';
import { OFFICES, organOf, roleOf } from './office.js';
import type { Asked } from './said.js';
import { happened, STREAM, type When } from './told.js';
import { saidBefore } from './said-before.js';

/** To whom gao and shi have lent an office. */
export const STAND_IN = 'stand-in';
const LENDERS: readonly string[] = ['gao', 'shi'];

/** One of every organ; his office opens no level. */
export const UNCLEARED = 'uncleared';

/** Nobody there is cleared for it. */
const UNREAD_AT_QIANXI = 'L3';

export type Timed = Asked & { readonly when: When; readonly attachments?: readonly object[] };

/** The decider of a workflow: its state is the history, since rules may ask for clocks and past events. */
export function deciderOf<S extends object>({
  workflow,
  procedure,
  linked,
}: Omit<Place<S>, 'events'>): Decider<readonly Event[], Timed, Decided, Event> {
  return {
    initial: [],
    evolve: (events, next) => [...events, next],
    decide(events, { name, input, reason, attachments, ...asked }) {
      const read = readInput<object>(workflow.transitions[name].input, input);
      if ('faults' in read) throw new Error(`${name}: ${JSON.stringify(read.faults)}`);
      const happenedAt = happened(asked.when);
      const now = asked.now === undefined ? happenedAt.at : happened(asked.now).at;
      const situation = situationOf(
        { workflow, procedure, events, linked },
        { ...asked, happenedAt, now },
      );
      const answer = decide(situation, name, {
        ...read.input,
        ...(reason && { reason }),
        ...(attachments && { attachments }),
      });
      if ('refused' in answer) return answer;
      saidBefore(workflow, answer.decided);
      return { events: [answer.decided] };
    },
  };
}

export interface Place<S extends object> {
  readonly workflow: Workflow<S>;
  readonly procedure: Procedure;
  readonly events: readonly Event[];
  readonly linked: readonly Event[];
}

export interface Moment {
  readonly capacities: readonly Capacity[];
  readonly happenedAt: HappenedAt;
  readonly now: string;
}

/** Bijie is a prefecture of Guizhou; Nayong and Qianxi are counties of Bijie. */
const ABOVE: { readonly [organId: string]: readonly string[] } = {
  nayong: ['bijie', 'guizhou'],
  qianxi: ['bijie', 'guizhou'],
  bijie: ['guizhou'],
};

const TIERS_OF: { readonly [organId: string]: Tier } = { bijie: 'prefecture', guizhou: 'province' };

/** All that a decision may depend on, without store, keys and directory. */
export function situationOf<S extends object>(
  { workflow, procedure, events, linked }: Place<S>,
  { capacities, happenedAt, now }: Moment,
): Situation<S> {
  const { name, version } = procedure;
  const own = stateOf(workflow, events);
  const known = (stream: string) => neighbourOf(stream, procedure);
  const state = workflow.learns?.learnt(own, known) ?? own;
  const self = events[0]?.stream ?? STREAM;
  const running = (...more: readonly Effective[]) => {
    const history = clocked([events, linked], procedure);
    const asOf = placeOfNext(events, happenedAt);
    return obligations({ ...history, events: [...history.events, ...more], asOf });
  };
  return {
    workflow,
    procedure,
    // Whatever the events were told under.
    state: { ...state, procedure: { name, version } },
    capacities,
    circumstances: {
      happenedAt,
      now,
      rules: procedure.obligations,
      clocks: () => running(),
      clocksNow: () => obligations(clocked([events, linked], procedure)),
      clockActs: (of = self, told) => {
        if (of !== self) return [];
        const all = [events, linked].map((one) => withTold(one, told));
        return clockActs(clocked(all, procedure));
      },
      startedBy: (type) =>
        ofSupposed(running(supposed(type, { self, organ: state.organ, happenedAt }))),
      history: () => events,
      self,
      above: (organId) => ABOVE[organId] ?? [],
      heir: (organId) => organId,
      other: (stream) => (stream === `report-${HIDDEN}` ? undefined : known(stream)),
      known,
      reaches: (organId, tier) => isOfTier(TIERS_OF[organId] ?? 'county', tier),
      proceduresOf: () => undefined,
      published: ({ name, version }) =>
        shippedProcedures().find((one) => one.name === name && one.version === version),
      knowsOrgan: (organId) => organId !== 'nowhere',
      knowsPerson: (personId) => !personId.startsWith('nobody'),
      worksAt: (personId, organId) =>
        !personId.startsWith('stranger') && [organId, ''].includes(organOf(personId)),
      holdsOffice: (personId, { roles, organId }) =>
        roles.includes(roleOf(personId)) && organOf(personId) === organId,
      isCleared: (personId) => personId !== UNCLEARED,
      someoneReads: ({ roles, organId, level }, fits) =>
        (organId !== 'qianxi' || level !== UNREAD_AT_QIANXI) &&
        (fits === undefined || holding(roles, organId).some(fits)),
      asOneWith: (personId) =>
        personId === STAND_IN ? LENDERS : LENDERS.includes(personId) ? [STAND_IN] : [],
      mayRead: (level) => level !== 'L4',
      derivedId: (name) => freshId(idOf(events[0]?.stream ?? STREAM), name, events),
    },
  };
}

function holding(roles: readonly string[], organId: string): readonly string[] {
  return Object.keys(OFFICES).filter(
    (one) => roles.includes(roleOf(one)) && organOf(one) === organId,
  );
}

/** The first is told by the name alone; every further command has ids of its own. */
function freshId(of: string, name: string, events: readonly Event[]): string {
  const first = derivedId(of, name);
  return JSON.stringify(events).includes(first) ? derivedId(of, name, events.length) : first;
}
