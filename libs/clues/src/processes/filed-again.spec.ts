import { CASE_SITUATIONS, PANEL, withdraw } from '../testing/case-situations.js';
import { verifiedAgain } from '../testing/handled.js';
import { clueCalled, House } from '../testing/house.js';
import { command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { DIGEST } from '../testing/told.js';

const A = clueCalled('a');

/** li and fang investigated, shi and tan adjudicated; then the case was withdrawn, and the clue reopened. */
function lookedIntoAgain(): House {
  const house = new House().done(A, ...SITUATIONS.investigating);
  const [, ...worked] = CASE_SITUATIONS.adjudicating;
  house.done(`case-${house.clue(A).caseId}`, ...worked, withdraw.on('2022-01-10'));
  return house.done(
    A,
    command('settle', { outcome: 'clarified' }).by('chen').on('2022-01-11'),
    command('reopen', { evidence: 'a ledger' }).because('new').by('gao').on('2022-02-11'),
    ...verifiedAgain,
  );
}

describe('a second case of a clue', () => {
  it('is not investigated by who adjudicated the first', () => {
    const house = lookedIntoAgain();
    const filed = (...officers: string[]) =>
      house.done(A, command('startInvestigation', { officers }).by('gao').on('2022-02-22'));
    expect(() => filed('li', 'tan')).toThrow('found adjudicator-investigated');
    expect(filed('li', 'wang').clue(A).state).toBe('investigating');
  });

  it('is not adjudicated by who investigated the first', () => {
    const house = lookedIntoAgain();
    house.done(
      A,
      command('startInvestigation', { officers: ['wang', 'wu'] })
        .by('gao')
        .on('2022-02-22'),
    );
    const file = `case-${house.clue(A).caseId}`;
    const sign = command('signInvestigationReport', { digest: DIGEST }).on('2022-02-23');
    const finding = { finding: 'violation', digest: DIGEST };
    house.done(
      file,
      ...(['wang', 'wu'] as const).map((one) => sign.by(one)),
      command('concludeInvestigation', finding).by('wang').on('2022-02-24'),
    );
    const taken = (...panel: string[]) =>
      house.done(file, command('acceptForAdjudication', { panel }).by('shi').on('2022-02-25'));
    expect(() => taken('shi', 'fang')).toThrow('found adjudicator-investigated');
    expect(taken(...PANEL.panel).state(file).state).toBe('adjudicating');
  });
});
