import { idOf, inEffect, localDate } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { report, signsOf, take } from '../testing/case-situations.js';
import { movedIn } from '../testing/correcting-times.js';
import { check, classify, split, verifiedAgain } from '../testing/handled.js';
import { given } from '../testing/given.js';
import { clueCalled, House, RULES } from '../testing/house.js';
import { TWIN } from '../testing/neighbours.js';
import { CN5, SYSTEM, ZONE, type PersonId } from '../testing/office.js';
import { command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { happened, idOfEvent, tell, upTo } from '../testing/told.js';

const A = clueCalled('a');
const B = clueCalled('b');
const other = command('discover', {
  ...{ source: 'audit', summary: 'accounts do not add up' },
  subjects: [{ personId: 'sun', managingOrganId: 'nayong' }],
})
  .by('an')
  .on('2021-09-01');
const intoA = command('mergeInto', { survivor: idOf(A) })
  .because('one matter')
  .by('gao')
  .on('2021-11-10');

class Told {
  readonly house = new House({ ...RULES, procedure: CN5 });

  /** As if all that stands there had been written down on that day. */
  recorded(stream: string, day: string): this {
    const recordedAt = `${day}T01:00:00.000000Z`;
    const told = this.house.events(stream).map((one) => ({ ...one, recordedAt }));
    this.house.streams.set(stream, told);
    return this;
  }

  /** The code where it is refused. */
  moved(stream: string, { type, to }: Readonly<{ type: string; to: string }>, by: PersonId) {
    return movedIn(this.house, { stream, type, to, by });
  }
}

describe('the time of what was merged in', () => {
  const told = new Told();
  told.house.done(A, ...SITUATIONS['verifying+signed']);
  told.house.done(B, other, ...SITUATIONS.withUnit.slice(1), intoA);

  it('stays: signatures that said nothing of it would count again', () => {
    expect(told.house.clue(A).signatures).toEqual({});
    expect(told.moved(A, { type: 'ClueMergedIn', to: '2021-10-11' }, 'gao')).toBe(
      'not-correctable',
    );
    expect(told.moved(A, { type: 'ClueMergedIn', to: '2021-10-11' }, 'hu')).toBe('not-correctable');
  });
});

const gone = (type: string) => {
  const change = { from: 'withUnit', to: 'mergedAway' };
  const back = { from: 'mergedAway', to: 'withUnit' };
  return given(
    ...upTo('OfficersAssigned'),
    tell('gao', { type, on: '2021-09-13', change, data: { survivor: TWIN } })(),
    tell(SYSTEM, { type: 'ClueGivenBack', on: '2021-09-14', change: back, data: {} })(),
  );
};
const corrected = (version: number, from: string, to: string) =>
  command('correctFact', {
    ...{ targetEventId: idOfEvent(version), field: 'happenedAt' },
    ...{ old: { ...happened(from) }, new: to },
  })
    .because('the day was mistyped')
    .by('hu')
    .on('2021-12-28');

behaviour('the time of what went into another clue', {
  'stays when it was given back: the other one was told when it came': gone('ClueMergedAway')
    .when(corrected(5, '2021-09-13', '2021-09-12'))
    .refused('not-correctable'),
  'stays of a duplicate': gone('ClueMarkedDuplicate')
    .when(corrected(5, '2021-09-13', '2021-09-12'))
    .refused('not-correctable'),
  'and it came back when it was given back': gone('ClueMergedAway')
    .when(corrected(6, '2021-09-14', '2021-09-13T12:00:00+08:00'))
    .refused('not-correctable'),
});

describe('when a part began', () => {
  it('stays in each part: before the split the matter would count twice', () => {
    const told = new Told();
    told.house.done(A, ...SITUATIONS.withUnit, split);
    const parts = told.house.clues().filter((stream) => stream !== A);
    expect(
      parts.map((part) => told.moved(part, { type: 'ClueSplitOff', to: '2021-09-09' }, 'hu')),
    ).toEqual(['not-correctable', 'not-correctable']);
  });
});

describe('the time of what a clue was told of its case', () => {
  it('is corrected by another than who had it told', () => {
    const told = new Told();
    told.house.done(A, ...SITUATIONS.investigating);
    const file = `case-${told.house.clue(A).caseId}`;
    told.house.done(file, ...signsOf('2021-12-17'), report, take);
    const begun = { type: 'AdjudicationBegun', to: '2021-12-24' };
    expect(told.moved(A, begun, 'shi')).toBe('four-eyes');
    expect(told.moved(A, begun, 'hu')).toBeUndefined();
  });
});

describe('a clue and its case', () => {
  const withdrawn = command('withdrawCase').because('nothing was found').by('gao');
  const settle = command('settle', { outcome: 'clarified' }).by('chen').on('2021-12-24');
  const filed = () => {
    const told = new Told();
    told.house.done(A, ...SITUATIONS.investigating);
    const fileOf = () => `case-${told.house.clue(A).caseId}`;
    const file = fileOf();
    const late = () => told.recorded(A, '2022-03-31').recorded(file, '2022-03-31');
    return { told, file, fileOf, late };
  };

  it('are filed in this order: who files it later, moves the case first', () => {
    const { told, file, late } = filed();
    late();
    const started = { type: 'InvestigationStarted', to: '2021-11-17' };
    expect(told.moved(A, started, 'hu')).toBe('happened-before-previous');
    expect(told.moved(file, { ...started, type: 'CaseFiled' }, 'hu')).toBeUndefined();
    expect(told.moved(A, started, 'hu')).toBeUndefined();
  });

  it('are over in the other one: the clue is settled after all that ended the case', () => {
    const { told, file, late } = filed();
    told.house.done(file, withdrawn.on('2021-12-20')).done(A, settle);
    late();
    const to = (day: string) => ({ type: 'ClueSettled', to: day });
    expect(told.moved(file, { type: 'CaseWithdrawn', to: '2021-12-23' }, 'hu')).toBeUndefined();
    expect(told.moved(A, to('2021-12-22'), 'hu')).toBe('happened-before-previous');
    expect(told.moved(A, to('2021-12-23'), 'hu')).toBeUndefined();
  });

  it('are bound by no case for which the clue was filed again', () => {
    const { told, file, fileOf, late } = filed();
    const reopen = command('reopen', { evidence: 'a ledger' }).because('it was kept').by('gao');
    const again = command('startInvestigation', { officers: ['wang', 'wu'] }).by('gao');
    told.house.done(file, withdrawn.on('2021-12-20'));
    told.house.done(A, settle, reopen.on('2022-02-11'), ...verifiedAgain, again.on('2022-02-22'));
    told.house.done(fileOf(), withdrawn.on('2022-02-25'));
    late();
    expect(told.moved(A, { type: 'ClueSettled', to: '2021-12-22' }, 'hu')).toBeUndefined();
  });
});

const ASIDE = ['FactCorrected', 'LateEntryCountersigned'];

describe('the time of an act by which a clue got its number', () => {
  const self = { mode: 'self' };
  const here = [
    ...[other, check, classify],
    command('proposeAllocation', self).by('bai').on('2021-09-02'),
    command('approveAllocation', self).by('kong').on('2021-09-03'),
  ];

  it.each([
    ['AllocationApproved', here, '2021-09-06'],
    ['TransferAccepted', SITUATIONS.withUnit, '2021-09-09'],
  ] as const)('is corrected past the number, which goes along: %s', (type, commands, to) => {
    const told = new Told();
    told.house.done(A, ...commands);
    told.recorded(A, '2021-09-20');
    expect(told.moved(A, { type, to }, 'ren')).toBeUndefined();
    const order = inEffect(told.house.events(A)).filter(({ type }) => !ASIDE.includes(type));
    expect(order.slice(-2).map((one) => [one.type, localDate(one.effectiveAt, ZONE)])).toEqual([
      [type, to],
      ['NumberAssigned', to],
    ]);
  });

  it('leaves that of the number as it was told', () => {
    const told = new Told();
    told.house.done(A, ...here);
    const number = { type: 'NumberAssigned', to: '2021-09-02' };
    expect(told.moved(A, number, 'ren')).toBe('not-correctable');
  });
});
