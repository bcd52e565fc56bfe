import { clueCalled, House } from '../testing/house.js';
import { CASE_SITUATIONS, take } from '../testing/case-situations.js';
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
