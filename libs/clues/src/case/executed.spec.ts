import { behaviour } from '../testing/behaviour.js';
import { CASE_SITUATIONS, DECISIONS } from '../testing/case-situations.js';
import { afterInCase, afterInCaseUnder } from '../testing/given.js';
import { CN5 } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { CASE_STREAM, happened, idOfClue, idOfEvent } from '../testing/told.js';

const [zhao, qian] = DECISIONS;
const clueIds = [idOfClue];
const decided = afterInCase(...CASE_SITUATIONS.decided);
const execute = (personId: string) => command('executeDecision', { personId }).by('gao');
const decidedOnBoth = [
  ...CASE_SITUATIONS.adjudicating,
  command('decide', { decisions: [zhao, { ...qian, measure: 'demerit' }] })
    .by('gao')
    .on('2022-01-10'),
];
const both = afterInCase(...decidedOnBoth);

behaviour('executing a decision', {
  'of several leaves some': both
    .when(execute('qian'))
    .then(event('DecisionExecuted', { personId: 'qian', clueIds, left: 'some' })),
  'ends the case with the last': decided
    .when(execute('zhao'))
    .then(
      event('DecisionExecuted', { personId: 'zhao', clueIds, left: 'none' }).moves(
        'decided',
        'executed',
      ),
    ),
  'of the last is not told to before another: until then some was left': afterInCase(
    ...decidedOnBoth,
    execute('zhao').on('2022-01-20'),
  )
    .when(execute('qian').on('2022-01-18').recorded('2022-01-21'))
    .refused('happened-before-previous'),
  'nor moved there': afterInCaseUnder(
    CN5,
    ...decidedOnBoth,
    execute('zhao').on('2022-01-18'),
    execute('qian').on('2022-01-20'),
  )
    .when(
      command('correctFact', {
        ...{ targetEventId: idOfEvent(8, CASE_STREAM), field: 'happenedAt' },
        ...{ old: { ...happened('2022-01-20') }, new: '2022-01-17' },
      })
        .because('the minutes')
        .by('hu'),
    )
    .refused('happened-before-previous'),
  'is of something that is to be executed': decided
    .when(execute('qian'))
    .refused('nothing-to-execute'),
});
