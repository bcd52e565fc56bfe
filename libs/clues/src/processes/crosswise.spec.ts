import fc from 'fast-check';
import { derivedId, idOf } from '@cluetrail/event-sourcing';
import { clueCalled, House } from '../testing/house.js';
import { accept, allocate, allow, check, classify, transfer } from '../testing/handled.js';
import { LATE, NAMED, ANONYMOUS } from '../testing/neighbours.js';
import { endOf } from '../testing/rows.js';
import { command } from '../testing/said.js';

const WITH_UNIT = [check, classify, allocate, allow, transfer, accept];
const MATTERS = [
  { name: 'a', subjects: ['zhao', 'qian'], report: NAMED },
  { name: 'b', subjects: ['sun', 'zhou'], report: ANONYMOUS },
  { name: 'c', subjects: ['wu', 'zheng'], report: LATE },
  { name: 'd', subjects: ['feng', 'chu'] },
].map((one) => ({ ...one, stream: clueCalled(one.name) }));
/** In the order of their ids: the first goes on of a ring. */
const [FIRST, SECOND, THIRD, FOURTH] = MATTERS.toSorted((a, b) => (a.stream < b.stream ? -1 : 1));

type Matter = (typeof MATTERS)[number];
type Into = readonly [from: Matter, into: Matter, command?: string];

/** As each stands before anybody joins anything. */
function before(all: readonly Matter[]): House {
  const house = new House();
  for (const { stream, subjects, report } of all) {
    const named = subjects.map((personId) => ({ personId, managingOrganId: 'nayong' }));
    const reportIds = report === undefined ? [] : [report];
    const discover = command('discover', {
      ...{ source: 'audit', subjects: named, summary: 'x', reportIds },
    });
    house.done(stream, discover.by('an').on('2021-09-01'), ...WITH_UNIT);
  }
  return house;
}

/** All at once: nobody sees what the others do. */
function atOnce(house: House, joins: readonly Into[]): void {
  house.seen = new Map(house.streams);
  const refused = joins.map(([from, into, name = 'mergeInto']) =>
    house.give(from.stream, {
      ...{ name, input: { survivor: idOf(into.stream) }, reason: 'one matter' },
      capacities: ['leader', 'clue-admin'].map((role) => ({
        ...{ personId: 'gao', role, organId: 'nayong' },
      })),
      happenedAt: { at: '2021-09-13T02:00:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
      commandId: derivedId(idOf(from.stream), into.stream),
    }),
  );
  house.seen = undefined;
  expect(refused).toEqual(joins.map(() => undefined));
}

/** How it stands in the end, by every order in which what follows can be done. */
function ends(house: House, seen = new Set<string>()): readonly House[] {
  const key = [...house.streams.values()]
    .flat()
    .map(({ commandId }) => commandId)
    .join();
  if (seen.has(key)) return [];
  seen.add(key);
  const next = house.owed().flatMap((one) => {
    const copy = house.copy();
    return copy.carryOut(one) === undefined ? [copy] : [];
  });
  return next.length === 0 ? [house] : next.flatMap((one) => ends(one, seen));
}

function open(house: House): readonly string[] {
  return house.clues().filter((one) => house.clue(one).state === 'withUnit');
}

/** In whatever order: nothing is owed any more, everybody and every report is in an open clue, once. */
function nothingIsLost(all: readonly House[], matters: readonly Matter[]): void {
  expect(all.length).toBeGreaterThan(0);
  for (const end of all) {
    expect(end.owed()).toEqual([]);
    const clues = open(end).map((one) => end.clue(one));
    expect(clues.flatMap(({ subjects }) => subjects).toSorted()).toEqual(
      matters.flatMap(({ subjects }) => subjects).toSorted(),
    );
    const reports = clues.flatMap((one) => one.reports.map(({ reportId }) => reportId));
    expect(reports.toSorted()).toEqual(matters.flatMap(({ report }) => report ?? []).toSorted());
    for (const one of open(end))
      expect(end.clocks(one).filter(({ state }) => state === 'open')).toMatchObject([
        { code: 'assigned', due: endOf('2021-12-03') },
        { code: 'dispose', due: endOf('2021-10-08') },
        { code: 'approve', due: endOf('2021-10-08') },
      ]);
  }
}

const all = [FIRST, SECOND, THIRD, FOURTH];

describe('clues that go into one another at the same moment', () => {
  it.each<[string, readonly Into[]]>([
    [
      'two',
      [
        [FIRST, SECOND],
        [SECOND, FIRST],
      ],
    ],
    [
      'three',
      [
        [FIRST, SECOND],
        [SECOND, THIRD],
        [THIRD, FIRST],
      ],
    ],
    [
      'three, the other way round',
      [
        [FIRST, THIRD],
        [THIRD, SECOND],
        [SECOND, FIRST],
      ],
    ],
    [
      'two, and a third into them',
      [
        [FIRST, SECOND],
        [SECOND, FIRST],
        [THIRD, SECOND],
      ],
    ],
    [
      'two higher ones, and the least into them',
      [
        [SECOND, THIRD],
        [THIRD, SECOND],
        [FIRST, THIRD],
      ],
    ],
    [
      'one by a merger, one as a duplicate',
      [
        [FIRST, SECOND],
        [SECOND, FIRST, 'markDuplicate'],
      ],
    ],
    [
      'two as duplicates',
      [
        [FIRST, SECOND, 'markDuplicate'],
        [SECOND, FIRST, 'markDuplicate'],
      ],
    ],
  ])('%s: the least of them goes on with all, in whatever order it is told', (_, joins) => {
    const matters = all.filter((one) => joins.some(([from, into]) => [from, into].includes(one)));
    const house = before(matters);
    atOnce(house, joins);
    const reached = ends(house);
    nothingIsLost(reached, matters);
    const ring = joins
      .map(([from]) => from)
      .filter((one) => joins.some(([, into]) => into === one));
    const [least] = ring.map(({ stream }) => stream).toSorted();
    expect(reached.map(open)).toEqual(reached.map(() => [least]));
  });

  it.each<[string, readonly Into[]]>([
    [
      'three, and a fourth into them',
      [
        [FIRST, SECOND],
        [SECOND, THIRD],
        [THIRD, FIRST],
        [FOURTH, THIRD],
      ],
    ],
    [
      'four',
      [
        [FIRST, FOURTH],
        [FOURTH, SECOND],
        [SECOND, THIRD],
        [THIRD, FIRST],
      ],
    ],
  ])('%s: so too, in orders drawn by lot', (_, joins) => {
    const begun = before(all);
    atOnce(begun, joins);
    const lots = fc.array(fc.nat(99), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(lots, (turns) => {
        const house = begun.copy();
        for (const turn of turns) {
          const owed = house.owed();
          if (owed.length > 0) house.carryOut(owed[turn % owed.length]);
        }
        house.settle();
        nothingIsLost([house], all);
        expect(open(house)).toEqual([FIRST.stream]);
      }),
      { numRuns: 60, seed: 20211031 },
    );
  });

  it('a chain ends where the last is open', () => {
    const house = before(all);
    atOnce(house, [
      [FIRST, SECOND],
      [SECOND, THIRD],
      [THIRD, FOURTH],
    ]);
    const reached = ends(house);
    nothingIsLost(reached, all);
    expect(reached.map(open)).toEqual(reached.map(() => [FOURTH.stream]));
  });

  it('a ring through a part of a clue that was split goes on in the least that can', () => {
    const house = before([FIRST, SECOND]);
    house.seen = new Map(house.streams);
    const refused = house.give(SECOND.stream, {
      ...{ name: 'split', reason: 'two matters' },
      input: {
        children: [
          { subjects: SECOND.subjects.slice(0, 1), reports: [SECOND.report ?? ''] },
          { subjects: SECOND.subjects.slice(1) },
        ],
      },
      capacities: [{ personId: 'gao', role: 'leader', organId: 'nayong' }],
      happenedAt: { at: '2021-09-13T02:00:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
      commandId: derivedId(idOf(SECOND.stream), 'split'),
    });
    expect(refused).toBeUndefined();
    const { seen } = house;
    house.seen = undefined;
    for (const one of house.owed()) house.carryOut(one);
    const [part] = house
      .clues()
      .filter((one) => ![FIRST, SECOND].some(({ stream }) => stream === one));
    house.seen = seen;
    const give = (from: string, into: string) =>
      house.give(from, {
        ...{ name: 'mergeInto', input: { survivor: idOf(into) }, reason: 'one matter' },
        capacities: [{ personId: 'gao', role: 'leader', organId: 'nayong' }],
        happenedAt: { at: '2021-09-14T02:00:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
        commandId: derivedId(idOf(from), into),
      });
    expect([give(FIRST.stream, SECOND.stream), give(part, FIRST.stream)]).toEqual([
      undefined,
      undefined,
    ]);
    house.seen = undefined;
    nothingIsLost(ends(house), [FIRST, SECOND]);
  });
});
