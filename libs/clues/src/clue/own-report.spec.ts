import { idOf } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { assign, discover, propose } from '../testing/handled.js';
import { clueCalled, House } from '../testing/house.js';
import { BY_LI } from '../testing/neighbours.js';
import { command, event, type Command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

const reported = command('discover', { ...discover.asked.input, reportIds: [BY_LI] })
  .by('an')
  .on('2021-09-01');
/** As the others, of a matter that Li reported by name. */
const upTo = (situation: keyof typeof SITUATIONS): readonly Command[] => [
  reported,
  ...SITUATIONS[situation].slice(1),
];
const withOfficers = upTo('withUnit+officers');
const handled = after(...withOfficers);
const byLeader = command('approveDisposal').on('2021-09-16');
const ask = (officer: string) =>
  command('requestRecusal', { officer, ground: 'other' }).because('x').by('li');

behaviour('whoever reported a matter by name', {
  'may be named an officer: nobody learns from it who he is': after(...upTo('withUnit'))
    .when(assign)
    .then(event('OfficersAssigned', { officers: ['li', 'wang'] }).under('23')),
  'has no part in it himself': handled.when(propose('verify')).refused('own-report'),
  'has none in an office that was lent to him, either': after(
    ...withOfficers,
    command('proposeDisposal', { way: 'verify' }).by('wang').on('2021-09-15'),
  )
    .when(byLeader.byDelegate('li', 'gao'))
    .refused('own-report'),
  'is told to nobody who acts for him': handled
    .when(command('proposeDisposal', { way: 'verify' }).byDelegate('wang', 'li').on('2021-09-15'))
    .then(
      event('DisposalProposed', { way: 'verify' })
        .moves('withUnit', 'disposalPending')
        .as('case-officer', 'nayong'),
    ),
  'asks for his own recusal': handled
    .when(ask('li'))
    .then(event('RecusalRequested', { officer: 'li', ground: 'other' }).under('67')),
  'and for that of nobody else': handled.when(ask('wang')).refused('own-report'),
  'is nobody where the report has no name': after(...SITUATIONS['withUnit+officers'])
    .when(propose('verify'))
    .then(event('DisposalProposed', { way: 'verify' }).moves('withUnit', 'disposalPending')),
});

describe('another matter', () => {
  const A = clueCalled('a');
  const B = clueCalled('b');
  const into = { survivor: idOf(B) };
  const standing = (situation: 'registered+ready' | 'withUnit+officers') =>
    new House().done(B, ...upTo(situation)).done(A, ...SITUATIONS[situation]);
  const merge = command('mergeInto', into).because('one matter').on('2021-09-14');
  const mark = command('markDuplicate', into).because('the same').on('2021-09-03');

  it('is not merged into his by whoever reported that by name, nor marked as its duplicate', () => {
    expect(() => standing('withUnit+officers').done(A, merge.by('li', 'leader'))).toThrow(
      'found own-report',
    );
    expect(() =>
      standing('registered+ready').done(A, mark.by('li', 'clue-admin', 'bijie')),
    ).toThrow('found own-report');
  });

  it('is by anybody else', () => {
    const merged = standing('withUnit+officers').done(A, merge.by('gao'));
    expect(merged.clue(B).takenIn).toEqual([idOf(A)]);
    const marked = standing('registered+ready').done(A, mark.by('bai'));
    expect(marked.clue(A).state).toBe('duplicate');
  });
});

describe('the case of a matter that somebody reported by name', () => {
  it('is investigated by others alone', () => {
    const A = clueCalled('a');
    const house = new House().done(A, ...SITUATIONS.investigating);
    const file = `case-${house.clue(A).caseId}`;
    house.done(A, command('attachReport', { reportId: BY_LI }).by('chen').on('2021-12-01'));
    const add = command('addCasePerson', { personId: 'sun', managingOrganId: 'nayong' }).because(
      'he signed too',
    );
    expect(() => house.done(file, add.by('li').on('2021-12-02'))).toThrow('found own-report');
    expect(() => house.done(file, add.by('fang').on('2021-12-02'))).not.toThrow();
  });
});
