import { OPEN } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { CASE_SITUATIONS, FILE } from '../testing/case-situations.js';
import { afterInCase, afterInCaseUnder, given } from '../testing/given.js';
import { shipped } from '../testing/office.js';
import { endOf } from '../testing/rows.js';
import { command } from '../testing/said.js';
import { CASE_ID, idOfClue, upTo } from '../testing/told.js';
import { cases } from './cases.js';

const FILED = {
  caseId: CASE_ID,
  clue: idOfClue,
  state: 'underInvestigation',
  open: 1,
  organ: 'nayong',
  nextDue: endOf('2022-02-15'),
  deciderPath: null,
  organPath: '/bijie/nayong/',
  receiverPath: null,
  level: 'L2',
  assigned: '|fang|li|',
  excluded: '|qian|zhao|',
  adjudicated: '',
};
const HANDED_OVER = { ...FILED, adjudicated: '|/bijie/nayong/|' };

behaviour('a case as it stands', {
  'is of those who investigate it': afterInCase(...CASE_SITUATIONS.underInvestigation)
    .project(cases)
    .rows([FILED]),
  'has come before those who adjudicate with its report': afterInCase(
    ...CASE_SITUATIONS.awaitingAdjudication,
  )
    .project(cases)
    .rows([{ ...HANDED_OVER, state: 'awaitingAdjudication', nextDue: OPEN }]),
  'is of its panel, too': afterInCase(...CASE_SITUATIONS.adjudicating)
    .project(cases)
    .rows([
      {
        ...{ ...HANDED_OVER, state: 'adjudicating', nextDue: endOf('2022-01-27') },
        assigned: '|fang|li|shi|tan|',
      },
    ]),
  'is over once it is executed': afterInCase(...CASE_SITUATIONS.executed)
    .project(cases)
    .rows([
      {
        ...{ ...HANDED_OVER, state: 'executed', open: 0, nextDue: OPEN },
        assigned: '|fang|li|shi|tan|',
      },
    ]),
  'is decided by the organ that its ranks ask for': afterInCaseUnder(
    shipped('cn-2019-example', 3),
    command('fileCase', { ...FILE, ranks: { zhao: ['division-head'] } })
      .bySystem()
      .on('2021-11-15'),
  )
    .project(cases)
    .rows([{ ...FILED, deciderPath: '/bijie/' }]),
  'is none that a clue is': given(...upTo('VerificationConcluded'))
    .project(cases)
    .rows([]),
});
