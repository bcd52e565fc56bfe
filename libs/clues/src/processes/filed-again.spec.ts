import { idOf } from '@cluetrail/event-sourcing';
import { streamOf } from '../clue/state.js';
import { CASE_SITUATIONS, PANEL, withdraw } from '../testing/case-situations.js';
import { STAND_IN } from '../testing/decider.js';
import { split, verifiedAgain } from '../testing/handled.js';
import { clueCalled, House } from '../testing/house.js';
import { command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { DIGEST } from '../testing/told.js';

const A = clueCalled('a');
const B = clueCalled('b');

/** li and fang investigated, shi and tan adjudicated; then the case was withdrawn, and the clue reopened. */
function lookedIntoAgain(): House {
  return reopened().done(A, ...verifiedAgain);
}

function reopened(): House {
  const house = new House().done(A, ...SITUATIONS.investigating);
  const [, ...worked] = CASE_SITUATIONS.adjudicating;
  house.done(`case-${house.clue(A).caseId}`, ...worked, withdraw.on('2022-01-10'));
  return house.done(
    A,
    command('settle', { outcome: 'clarified' }).by('chen').on('2022-01-11'),
    command('reopen', { evidence: 'a ledger' }).because('new').by('gao').on('2022-02-11'),
  );
}

/** Up to where its report waits for those who adjudicate: the stream of the case. */
function investigatedAgain(house: House, officers: readonly ('wang' | 'wu' | 'li')[]): string {
  house.done(A, command('startInvestigation', { officers }).by('gao').on('2022-02-22'));
  const file = `case-${house.clue(A).caseId}`;
  const sign = command('signInvestigationReport', { digest: DIGEST }).on('2022-02-23');
  const finding = { finding: 'violation', digest: DIGEST };
  house.done(
    file,
    ...officers.map((one) => sign.by(one)),
    command('concludeInvestigation', finding).by(officers[0]).on('2022-02-24'),
  );
  return file;
}

/** Somebody turned out to be meant, too. */
function withPersonAdded(personId = 'wu'): House {
  const house = new House().done(A, ...SITUATIONS.investigating);
  const file = `case-${house.clue(A).caseId}`;
  const add = command('addCasePerson', { personId, managingOrganId: 'nayong' })
    .because('he signed')
    .by('li');
  house.done(file, add.on('2021-12-01'), withdraw.on('2022-01-10'));
  house.hidden = [file];
  return house.done(
    A,
    command('settle', { outcome: 'clarified' }).by('chen').on('2022-01-11'),
    command('reopen', { evidence: 'a ledger' }).because('new').by('gao').on('2022-02-11'),
  );
}

describe('an earlier case that the giver may not see', () => {
  it('keeps the clue from whom it is about all the same', () => {
    const house = withPersonAdded();
    const assign = (...officers: string[]) =>
      house.done(A, command('assignOfficers', { officers }).by('du').on('2022-02-14'));
    expect(() => assign('li', 'wu')).toThrow('found officer-is-subject');
    expect(assign('li', 'wang').clue(A).officers).toEqual(['li', 'wang']);
  });

  it('keeps what goes on from whom it is about all the same: each part, and what takes it in', () => {
    const house = withPersonAdded().done(A, split.on('2022-02-14'));
    const named = (stream: string, officers: string[]) => () =>
      house.done(stream, command('assignOfficers', { officers }).by('du').on('2022-02-15'));
    for (const part of house.clue(A).parts ?? [])
      expect(named(streamOf(part), ['li', 'wu'])).toThrow('found officer-is-subject');
    const merged = withPersonAdded().done(B, ...SITUATIONS['withUnit+officers']);
    const survivor = idOf(B);
    merged.done(A, command('mergeInto', { survivor }).because('x').by('gao').on('2022-02-14'));
    const officers = ['li', 'wu'];
    const assign = command('assignOfficers', { officers }).by('du').on('2022-02-15');
    expect(() => merged.done(B, assign)).toThrow('found officer-is-subject');
  });

  it('keeps who adjudicated it from the next one all the same', () => {
    const house = lookedIntoAgain();
    house.hidden = [`case-${house.clue(A).caseId}`];
    const officers = ['li', 'tan'];
    const filed = command('startInvestigation', { officers }).by('gao').on('2022-02-22');
    expect(() => house.done(A, filed)).toThrow('found adjudicator-investigated');
  });
});

describe('a second case of a clue', () => {
  it('is not adjudicated by whom the first was about', () => {
    const house = withPersonAdded('tan').done(A, ...verifiedAgain);
    const file = investigatedAgain(house, ['wang', 'wu']);
    const take = command('acceptForAdjudication', PANEL).by('shi').on('2022-02-25');
    expect(() => house.done(file, take)).toThrow('found officer-is-subject');
  });

  it('is not investigated by who adjudicated the first', () => {
    const house = lookedIntoAgain();
    const filed = (...officers: string[]) =>
      house.done(A, command('startInvestigation', { officers }).by('gao').on('2022-02-22'));
    expect(() => filed('li', 'tan')).toThrow('found adjudicator-investigated');
    const asOne = command('assignOfficers', { officers: ['li', STAND_IN] }).by('du');
    expect(() => reopened().done(A, asOne.on('2022-02-14'))).toThrow(
      'found adjudicator-investigated',
    );
    expect(filed('li', 'wang').clue(A).state).toBe('investigating');
  });

  it('is not led to by who adjudicated the first: he neither handles the clue nor verifies it again', () => {
    const house = reopened();
    const assign = command('assignOfficers', { officers: ['li', 'tan'] }).by('du');
    expect(() => house.done(A, assign.on('2022-02-14'))).toThrow('found adjudicator-investigated');
    const replace = command('replaceOfficer', { leaving: 'fang', joining: 'tan' }).because('x');
    expect(() => house.done(A, replace.by('du').on('2022-02-14'))).toThrow(
      'found adjudicator-investigated',
    );
    house.done(A, ...verifiedAgain.slice(0, 3));
    const start = command('startVerification', { team: ['li', 'tan'] }).by('du');
    expect(() => house.done(A, start.on('2022-02-18'))).toThrow('found adjudicator-investigated');
  });

  it('is not adjudicated by who investigated the first', () => {
    const house = lookedIntoAgain();
    // Also for a giver who may not see it.
    house.hidden = [`case-${house.clue(A).caseId}`];
    const file = investigatedAgain(house, ['wang', 'wu']);
    const taken = (...panel: string[]) =>
      house.done(file, command('acceptForAdjudication', { panel }).by('shi').on('2022-02-25'));
    expect(() => taken('shi', 'fang')).toThrow('found adjudicator-investigated');
    expect(taken(...PANEL.panel).state(file).state).toBe('adjudicating');
  });
});
