import { idOf } from '@cluetrail/event-sourcing';
import {
  accept,
  allocate,
  allow,
  assign,
  check,
  classify,
  deliberate,
  discover,
  inquire,
  propose,
  reply,
  split,
  submit,
  transfer,
} from '../testing/handled.js';
import { clueCalled, House, RULES } from '../testing/house.js';
import { LATE } from '../testing/neighbours.js';
import { CN2 } from '../testing/office.js';
import { command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { DIGEST } from '../testing/told.js';

const A = clueCalled('a');
const B = clueCalled('b');
const handled = [check, classify, allocate, allow, transfer, accept];
const WITH_UNIT = [discover, ...handled];
const of = (personId: string) => ({
  ...{ source: 'audit', summary: 'accounts do not add up', reportIds: [LATE] },
  subjects: [{ personId, managingOrganId: 'nayong' }],
});
const into = (survivor: string) =>
  command('mergeInto', { survivor: idOf(survivor) })
    .because('one matter')
    .by('gao');

describe('a part of a clue', () => {
  it('is handled in no part by whom the whole was about, nor where that part goes on', () => {
    const accomplices = new House()
      .done(A, ...WITH_UNIT, split)
      .done(B, command('discover', of('sun')).by('an').on('2021-09-01'), ...handled, assign);
    const [zhaos, qians] = accomplices.clues().filter((stream) => ![A, B].includes(stream));
    const named = (stream: string, person: string) => () =>
      accomplices.done(
        stream,
        command('assignOfficers', { officers: ['li', person] })
          .by('du')
          .on('2021-09-15'),
      );
    expect([zhaos, qians].map((part) => accomplices.clue(part).recused)).toEqual([
      ['qian'],
      ['zhao'],
    ]);
    expect(named(qians, 'zhao')).toThrow('found officer-recused');
    accomplices.done(qians, into(B).on('2021-09-15'));
    expect(named(B, 'zhao')).toThrow('found officer-recused');
  });

  it('is handled in no part by whom a case of the whole was about, nor where that part goes on', () => {
    const house = new House()
      .done(A, ...SITUATIONS.investigating)
      .done(B, command('discover', of('sun')).by('an').on('2021-09-01'), ...handled);
    const { caseId } = house.clue(A);
    house.done(
      `case-${caseId}`,
      command('addCasePerson', { personId: 'wu', managingOrganId: 'nayong' })
        .because('he too')
        .by('li')
        .on('2021-12-01'),
      command('withdrawCase').because('nothing was found').by('gao').on('2022-01-10'),
    );
    house.done(
      A,
      command('settle', { outcome: 'clarified' }).by('chen').on('2022-01-11'),
      command('reopen', { evidence: 'a ledger' }).because('new').by('gao').on('2022-02-11'),
      split.on('2022-02-14'),
    );
    const [part] = house.clues().filter((stream) => ![A, B].includes(stream));
    const named = (stream: string) => () =>
      house.done(
        stream,
        command('assignOfficers', { officers: ['li', 'wu'] })
          .by('du')
          .on('2022-02-15'),
      );
    expect(named(part)).toThrow('found officer-is-subject');
    house.done(part, into(B).on('2022-02-15'));
    expect(named(B)).toThrow('found officer-is-subject');
  });

  it('is parted still from who discovered it, wherever it goes', () => {
    const parted = new House()
      .done(A, discover, split.by('kong').on('2021-09-06'))
      .done(B, command('discover', of('sun')).by('bai', 'intake').on('2021-09-06'));
    const [part, another] = parted.clues().filter((stream) => ![A, B].includes(stream));
    const voids = (stream: string) => () =>
      parted.done(
        stream,
        command('void').because('a slip').by('an', 'leader', 'bijie').on('2021-09-07'),
      );
    expect(voids(part)).toThrow('found four-eyes');
    const goes = (stream: string, survivor: string) =>
      parted.done(stream, into(survivor).on('2021-09-07').by('kong'));
    goes(part, another);
    goes(another, B);
    expect(parted.clue(B).actsBefore).toEqual({ discover: [{ personId: 'an' }] });
    expect(voids(B)).toThrow('found four-eyes');
  });
});

describe('a clue that was merged into another, or split', () => {
  const late = [
    propose('verify').on('2021-11-22'),
    deliberate.on('2021-11-23'),
    command('approveDisposal').by('hu').on('2021-11-23'),
  ];
  const begin = (...team: readonly string[]) =>
    command('startVerification', { team }).by('du').on('2021-11-24');
  const sign = (who: 'fang' | 'wu') =>
    command('signVerificationReport', { digest: DIGEST }).by(who).on('2021-11-25');
  const report = command('submitVerificationReport', submit.asked.input)
    .by('fang')
    .on('2021-11-25');
  const other = (rules = RULES) =>
    new House(rules).done(
      B,
      command('discover', of('sun')).by('an').on('2021-09-01'),
      ...handled,
      assign,
    );
  const concludes = (house: House, stream: string) => () =>
    house.done(
      stream,
      command('concludeVerification', { outcome: 'file' }).by('wang', 'leader').on('2021-11-26'),
    );

  it('lets nobody who verified it conclude on the report there', () => {
    const merged = other()
      .done(A, ...SITUATIONS.verified, into(B).on('2021-11-19'))
      .done(B, ...late, begin('fang', 'wu'), sign('fang'), sign('wu'), report);
    expect(concludes(merged, B)).toThrow('found approver-in-team');
    const parted = new House().done(A, ...SITUATIONS.verified, split.on('2021-11-19'));
    const [part] = parted.clues().filter((stream) => stream !== A);
    parted.done(
      part,
      assign.on('2021-11-21'),
      ...late,
      begin('fang', 'wu'),
      sign('fang'),
      sign('wu'),
      report,
    );
    expect(concludes(parted, part)).toThrow('found approver-in-team');
  });

  it('lets nobody who approved its disposal into the team there', () => {
    const merged = other()
      .done(A, ...SITUATIONS['disposalPending+verify'], into(B).on('2021-11-19'))
      .done(B, ...late);
    expect(() => merged.done(B, begin('fang', 'gao'))).toThrow('found approver-in-team');
    merged.done(B, begin('fang', 'wu'));
    const byWu = command('approveDisposal').by('wu', 'leader').on('2021-09-16');
    const verified = other()
      .done(B, ...late, begin('fang', 'wu'))
      .done(A, ...SITUATIONS['disposalPending+deliberated'], byWu);
    expect(() => verified.done(A, into(B).on('2021-11-25'))).toThrow('found approver-in-team');
  });

  it('lets nobody approve a disposal there who may have proposed it before it was taken over', () => {
    const pending = command('takeOver', {
      ...{ organ: 'nayong', number: '2021-041', state: 'disposalPending', way: 'verify' },
      ...{ discoveredOn: '2021-06-01', source: 'audit', officers: ['wu', 'wang'] },
      ...{ subjects: [{ personId: 'sun', managingOrganId: 'nayong' }], summary: 'x' },
    });
    const merged = other().done(A, pending.by('chen').on('2021-11-18'), into(B).on('2021-11-19'));
    merged.done(B, ...late.slice(0, 2));
    const approves = (who: 'wang' | 'hu') => () =>
      merged.done(B, command('approveDisposal').by(who, 'leader').on('2021-11-23'));
    expect(approves('wang')).toThrow('found four-eyes');
    expect(approves('hu')).not.toThrow();
  });

  it('nor who did propose it, whatever else the procedure keeps apart', () => {
    const merged = other({ ...RULES, procedure: { ...CN2, fourEyes: [] } })
      .done(A, ...SITUATIONS.disposalPending, into(B).on('2021-11-19'))
      .done(B, command('proposeDisposal', { way: 'verify' }).by('wang').on('2021-11-22'), late[1]);
    const approve = command('approveDisposal').on('2021-11-23');
    expect(() => merged.done(B, approve.by('li', 'leader'))).toThrow('found four-eyes');
    expect(() => merged.done(B, approve.by('hu'))).not.toThrow();
  });

  it('lets nobody conclude the talk there who asked in the one that came', () => {
    const merged = other()
      .done(A, ...SITUATIONS.talkInquiry, into(B).on('2021-11-19'))
      .done(
        B,
        command('assignOfficers', { officers: ['fang', 'wu'] })
          .by('du')
          .on('2021-11-19'),
        command('proposeDisposal', { way: 'talkInquiry' }).by('fang').on('2021-11-22'),
        ...late.slice(1),
        command('issueInquiry', inquire.asked.input).by('fang').on('2021-11-24'),
        command('recordReply', reply.asked.input).by('fang').on('2021-11-25'),
      );
    const concludedBy = (who: 'wang' | 'hu') => () =>
      merged.done(
        B,
        command('concludeTalk', { outcome: 'close' }).by(who, 'leader').on('2021-11-26'),
      );
    expect(concludedBy('wang')).toThrow('found approver-in-team');
    expect(concludedBy('hu')).not.toThrow();
  });
});
