import type { CaseState } from '../case/state.js';
import { clueCalled, House } from '../testing/house.js';
import { command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

const A = clueCalled('a');

/** Verified by li and wang, investigated by li and fang. */
class Filed {
  readonly house = new House().done(A, ...SITUATIONS.investigating);

  replaced(leaving: string, joining: string): readonly string[] {
    this.house.done(
      A,
      command('replaceOfficer', { leaving, joining }).because('ill').by('du').on('2021-11-18'),
    );
    return this.inCase();
  }

  inCase(): readonly string[] {
    return this.house.state<CaseState>(`case-${this.house.clue(A).caseId}`).officers;
  }
}

describe('replacing an officer while the case is open', () => {
  it('brings nobody into the case in the place of one who only verified the clue', () => {
    const of = new Filed();
    expect(of.replaced('wang', 'wu')).toEqual(['li', 'fang']);
    expect(of.house.clue(A).officers).toEqual(['li', 'fang', 'wu']);
  });

  it('brings into the case who only verified the clue', () => {
    const of = new Filed();
    expect(of.replaced('fang', 'wang')).toEqual(['li', 'wang']);
    expect(of.house.clue(A).officers).toEqual(['li', 'wang']);
  });

  it('brings nobody into the case who is there already', () => {
    expect(() => new Filed().replaced('li', 'fang')).toThrow('found officer-already');
  });

  it('fills the place of an officer who was recused', () => {
    const of = new Filed();
    of.house.done(
      A,
      command('requestRecusal', { officer: 'fang', ground: 'witness' })
        .because('he was there')
        .by('li')
        .on('2021-11-16'),
      command('decideRecusal', { officer: 'fang', granted: true }).by('gao').on('2021-11-17'),
    );
    expect(of.inCase()).toEqual(['li']);
    expect(of.replaced('fang', 'wang')).toEqual(['li', 'wang']);
    expect(of.replaced('fang', 'wu')).toEqual(['li', 'wang']);
  });
});
