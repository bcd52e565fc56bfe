import { clueCalled, House } from '../testing/house.js';
import { idOf } from '@cluetrail/event-sourcing';
import { CASE_SITUATIONS, DECISIONS, PANEL, report, take } from '../testing/case-situations.js';
import {
  accept,
  allocate,
  allow,
  approve,
  assign,
  check,
  classify,
  conclude,
  deliberate,
  discover,
  propose,
  submit,
  transfer,
} from '../testing/handled.js';
import { DIGEST } from '../testing/told.js';
import type { CaseState } from './state.js';
import { command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

const A = clueCalled('a');

describe('the panel of a case', () => {
  it('is without who was recused from its clue before it was filed', () => {
    const house = new House().done(
      A,
      ...SITUATIONS.verified,
      command('requestRecusal', { officer: 'tan', ground: 'relative' })
        .because('a cousin')
        .by('li')
        .on('2021-11-10'),
      command('decideRecusal', { officer: 'tan', granted: true }).by('gao').on('2021-11-11'),
      ...SITUATIONS.investigating.slice(SITUATIONS.verified.length),
    );
    const file = `case-${house.clue(A).caseId}`;
    const [, ...worked] = CASE_SITUATIONS.awaitingAdjudication;
    house.done(file, ...worked);
    expect(() => house.done(file, take)).toThrow('found officer-recused');
    // Nor where whoever names him may not see the clue: but who he is is not told.
    house.hidden = [A];
    expect(() => house.done(file, take)).toThrow('found adjudicator-recused');
  });
});

describe('who handled the clue of a case, and does not investigate it', () => {
  const B = clueCalled('b');
  const inHand = [discover, check, classify, allocate, allow, transfer, accept];
  const entrusted = (...officers: readonly string[]) =>
    command('assignOfficers', { officers }).by('du');
  const signs = (name: string, digest: string, day: string) => (by: 'li' | 'wang' | 'wu') =>
    command(name, { digest }).by(by).on(day);
  const verifies = signs('signVerificationReport', DIGEST, '2021-11-09');
  const investigates = signs('signInvestigationReport', DIGEST, '2021-12-17');
  /** Officers li and wang from now on, who investigate it; verified by li and this one. */
  const adjudicated = (house: House, another: 'wang' | 'wu') => {
    const team = ['li', another];
    house.done(
      A,
      ...[propose('verify'), deliberate, approve],
      command('startVerification', { team }).by('du').on('2021-09-17'),
      ...[verifies('li'), verifies(another), submit, conclude('file')],
      command('startInvestigation', { officers: ['li', 'wang'] })
        .by('gao')
        .on('2021-11-15'),
    );
    const file = `case-${house.clue(A).caseId}`;
    house.done(file, investigates('li'), investigates('wang'), report);
    return { house, file };
  };
  const parted = () => {
    const house = new House().done(A, ...inHand, entrusted('fang', 'wu').on('2021-09-09'));
    return adjudicated(house.done(A, entrusted('li', 'wang').on('2021-09-10')), 'wang');
  };
  const joined = () => {
    const into = command('mergeInto', { survivor: idOf(A) })
      .because('one matter')
      .by('gao');
    const house = new House()
      .done(A, ...inHand, assign)
      .done(B, ...inHand, entrusted('fang', 'wu').on('2021-09-09'), into.on('2021-09-10'));
    return adjudicated(house, 'wang');
  };
  const verified = () => adjudicated(new House().done(A, ...inHand, assign), 'wu');
  const sits = (person: string) =>
    command('acceptForAdjudication', { panel: ['shi', person] })
      .by('shi')
      .on('2021-12-27');

  it.each([
    ['its officer once', parted, 'fang'],
    ['that of a clue that was merged into it', joined, 'fang'],
    ['of the team that verified it', verified, 'wu'],
  ] as const)('%s: is of no panel, and decides nothing', (_, told, person) => {
    const { house, file } = told();
    for (const hidden of [[], [A, B]]) {
      house.hidden = hidden;
      expect(() => house.done(file, sits(person))).toThrow('found adjudicator-investigated');
    }
    const accept = command('acceptForAdjudication', PANEL).on('2021-12-27');
    expect(() => house.done(file, accept.by(person, 'adjudicator'))).toThrow(
      'found adjudicator-investigated',
    );
    house.done(file, take);
    const decided = command('decide', { decisions: [DECISIONS[0]] }).on('2022-01-10');
    expect(() => house.done(file, decided.by(person, 'leader'))).toThrow(
      'found adjudicator-investigated',
    );
  });

  const replacedBy = (by: 'hu' | 'gao') => {
    const house = new House().done(A, ...inHand, entrusted('wu', 'wang').on('2021-09-09'));
    const replace = command('replaceOfficer', { leaving: 'wu', joining: 'li' }).because('ill');
    return adjudicated(house.done(A, replace.by(by).on('2021-09-10')), 'wang');
  };
  const replaced = () => replacedBy('hu');
  const handedOn = () => {
    const house = new House().done(
      A,
      ...inHand,
      command('assignOfficers', { officers: ['li', 'wang'] })
        .by('hu', 'unit-head')
        .on('2021-09-09'),
    );
    return adjudicated(house, 'wang');
  };

  it.each([
    ['assigned its officers', handedOn, 'hu'],
    ['had it verified', handedOn, 'du'],
    ['replaced one of its officers', replaced, 'hu'],
    ['assigned those of a clue that was merged into it', joined, 'du'],
  ] as const)('or headed those who did, since he %s: is of no panel', (_, told, person) => {
    const { house, file } = told();
    for (const hidden of [[], [A, B]]) {
      house.hidden = hidden;
      expect(() => house.done(file, sits(person))).toThrow('found adjudicator-investigated');
    }
  });

  it('decides on it where he replaced an officer: the one who leads the organ does both', () => {
    const { house, file } = replacedBy('gao');
    const decisions = house.state<CaseState>(file).subjects.map((personId) => ({
      ...{ personId, measure: 'warning', form: 2 },
    }));
    house.done(file, take, command('decide', { decisions }).by('gao').on('2022-01-10'));
    expect(house.state<CaseState>(file).state).toBe('decided');
  });

  it('decides on it where he approved what was done, but did nothing himself', () => {
    const { house, file } = verified();
    const decisions = house.state<CaseState>(file).subjects.map((personId) => ({
      ...{ personId, measure: 'warning', form: 2 },
    }));
    house.done(file, take, command('decide', { decisions }).by('gao').on('2022-01-10'));
    expect(house.state<CaseState>(file).state).toBe('decided');
  });
});

describe('what a giver may not see', () => {
  const investigating = () => new House().done(A, ...SITUATIONS.investigating);

  it('keeps who handles the clue from being added to its case', () => {
    const house = investigating();
    house.hidden = [A];
    const add = command('addCasePerson', { personId: 'wang', managingOrganId: 'nayong' })
      .because('he signed')
      .by('li');
    expect(() => house.done(`case-${house.clue(A).caseId}`, add.on('2021-12-01'))).toThrow(
      'found officer-is-subject',
    );
  });

  it('lets an officer of the case be replaced by who only verified the clue', () => {
    const house = investigating();
    const file = `case-${house.clue(A).caseId}`;
    house.hidden = [file];
    const replace = command('replaceOfficer', { leaving: 'li', joining: 'wang' }).because('ill');
    house.done(A, replace.by('du').on('2021-12-01'));
    expect(house.state<CaseState>(file).officers).toEqual(['fang', 'wang']);
  });
});
