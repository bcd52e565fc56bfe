import fc from 'fast-check';
import { derivedId, idOf } from '@cluetrail/event-sourcing';
import { ROLES } from '@cluetrail/access';
import { open, stateOf, type Workflow } from '@cluetrail/workflow';
import { clue as clueWork } from '../src/clue/clue.js';
import type { ClueSplit } from '../src/clue/joined.js';
import { clueCalled, House, type Rules } from '../src/testing/house.js';
import { ANONYMOUS, LATE, NAMED } from '../src/testing/neighbours.js';
import { idOfClue } from '../src/testing/told.js';

const clue: Workflow = clueWork as unknown as Workflow; // told by its states alone

/** Three matters, each with people and a report of its own. */
const MATTERS = [
  { stream: clueCalled('a'), subjects: ['zhao', 'qian'], report: NAMED },
  { stream: clueCalled('b'), subjects: ['sun', 'zhou'], report: ANONYMOUS },
  { stream: clueCalled('c'), subjects: ['wu', 'zheng'], report: LATE },
];

export interface Step {
  readonly clue: number;
  readonly pick: number;
  readonly other: number;
  readonly days: number;
  /** The processes take a while: they follow with a later step. */
  readonly slow: boolean;
  /** Whoever gives it does not see yet what was done to other clues in the last steps. */
  readonly blind: boolean;
}

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    clue: fc.nat(99),
    pick: fc.nat(999),
    other: fc.nat(99),
    days: fc.constantFrom(0, 0, 1, 3),
    slow: fc.boolean(),
    blind: fc.boolean(),
  }),
  { minLength: 10, maxLength: 30, size: 'max' },
);
export const JOINS = ['split', 'mergeInto', 'markDuplicate'];
export const HAND_OVERS = [
  'transfer',
  'acceptTransfer',
  'refuseTransfer',
  'recallTransfer',
  'takeBack',
  'designate',
  'raise',
  'determineJurisdiction',
  'disputeTransfer',
];
const OTHERS = [
  'checkDuplicates',
  'classify',
  'proposeAllocation',
  'approveAllocation',
  'approveTransfer',
  'assignOfficers',
  'proposeDisposal',
  'deliberate',
  'approveDisposal',
  'returnDisposal',
  'startVerification',
];
const DISPUTES = ['disputeTransfer', 'determineJurisdiction', 'approveTransfer'];
const COMMANDS = [
  ...JOINS,
  ...HAND_OVERS,
  ...HAND_OVERS,
  ...DISPUTES,
  ...DISPUTES,
  'sealUp',
  ...OTHERS,
  ...OTHERS,
];

/** What is lost, won or left undone; `given` takes what was done. */
export function faultsOf(all: readonly Step[], rules: Rules, given = new Set<string>()): string[] {
  const house = new House(rules);
  let now = Date.parse('2021-09-01T01:00:00.000Z');
  const faults: string[] = [];
  for (const { stream, subjects, report } of MATTERS)
    give(house, stream, { name: 'discover', input: discovered(subjects, report), now });
  for (const { stream } of MATTERS.slice(1))
    give(house, stream, { name: 'designate', input: { organ: 'nayong' }, now: now + 60_000 });
  const views = [new Map(house.streams)];
  all.forEach((step, index) => {
    views.push(new Map(house.streams));
    house.seen = step.blind ? views[Math.max(0, views.length - 6)] : undefined;
    now += step.days * 86_400_000 + 3_600_000;
    const clues = house.clues();
    const stream = clues[step.clue % clues.length];
    const offered = open(house.situation(stream, orderOf(stream, { now, name: 'x', index })));
    const commands = COMMANDS.filter((one) =>
      offered.some(({ command, refused }) => command === one && !refused),
    );
    const name = commands[step.pick % Math.max(commands.length, 1)];
    if (name === undefined) return;
    const before = dues(house, stream, now);
    if (give(house, stream, { name, input: inputFor(house, name, stream, step), now, index }))
      return;
    given.add(name);
    if (step.slow) return;
    house.settle();
    if (![...JOINS, ...HAND_OVERS].includes(name)) return;
    faults.push(
      ...won(house, stream, { before, name, now }).map((code) => `${name}: ${code} won time`),
    );
  });
  house.settle();
  if (house.clues().some((one) => house.events(one).some(({ type }) => type === 'ClueGivenBack')))
    given.add('giveBack');
  return [...faults, ...lost(house), ...late(house), ...house.stuck];
}

/** What comes is taken in by nobody who would not handle it. */
function late(house: House): string[] {
  return house.clues().flatMap((stream) => {
    const events = house.events(stream);
    return events
      .filter(({ type, data }) => type === 'ClueMergedIn' && data.survivor === undefined)
      .map(({ version }) => stateOf(clue, events.slice(0, version - 1)).state)
      .filter((state) => clue.states[state].ended)
      .map((state) => `a clue that is ${state} takes in`);
  });
}

function lost(house: House): string[] {
  const carried = house.clues().filter((stream) => carriers(house, stream)[0] === stream);
  const subjects = carried.flatMap((stream) => house.clue(stream).subjects);
  const reports = carried.flatMap((stream) =>
    house.clue(stream).reports.map((one) => one.reportId),
  );
  return MATTERS.flatMap(({ subjects: people, report }) => [
    ...people.filter((one) => !subjects.includes(one)).map((one) => `${one} is lost`),
    ...(reports.includes(report) ? [] : [`${report} is lost`]),
  ]);
}

/** Codes that ran before and now run longer somewhere; what waits for its start is held by what is due next. */
function won(house: House, stream: string, { before, name, now }: Handed): readonly string[] {
  const earliest = [...before.values()].toSorted()[0];
  return carriers(house, stream).flatMap((one) => {
    const after = dues(house, one, now);
    const longer = [...before].filter(([code, due]) => (after.get(code) ?? due) > due);
    const [next] = [...after.values()].toSorted();
    const free = JOINS.includes(name) && earliest !== undefined && next > earliest;
    const stopped = HAND_OVERS.includes(name) && before.has('dispose') && !after.has('dispose');
    return [
      ...longer.map(([code]) => code),
      ...(free ? ['next'] : []),
      ...(stopped ? ['dispose'] : []),
    ];
  });
}

interface Handed {
  readonly before: ReadonlyMap<string, string>;
  readonly name: string;
  readonly now: number;
}

/** Who goes on with a clue: itself, its parts, the clue that it went into. */
function carriers(house: House, stream: string, seen: readonly string[] = []): readonly string[] {
  if (seen.includes(stream)) return [];
  const { state, survivor } = house.clue(stream);
  const on = (clueId: string) => carriers(house, `clue-${clueId}`, [...seen, stream]);
  if (state === 'splitParent') {
    const splits = house.events(stream).filter(({ type }) => type === 'ClueSplit');
    const data = splits.map((event) => event.data as unknown as ClueSplit); // its type says so
    return data.flatMap(({ children }) => children.flatMap(({ clueId }) => on(clueId)));
  }
  return (state === 'mergedAway' || state === 'duplicate') && survivor
    ? on(takerOf(house, idOf(stream), survivor))
    : [stream];
}

/** Of what was split meanwhile, one part takes in what comes. */
function takerOf(house: House, clueId: string, survivor: string): string {
  const came = house
    .events(`clue-${survivor}`)
    .findLast(({ type, data }) => type === 'ClueMergedIn' && data.clueId === clueId);
  const next = came?.data.survivor;
  return typeof next === 'string' ? takerOf(house, clueId, next) : survivor;
}

/** Of what runs; signing for a transfer is owed anew with each. */
function dues(house: House, stream: string, now: number): ReadonlyMap<string, string> {
  const clocks = house.clocks(stream, new Date(now).toISOString());
  return new Map(
    clocks.flatMap(({ code, state, due }) =>
      state === 'open' && due !== null && code !== 'sign' ? [[code, due] as const] : [],
    ),
  );
}

interface Given {
  readonly name: string;
  readonly input: object;
  readonly now: number;
  readonly index?: number;
}

function give(house: House, stream: string, { input, ...given }: Given): string | undefined {
  const order = orderOf(stream, given);
  return house.give(stream, { ...order, name: given.name, input, reason: 'as the rules ask' });
}

/** Each command by a person of its own, who may do everything everywhere. */
function orderOf(stream: string, { name, now, index = 0 }: Omit<Given, 'input'>) {
  const personId = `p-${name.toLowerCase()}`;
  return {
    capacities: ROLES.flatMap((role) =>
      ['bijie', 'nayong', 'qianxi', 'guizhou'].map((organId) => ({ personId, role, organId })),
    ),
    happenedAt: {
      ...{ at: new Date(now).toISOString(), zone: 'Asia/Shanghai', precision: 'ms' as const },
    },
    commandId: derivedId(idOfClue, stream, name, index),
  };
}

function discovered(people: readonly string[], reportId: string): object {
  const subjects = people.map((personId) => ({ personId, managingOrganId: 'nayong' }));
  return { source: 'report', subjects, summary: 'text', reportIds: [reportId] };
}

function inputFor(house: House, name: string, stream: string, { other }: Step): object {
  const { reports, refusedBy, allocation, ...clue } = house.clue(stream);
  const subjects = clue.subjects.length > 0 ? clue.subjects : ['nobody'];
  const clues = house.clues();
  const organ = ['nayong', 'qianxi', 'bijie'][other % 3];
  const ids = reports.map(({ reportId }) => reportId);
  const inputs: { readonly [command: string]: object } = {
    split: {
      children: [
        { subjects: subjects.slice(0, 1), reports: ids },
        { subjects: subjects.length > 1 ? subjects.slice(1) : subjects },
      ],
    },
    mergeInto: { survivor: idOf(clues[other % clues.length]) },
    markDuplicate: { survivor: idOf(clues[other % clues.length]) },
    approveTransfer: { to: organ, mode: 'forward' },
    transfer: { to: allocation?.to ?? organ, direction: 'across' },
    designate: { organ },
    determineJurisdiction: { organ: refusedBy ?? organ },
    sealUp: { to: 'guizhou' },
    classify: { level: 'L2' },
    proposeAllocation: other % 2 ? { mode: 'self' } : { mode: 'assign', to: organ },
    approveAllocation: other % 2 ? { mode: 'self' } : { mode: 'assign', to: organ },
    assignOfficers: { officers: ['p-proposedisposal', 'p-officer'] },
    proposeDisposal: { way: 'verify' },
    deliberate: { participants: ['p-1', 'p-2', 'p-3'] },
    startVerification: { team: ['p-proposedisposal', 'p-officer'] },
  };
  return inputs[name] ?? {};
}
