import { idOf } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import {
  accept,
  allocate,
  allow,
  assign,
  check,
  classify,
  discover,
  propose,
  transfer,
} from '../testing/handled.js';
import { clueCalled, House } from '../testing/house.js';
import { ANONYMOUS, BY_LI } from '../testing/neighbours.js';
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

describe('a part of a matter that somebody reported by name', () => {
  const [A, B] = [clueCalled('a'), clueCalled('b')];
  const handled = [check, classify, allocate, allow, transfer, accept];
  const subjects = ['zhao', 'qian', 'sun'].map((personId) => ({
    ...{ personId, managingOrganId: 'nayong' },
  }));
  const input = { ...discover.asked.input, subjects };
  const both = command('discover', { ...input, reportIds: [BY_LI, ANONYMOUS] })
    .by('an')
    .on('2021-09-01');
  const without = command('discover', {
    ...{ ...input, source: 'audit', reportIds: [] },
    subjects: [{ ...subjects[0], personId: 'zhou' }],
  })
    .by('an')
    .on('2021-09-01');
  const parted = (...children: readonly object[]) =>
    command('split', { children }).because('two matters').by('gao').on('2021-09-14');
  /** The matter in three parts, of which the first keeps Li's report; the others come of a part that has none. */
  const inThree = () => {
    const house = new House().done(
      A,
      both,
      ...handled,
      parted(
        { subjects: ['zhao'], reports: [BY_LI] },
        { subjects: ['qian', 'sun'], reports: [ANONYMOUS] },
      ),
    );
    const [first, rest] = house.clues().filter((stream) => stream !== A);
    house.done(rest, parted({ subjects: ['qian'], reports: [ANONYMOUS] }, { subjects: ['sun'] }));
    const parts = house.clues().filter((stream) => ![A, rest].includes(stream));
    return { house, parts: [first, ...parts.filter((stream) => stream !== first)] };
  };
  const proposing = (house: House, stream: string, by: 'li' | 'wang') => () =>
    house.done(stream, command('proposeDisposal', { way: 'verify' }).by(by).on('2021-09-16'));

  it('is handled by him in none of them, with or without his report', () => {
    const { house, parts } = inThree();
    expect(parts).toHaveLength(3);
    for (const part of parts) {
      house.done(part, assign.on('2021-09-15'));
      expect(proposing(house, part, 'li')).toThrow('found own-report');
      expect(proposing(house, part, 'wang')).not.toThrow();
    }
  });

  it('nor where such a part goes on', () => {
    const { house, parts } = inThree();
    house.done(B, without, ...handled, assign);
    const into = command('mergeInto', { survivor: idOf(B) })
      .because('one matter')
      .by('gao');
    house.done(parts[2], into.on('2021-09-15'));
    expect(house.clue(B).reports).toEqual([]);
    expect(proposing(house, B, 'li')).toThrow('found own-report');
    expect(proposing(house, B, 'wang')).not.toThrow();
  });
});
