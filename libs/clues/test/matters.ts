import fc from 'fast-check';
import { derivedId, idOf } from '@cluetrail/event-sourcing';
import { ROLES } from '@cluetrail/access';
import { open } from '@cluetrail/workflow';
import { House, type Rules } from '../src/testing/house.js';
import { idOfClue } from '../src/testing/told.js';
import { carriers, dues, leftBehind, MATTERS } from './left-behind.js';

export interface Step {
  readonly clue: number;
  readonly pick: number;
  readonly other: number;
  readonly days: number;
  /** The processes take a while: they follow with a later step. */
  readonly slow: boolean;
  /** Which of the things that they owe they do first. */
  readonly turn: number;
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
    turn: fc.nat(9),
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
/** Rare, since each waits for the one before. */
const SENT_BACK = ['transfer', 'refuseTransfer', 'disputeTransfer', 'determineJurisdiction'];
const DISPUTES = ['disputeTransfer', 'determineJurisdiction', 'approveTransfer'];
const COMMANDS = [
  ...JOINS,
  ...JOINS,
  ...HAND_OVERS,
  ...HAND_OVERS,
  ...DISPUTES,
  ...DISPUTES,
  ...DISPUTES,
  ...DISPUTES,
  ...SENT_BACK,
  ...SENT_BACK,
  ...SENT_BACK,
  ...SENT_BACK,
  'sealUp',
  ...OTHERS,
  ...OTHERS,
];

/** What is lost, won or left undone; `given` takes what was done. */
export function faultsOf(all: readonly Step[], rules: Rules, given = new Set<string>()): string[] {
  const house = new House(rules);
  let now = Date.parse('2021-09-01T01:00:00.000Z');
  const faults: string[] = [];
  // Of one it is not known in some houses who manages him: unread, his matter may go up sealed there.
  const unknown = all.length % 3 === 0 ? 'qian' : undefined;
  for (const { stream, subjects, report } of MATTERS)
    give(house, stream, { name: 'discover', input: discovered(subjects, report, unknown), now });
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
    if (isRound(house, stream)) given.add('crosswise');
    if (step.slow) return;
    house.settle(step.turn);
    if (![...JOINS, ...HAND_OVERS].includes(name)) return;
    faults.push(
      ...won(house, stream, { before, name, now }).map((code) => `${name}: ${code} won time`),
    );
  });
  house.settle();
  if (house.clues().some((one) => house.events(one).some(({ type }) => type === 'ClueGivenBack')))
    given.add('giveBack');
  return [...faults, ...leftBehind(house)];
}

/** It went into a clue that had gone into this one. */
function isRound(house: House, stream: string): boolean {
  const seen: string[] = [];
  for (let next = house.clue(stream).survivor; next !== undefined && !seen.includes(next);) {
    if (next === idOf(stream)) return true;
    seen.push(next);
    next = house.clue(`clue-${next}`).survivor;
  }
  return false;
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

function discovered(people: readonly string[], reportId: string, unknown?: string): object {
  const subjects = people.map((personId) =>
    personId === unknown ? { personId } : { personId, managingOrganId: 'nayong' },
  );
  return { source: 'report', subjects, summary: 'text', reportIds: [reportId] };
}

function inputFor(house: House, name: string, stream: string, { other }: Step): object {
  const { reports, refusedBy, allocation, ...clue } = house.clue(stream);
  const subjects = clue.subjects.length > 0 ? clue.subjects : ['nobody'];
  const clues = house.clues();
  const organ = ['nayong', 'qianxi', 'bijie'][other % 3];
  const to = allocation?.to ?? organ;
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
    transfer: { to, direction: to === 'bijie' ? 'up' : clue.organ === 'bijie' ? 'down' : 'across' },
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
