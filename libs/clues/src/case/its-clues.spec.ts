import { clueCalled, House } from '../testing/house.js';
import { CASE_SITUATIONS, take } from '../testing/case-situations.js';
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
  });
});
