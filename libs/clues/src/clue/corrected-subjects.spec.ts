import type { Json } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { ofCase } from '../testing/handled.js';
import { CN3, type PersonId } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { ITS_CASE, SITUATIONS } from '../testing/situations-v2.js';
import { filed, idOfEvent, upTo } from '../testing/told.js';

function correct(old: Json, next: Json, by: PersonId = 'gao') {
  const input = { targetEventId: idOfEvent(1), field: 'subjects', old, new: next };
  return command('correctFact', input).because('a namesake').by(by);
}

const TWO = [
  { personId: 'zhao', managingOrganId: 'nayong' },
  { personId: 'qian', managingOrganId: 'nayong' },
];
const [ZHAO, QIAN] = TWO;
const withCase = after(...SITUATIONS.investigating);
const other = [{ ...ZHAO, personId: 'sun' }, QIAN];
const overAgain = [
  ...SITUATIONS.investigating,
  ofCase('recordInvestigationConcluded', ITS_CASE).on('2022-02-10'),
];

behaviour('correcting who the subjects are while there is a case of it', {
  'is refused: the case would decide on the other': withCase
    .when(correct(TWO, other).on('2021-12-01'))
    .refused('subjects-in-case'),
  'also where the decision is not executed yet': after(...SITUATIONS.decided)
    .when(correct(TWO, other).on('2022-01-12'))
    .refused('subjects-in-case'),
  'is open of a rank: the case is decided by it': withCase
    .under(CN3)
    .when(correct(TWO, [QIAN, { ...ZHAO, rankCode: 'staff' }]).on('2021-12-01'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOfEvent(1), field: 'subjects', old: TWO, approvedBy: 'gao' },
        new: [QIAN, { ...ZHAO, rankCode: 'staff' }],
      }),
    ),
  'but not of one on which nobody would decide': withCase
    .under(CN3)
    .when(correct(TWO, [{ ...ZHAO, rankCode: 'minister' }, QIAN], 'ren').on('2021-12-01'))
    .refused('no-organ-for-rank', { organ: 'nayong', found: 'minister' }),
  'is open where they stay who they are': withCase
    .when(correct(TWO, [ZHAO, { personId: 'qian' }]).on('2021-12-01'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOfEvent(1), field: 'subjects', old: TWO },
        ...{ new: [ZHAO, { personId: 'qian' }], approvedBy: 'gao' },
      }),
    ),
  'is open when the case is over': after(...overAgain)
    .when(correct(TWO, other).on('2022-02-14'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOfEvent(1), field: 'subjects', old: TWO, new: other },
        approvedBy: 'gao',
      }),
    ),
  'and under a procedure whose case decides on nobody': given(...upTo('InvestigationStarted'))
    .beside(filed())
    .when(correct([{ personId: 'zhao' }], [{ personId: 'sun' }]).on('2021-12-01'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOfEvent(1), field: 'subjects', old: [{ personId: 'zhao' }] },
        ...{ new: [{ personId: 'sun' }], approvedBy: 'gao' },
      }),
    ),
});
