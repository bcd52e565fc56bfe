import { derivedId, idOf } from '@cluetrail/event-sourcing';
import { clueCalled, House } from '../testing/house.js';
import {
  accept,
  allocate,
  allow,
  assign,
  check,
  classify,
  discover,
  propose,
  sealUp,
  split,
  transfer,
} from '../testing/handled.js';
import { ANONYMOUS, LATE, NAMED } from '../testing/neighbours.js';
import { endOf } from '../testing/rows.js';
import { command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

const A = clueCalled('a');
const B = clueCalled('b');
const C = clueCalled('c');
const WITH_UNIT = [discover, check, classify, allocate, allow, transfer, accept];

/** At Nayong, of somebody whom Guizhou manages. */
const ABOVE = command('discover', {
  ...{ source: 'audit', subjects: [{ personId: 'sun', managingOrganId: 'guizhou' }] },
  summary: 'accounts do not add up',
})
  .by('chen')
  .on('2021-09-03');

/** As A, of somebody else and two days later. */
function other(subject: string): typeof WITH_UNIT {
  const [, ...rest] = WITH_UNIT;
  const input = {
    source: 'audit',
    subjects: [{ personId: subject, managingOrganId: 'nayong' }],
    summary: 'accounts do not add up',
    reportIds: [LATE],
  };
  const later = ({ asked }: (typeof rest)[number]) =>
    `${String(asked.when).slice(0, 8)}${String(Number(String(asked.when).slice(8)) + 2).padStart(2, '0')}`;
  return [
    command('discover', input).by('an').on('2021-09-03'),
    ...rest.map((one) => one.on(later(one))),
  ];
}

/** A unit owes the proposal, its leader the decision on it: both count from when the unit has the clue. */
const atHand = (day: string) => ({ dispose: endOf(day), approve: endOf(day) });

function dues(house: House, stream: string) {
  return Object.fromEntries(
    house
      .clocks(stream)
      .filter(({ state }) => state === 'open')
      .map(({ code, due }) => [code, due]),
  );
}

describe('a clue that is split', () => {
  const house = new House().done(A, ...WITH_UNIT, assign, split);
  const { commandId = '' } = house.events(A).find(({ type }) => type === 'ClueSplit') ?? {};
  const children = ['child-0', 'child-1'].map((name) => `clue-${derivedId(commandId, name)}`);

  it('goes on in its parts: their subjects and reports are those that it had', () => {
    expect(house.clue(A).state).toBe('splitParent');
    expect(children.map((child) => house.clue(child))).toMatchObject([
      {
        ...{ state: 'withUnit', organ: 'nayong', level: 'L2', subjects: ['zhao'] },
        reports: [{ reportId: NAMED, realName: true }],
      },
      {
        ...{ state: 'withUnit', organ: 'nayong', level: 'L2', subjects: ['qian'] },
        reports: [{ reportId: ANONYMOUS, realName: false }],
      },
    ]);
  });

  it('wins no time: each part has the dues that ran', () => {
    for (const child of children)
      expect(dues(house, child)).toEqual({
        ...atHand('2021-10-08'),
        assigned: endOf('2021-12-03'),
      });
    expect(dues(house, A)).toEqual({});
  });

  it('opens each part once, however often the processes look', () => {
    house.settle();
    expect(house.clues()).toEqual([A, ...children]);
  });

  it('keeps the time that was granted, and is granted no more', () => {
    const granted = new House().done(
      A,
      ...[...WITH_UNIT, assign],
      command('requestExtension', { obligation: 'dispose' }).because('x').by('li').on('2021-09-13'),
      command('grantExtension', { obligation: 'dispose' }).by('gao').on('2021-09-14'),
      split.on('2021-09-15'),
    );
    const [, part] = granted.clues();
    expect(dues(granted, part)).toMatchObject({
      ...{ dispose: endOf('2021-11-08'), approve: endOf('2021-10-08') },
    });
    expect(granted.clue(part).extended).toEqual({ dispose: 1 });
  });

  it('lets a part be sealed up, and the other go on', () => {
    const parted = command('discover', {
      ...discover.asked.input,
      subjects: [
        { personId: 'zhao', managingOrganId: 'guizhou' },
        { personId: 'qian', managingOrganId: 'nayong' },
      ],
      reportIds: [],
    });
    const found = new House().done(
      A,
      parted.by('chen').on('2021-09-01'),
      command('split', { children: [{ subjects: ['zhao'] }, { subjects: ['qian'] }] })
        .because('two matters')
        .by('gao')
        .on('2021-09-02'),
    );
    const [, first, second] = found.clues();
    found.done(first, sealUp.by('chen').on('2021-09-03'));
    found.done(second, check.by('chen').on('2021-09-03'));
    expect([first, second].map((child) => found.clue(child).state)).toEqual([
      'sealedUp',
      'registered',
    ]);
    expect(dues(found, first)).toEqual({});
  });

  it('of which nobody decided yet who handles it, goes on to be allocated', () => {
    const early = new House().done(A, discover, split.by('kong').on('2021-09-06'));
    const parts = early.clues().filter((stream) => stream !== A);
    expect(parts.map((part) => early.clue(part).state)).toEqual(['registered', 'registered']);
    for (const part of parts) expect(dues(early, part)).toEqual({ allocate: endOf('2021-09-08') });
  });
});

const LINK = { clueId: idOf(A), relation: 'same-matter' };
const into = (survivor: string, when = '2021-09-13') =>
  command('mergeInto', { survivor: idOf(survivor) })
    .because('one matter')
    .by('gao')
    .on(when);

describe('a clue that is merged', () => {
  const house = new House().done(A, ...WITH_UNIT, assign).done(B, ...other('sun'), into(A));

  it('goes on in the other: nobody it is about and no report is lost', () => {
    expect(house.clue(B)).toMatchObject({ state: 'mergedAway', survivor: idOf(A) });
    expect(house.clue(A)).toMatchObject({
      ...{ state: 'withUnit', subjects: ['zhao', 'qian', 'sun'], officers: ['li', 'wang'] },
      reports: [{ reportId: NAMED }, { reportId: ANONYMOUS }, { reportId: LATE }],
    });
  });

  it('keeps the earlier due of the two', () => {
    expect(dues(house, A)).toEqual({ ...atHand('2021-10-08'), assigned: endOf('2021-12-03') });
    const turned = new House().done(A, ...WITH_UNIT).done(B, ...other('sun'));
    expect(dues(turned, B)).toEqual({
      ...atHand('2021-10-11'),
      assigned: endOf('2021-12-06'),
    });
    turned.done(A, into(B));
    expect(dues(turned, B)).toEqual({
      ...atHand('2021-10-08'),
      assigned: endOf('2021-12-03'),
    });
  });

  it('takes its level along, whatever was done there meanwhile, also past a clue that has gone', () => {
    const secret = new House()
      .done(A, ...WITH_UNIT, classify.by('chen').on('2021-09-10'))
      .done(B, ...other('sun'))
      .done(C, ...other('wu'), command('link', LINK).by('li').on('2021-09-20'));
    secret.done(A, command('classify', { level: 'L3' }).by('gao').on('2021-09-13'));
    secret.seen = new Map(secret.streams);
    expect([unseen(secret, B, C), unseen(secret, A, B)]).toEqual([undefined, undefined]);
    secret.settle();
    expect(secret.stuck).toEqual([]);
    expect([A, B, C].map((one) => secret.clue(one).level)).toEqual(['L3', 'L2', 'L3']);
    expect(secret.events(C).at(-1)).toMatchObject({ type: 'ClueMergedIn', level: 'L3' });
  });

  it('passes on what comes late, when the other has itself gone', () => {
    const late = new House()
      .done(A, ...WITH_UNIT)
      .done(B, ...other('sun'))
      .done(C, ...other('wu'));
    const give = (stream: string, survivor: string) =>
      late.give(stream, {
        ...{ name: 'mergeInto', input: { survivor: idOf(survivor) }, reason: 'one matter' },
        capacities: [{ personId: 'gao', role: 'leader', organId: 'nayong' }],
        happenedAt: { at: '2021-09-13T01:00:00.000Z', zone: 'Asia/Shanghai', precision: 'ms' },
        commandId: derivedId(idOf(stream), survivor),
      });
    expect([give(A, B), give(B, C)]).toEqual([undefined, undefined]);
    late.settle();
    expect(late.stuck).toEqual([]);
    expect(late.clue(C).subjects.toSorted()).toEqual(['qian', 'sun', 'wu', 'zhao']);
    expect(dues(late, C)).toEqual({ ...atHand('2021-10-08'), assigned: endOf('2021-12-03') });
  });

  it('is given back by a clue that ended at the same moment: it stands where it stood, with its dues', () => {
    const late = new House()
      .done(A, ...WITH_UNIT, assign)
      .done(B, ABOVE, sealUp.by('chen').on('2021-09-13'));
    const before = dues(late, A);
    expect(unseen(late, A, B)).toBeUndefined();
    expect(dues(late, A)).toEqual({});
    late.settle();
    expect(late.stuck).toEqual([]);
    expect(late.clue(A)).toMatchObject({
      ...{ state: 'withUnit', subjects: ['zhao', 'qian'], officers: ['li', 'wang'] },
      reports: [{ reportId: NAMED }, { reportId: ANONYMOUS }],
    });
    expect(late.clue(A).survivor).toBeUndefined();
    expect(dues(late, A)).toEqual(before);
    expect(late.clue(B)).toMatchObject({ state: 'sealedUp', subjects: ['sun'] });
    expect(dues(late, B)).toEqual({});
    late.done(A, propose('verify'));
  });

  it('is given back with all the time that was granted to it, and its colours', () => {
    const handled = SITUATIONS['verifying+extended'].slice(WITH_UNIT.length);
    const late = new House()
      .done(A, ...WITH_UNIT, ...handled)
      .done(B, ABOVE, sealUp.by('chen').on('2021-11-04'));
    const running = () => late.clocks(A).find(({ code }) => code === 'verify');
    const { steps: _, ...before } = running() ?? {};
    expect(before).toMatchObject({ extensions: 1, state: 'open' });
    expect(unseen(late, A, B, '2021-11-04')).toBeUndefined();
    expect(running()).toMatchObject({ state: 'cancelled' });
    late.settle();
    expect(running()).toMatchObject(before);
  });

  it('goes back to where it came from, also when it was passed on', () => {
    const late = new House()
      .done(A, ...WITH_UNIT)
      .done(B, ...other('sun'))
      .done(C, ABOVE, sealUp.by('chen').on('2021-09-13'));
    expect([unseen(late, A, B), unseen(late, B, C)]).toEqual([undefined, undefined]);
    late.settle();
    expect([A, B].map((one) => late.clue(one))).toMatchObject([
      { state: 'withUnit', subjects: ['zhao', 'qian'] },
      { state: 'withUnit', subjects: ['sun'] },
    ]);
  });
});

/** Merges the one into the other by somebody who does not see yet how the other ended. */
function unseen(house: House, stream: string, survivor: string, day = '2021-09-13') {
  const before = house.events(survivor).filter(({ type }) => type !== 'ClueReferredUpSealed');
  house.seen = new Map([[survivor, before.slice(0, WITH_UNIT.length)]]);
  const refused = house.give(stream, {
    ...{ name: 'mergeInto', input: { survivor: idOf(survivor) }, reason: 'one matter' },
    capacities: [{ personId: 'gao', role: 'leader', organId: 'nayong' }],
    happenedAt: { at: `${day}T02:00:00.000Z`, zone: 'Asia/Shanghai', precision: 'ms' },
    commandId: derivedId(idOf(stream), survivor),
  });
  house.seen = undefined;
  return refused;
}

describe('a duplicate', () => {
  it('leaves its reports with the first clue, and its clock', () => {
    const [, ...rest] = [discover, check];
    const house = new House()
      .done(A, discover)
      .done(B, other('zhao')[0], ...rest.map((one) => one.on('2021-09-06')));
    house.done(
      B,
      command('markDuplicate', { survivor: idOf(A) })
        .because('the same letter')
        .by('bai')
        .on('2021-09-07'),
    );
    expect(house.clue(B)).toMatchObject({ state: 'duplicate', survivor: idOf(A) });
    expect(house.clue(A).subjects).toEqual(['zhao', 'qian']);
    expect(house.clue(A).reports.map(({ reportId }) => reportId)).toEqual([NAMED, ANONYMOUS, LATE]);
    expect(dues(house, A)).toEqual({ allocate: endOf('2021-09-08') });
  });
});
