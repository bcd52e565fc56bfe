import { House, clueCalled } from '../testing/house.js';
import { behaviour } from '../testing/behaviour.js';
import { CASE_SITUATIONS } from '../testing/case-situations.js';
import { afterInCase, afterInCaseUnder } from '../testing/given.js';
import { CN3 } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

const filed = CASE_SITUATIONS.underInvestigation;
const add = (more: object) =>
  command('addCasePerson', { personId: 'sun', ...more })
    .because('he signed too')
    .by('li')
    .on('2021-12-01');
const managed = { managingOrganId: 'nayong' };

behaviour('of whom it is not known who decides on him', {
  'nobody is added: the organ that manages him is told': afterInCase(...filed)
    .when(add({ rankCode: 'staff' }))
    .refused('required', { field: 'managingOrganId' }),
  'and his rank where decisions go by it': afterInCaseUnder(CN3, ...filed)
    .when(add(managed))
    .refused('required', { field: 'rankCode' }),
  'but no rank where none counts': afterInCase(...filed)
    .when(add(managed))
    .then(event('CasePersonAdded', { personId: 'sun', ...managed })),
});

describe('whom a clue of the case is about, too', () => {
  const A = clueCalled('a');
  const B = clueCalled('b');
  const told = (managingOrganId: string) => {
    const subjects = [{ personId: 'sun', managingOrganId }];
    return command('discover', { source: 'audit', subjects, summary: 'he signed too' })
      .by('an')
      .on('2021-09-01');
  };
  /** A clue that nobody filed is put beside the one that was. */
  const caseOfBoth = (managingOrganId: string) => {
    const house = new House().done(A, ...SITUATIONS.investigating).done(B, told(managingOrganId));
    const file = `case-${house.clue(A).caseId}`;
    const [opened, ...later] = house.events(file);
    const clueIds = [A, B].map((one) => one.replace('clue-', ''));
    house.streams.set(file, [{ ...opened, data: { ...opened.data, clueIds } }, ...later]);
    return { house, adding: (more: object = {}) => house.done(file, add(more)) };
  };

  it('is added as that clue knows him', () => {
    expect(caseOfBoth('nayong').adding).not.toThrow();
  });

  it('is not added below the organ by which that clue says he is managed, whatever is told', () => {
    const of = caseOfBoth('bijie');
    expect(of.adding).toThrow('found person-managed-above');
    expect(() => of.adding(managed)).toThrow('found person-managed-above');
    of.house.hidden = [B];
    expect(() => of.adding(managed)).toThrow('found person-managed-above');
  });
});
