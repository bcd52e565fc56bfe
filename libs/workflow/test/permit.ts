import 'reflect-metadata';
import { IsIn, IsInt, IsOptional, IsString, Min } from 'class-validator';
import type { Data, Event } from '@cluetrail/event-sourcing';
import type { Capacity, Circumstances, Words } from '../src/transition.js';
import { transition } from '../src/transition.js';
import type { Procedure } from '../src/procedure.js';
import { stateOf, workflow } from '../src/workflow.js';
import type { Situation } from '../src/decide.js';

/** The smallest kind of work with everything in it: a permit is asked for, noted upon, measured, granted or denied, filed. */
export interface Permit {
  readonly area: number;
  readonly notes: number;
}

export class Apply {
  @IsInt() @Min(1) area!: number;
  @IsOptional() @IsString() remark?: string;
}

export class Measure {
  @IsInt() @Min(1) area!: number;
}

export class Nothing {}

export class Decide {
  @IsIn(['grant', 'deny', 'postpone']) outcome!: 'grant' | 'deny' | 'postpone';
}

const row = transition<Permit>();

export const permit = workflow<Permit>({
  kind: 'permit',
  title: words('Permit'),
  initial: { area: 0, notes: 0 },
  states: {
    asked: { phase: 'open', title: words('Asked for') },
    granted: { phase: 'closed', title: words('Granted'), ended: true },
    denied: { phase: 'closed', title: words('Denied'), ended: true },
  },
  transitions: {
    apply: row({
      title: words('Apply'),
      input: Apply,
      event: 'PermitAskedFor',
      opens: 'only',
      level: () => 'L2',
      evolve: (state, { area }) => ({ ...state, area }),
    }),
    note: row({
      title: words('Note'),
      input: Nothing,
      event: 'PermitNoted',
      blocked: ({ notes }) => notes >= 2 && 'noted-enough',
      evolve: (state) => ({ ...state, notes: state.notes + 1 }),
    }),
    measure: row({
      title: words('Measure'),
      input: Measure,
      event: 'PermitMeasured',
      unless: (_, { area }) => area > 100 && 'area-too-large',
      evolve: (state, { area }) => ({ ...state, area }),
    }),
    decide: row({
      title: words('Decide'),
      input: Decide,
      event: 'PermitDecided',
      says: { notes: [] },
      unless: ({ area }, { outcome }) => area > 100 && outcome === 'grant' && 'area-too-large',
      data: ({ notes }, { outcome }) => ({ outcome, notes }),
      evolve: (state) => state,
    }),
    withdraw: row({
      title: words('Withdraw'),
      input: Nothing,
      event: 'PermitWithdrawn',
      evolve: (state) => state,
    }),
    file: row({
      title: words('File'),
      input: Nothing,
      event: 'PermitFiled',
      evolve: (state) => state,
    }),
  },
  also: { PermitAreaMeasured: (state, { data }) => ({ ...state, area: Number(data.area) }) },
});

/** Knows no withdrawing; a denial needs its reason; who applied does not decide. */
export const RULES: Procedure = {
  name: 'permits',
  version: 1,
  title: words('Permits'),
  notice: words('A test'),
  zone: 'UTC',
  workflows: {
    permit: {
      apply: edge({ by: ['clerk'], from: ['none'], to: 'asked' }),
      note: edge({ by: ['clerk', 'system'], from: ['asked'] }),
      decide: edge({
        by: ['judge'],
        from: ['asked'],
        to: { field: 'outcome', cases: { grant: 'granted', deny: 'denied', postpone: 'asked' } },
        requires: ['reason'],
        allows: { outcome: ['grant', 'deny'] },
        basis: { article: '7', confidence: 'quoted' },
      }),
    },
  },
  fourEyes: [['apply', 'decide']],
  obligations: [],
};

export function edge(
  rest: Partial<Procedure['workflows'][string][string]> & { by: string[]; from: string[] },
) {
  const basis = { confidence: 'design' } as const;
  return { at: 'responsible', requires: [], allows: {}, basis, ...rest } as const;
}

export interface Told {
  readonly type: string;
  readonly by?: string;
  readonly onBehalfOf?: string;
  readonly at?: string;
  readonly data?: Data;
  readonly change?: { readonly from: string; readonly to: string };
}

export const APPLIED: Told = {
  type: 'PermitAskedFor',
  data: { area: 40 },
  change: { from: 'none', to: 'asked' },
};

/** One permit's stream; the first event happens on 4 January 2021, each further one a day later. */
export function stream(...told: readonly Told[]): Event[] {
  return told.map(({ type, by = 'ann', onBehalfOf, at, data = {}, change }, index) => ({
    eventId: `permit-1/${index + 1}`,
    stream: 'permit-1',
    version: index + 1,
    type,
    schemaVersion: 1,
    happenedAt: { at: at ?? `2021-01-0${index + 4}T09:00:00.000Z`, zone: 'UTC', precision: 'ms' },
    recordedAt: `2021-01-0${index + 4}T09:00:00.000000Z`,
    actor: { personId: by, role: 'clerk', organId: 'town' },
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    basis: { procedure: 'permits', version: 1 },
    organ: 'town',
    level: 'L2',
    ...(change && { change }),
    correlationId: 'c',
    causationId: 'c',
    commandId: `c${index}`,
    data,
  }));
}

export const JUDGE: Capacity = { personId: 'joe', role: 'judge', organId: 'town' };
export const CLERK: Capacity = { personId: 'ann', role: 'clerk', organId: 'town' };

/** A permit with this history, and someone who asks at noon of 10 January 2021. */
export function situation(
  told: readonly Told[],
  capacities: readonly Capacity[],
  at: Partial<Pick<Circumstances, 'happenedAt' | 'now'>> & { procedure?: Procedure } = {},
): Situation<Permit> {
  const { procedure = RULES, now = '2021-01-10T12:00:00.000Z', happenedAt } = at;
  const events = stream(...told);
  return {
    workflow: permit,
    procedure,
    state: stateOf(permit, events),
    capacities,
    circumstances: {
      happenedAt: happenedAt ?? { at: now, zone: 'UTC', precision: 'ms' },
      now,
      rules: [],
      clocks: () => [],
      clocksNow: () => [],
      clockActs: () => [],
      startedBy: () => [],
      history: () => events,
      self: 'permit-1',
      knowsOrgan: (organId) => organId !== 'nowhere',
      knowsPerson: (personId) => !personId.startsWith('nobody'),
      above: () => [],
      heir: (organId) => organId,
      reaches: () => true,
      proceduresOf: () => undefined,
      published: () => undefined,
      other: () => undefined,
      known: () => undefined,
      worksAt: (personId) => !personId.startsWith('stranger'),
      isCleared: (personId) => !personId.startsWith('stranger'),
      holdsOffice: (personId) => !personId.startsWith('stranger'),
      someoneReads: () => true,
      asOneWith: () => [],
      mayRead: () => true,
      derivedId: (name) => `derived-${name}`,
    },
  };
}

export function words(en: string): Words {
  return { en, zh: en };
}
