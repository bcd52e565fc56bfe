import { behaviour } from '../testing/behaviour.js';
import { correctsTime, timeCorrected } from '../testing/correcting-times.js';
import { after } from '../testing/given.js';
import {
  ANONYMOUS,
  LATE,
  NAMED,
  UNDER_EU,
  UNDER_FIRST,
  UNSEEN,
  UNSIGNED,
} from '../testing/neighbours.js';
import { tell } from '../testing/handled.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { happened } from '../testing/told.js';

const withUnit = after(...SITUATIONS.withUnit);
const settled = after(...SITUATIONS.settled);
const told = after(...SITUATIONS['settled+told']);
const attach = (reportId: string) => command('attachReport', { reportId });

behaviour('attaching a report', {
  'leaves whether its sender gave his name': withUnit
    .when(attach(LATE).by('chen'))
    .then(event('ReportAttached', { reportId: LATE, realName: true }).under('14')),
  'is done once': withUnit.when(attach(NAMED).by('chen')).refused('report-already-attached'),
  'is refused for what there is not, or nobody sees': withUnit
    .when(attach(UNSEEN).by('chen'))
    .refused('no-such-report'),
  'is refused for what was received under another procedure: its reporter would be told twice, or never':
    withUnit.when(attach(UNDER_EU).by('chen')).refused('report-under-other-rules', {
      expected: 'cn-2019-example',
      found: 'eu-2019-1937-example',
    }),
  'takes what was received under an earlier version of its own': withUnit
    .when(attach(UNDER_FIRST).by('chen'))
    .then(event('ReportAttached', { reportId: UNDER_FIRST, realName: true }).under('14')),
  'after the settling lets its sender wait to be told': settled
    .when(attach(LATE).by('chen'))
    .then(
      event('ReportAttached', { reportId: LATE, realName: true, feedbackOwed: true }).under('14'),
    ),
});

const LETTER = { reportId: NAMED, method: 'letter' };
const feedback = (more: object = {}) => command('giveFeedback', { ...LETTER, ...more }).by('li');

behaviour('giving feedback', {
  'says how, and that nobody is left to be told': settled
    .when(feedback())
    .then(event('FeedbackGiven', { ...LETTER, left: 'none' }).under('27')),
  'says that somebody is left': after(
    ...SITUATIONS.settled,
    attach(LATE).by('chen').on('2021-09-25'),
  )
    .when(feedback())
    .then(event('FeedbackGiven', { ...LETTER, left: 'some' }).under('27')),
  'of the last is not told to before another: until then somebody was left': after(
    ...SITUATIONS.settled,
    attach(LATE).by('chen').on('2021-09-25'),
    feedback({ reportId: LATE }).on('2021-09-28'),
  )
    .when(feedback().because('mislaid').on('2021-09-27').recorded('2021-09-29'))
    .refused('happened-before-previous'),
  'is not owed to whom nobody knows': settled
    .when(feedback({ reportId: ANONYMOUS }))
    .refused('feedback-not-owed'),
  'is given once': told.when(feedback()).refused('feedback-not-owed'),
  'did not happen before the settling': settled
    .when(feedback().on('2021-09-23').recorded('2021-09-27'))
    .refused('happened-before-previous'),
});

const NONE = { reportId: NAMED, ground: 'not-reachable' };
const no = (more: object = {}) =>
  command('declareNoFeedback', { ...NONE, ...more })
    .because('moved away')
    .by('li');

behaviour('recording that feedback is not possible', {
  'says why': settled
    .when(no())
    .then(event('FeedbackNotPossible', { ...NONE, left: 'none' }).under('27')),
  'is not owed to whom nobody knows': settled
    .when(no({ reportId: ANONYMOUS }))
    .refused('feedback-not-owed'),
  'asks for a reason': settled
    .when(command('declareNoFeedback', NONE).by('li'))
    .refused('required', { field: 'reason' }),
});

const object = (reportId: string) =>
  command('recordObjection', { reportId, newEvidence: true }).by('li');

behaviour('recording an objection', {
  'says whether there is new evidence': told
    .when(object(NAMED))
    .then(event('ObjectionRecorded', { reportId: NAMED, newEvidence: true }).under('27')),
  'is open when the clue is archived': after(...SITUATIONS.archived)
    .when(object(NAMED))
    .then(event('ObjectionRecorded', { reportId: NAMED, newEvidence: true }).under('27')),
  'is of a report of this clue': told.when(object(LATE)).refused('no-such-report'),
  'did not happen before the feedback': told
    .when(object(NAMED).on('2021-09-26').recorded('2021-09-28'))
    .refused('happened-before-previous'),
});

// settled on the twenty-fourth of September 13 · told on the twenty-seventh, the last 14 · another attached 15
const attached = after(
  ...SITUATIONS.settled,
  tell.recorded('2021-10-05'),
  attach(LATE).by('chen').on('2021-09-29').recorded('2021-10-05'),
);
const moved = (version: number, [from, to]: readonly [string, string]) =>
  correctsTime(version, from, { ...happened(to) });
const attachLate = (reportId: string) =>
  attach(reportId).because('it lay in a folder').by('chen').recorded('2021-10-08');

behaviour('a report attached after everybody had been told', {
  'was not attached before, as long as nobody was left': told
    .when(attachLate(LATE).on('2021-09-26'))
    .refused('happened-before-previous', {
      expected: happened('2021-09-27').at,
      found: happened('2021-09-26').at,
    }),
  'nor an hour before': told
    .when(attachLate(LATE).on('2021-09-27T08:30:00+08:00'))
    .refused('happened-before-previous'),
  'may have been on the day after': told
    .when(attachLate(LATE).on('2021-09-28'))
    .then(
      event('ReportAttached', { reportId: LATE, realName: true, feedbackOwed: true }).under('14'),
    ),
  'may have been before, where nobody is to be told': told
    .when(attachLate(UNSIGNED).on('2021-09-26'))
    .then(event('ReportAttached', { reportId: UNSIGNED, realName: false }).under('14')),
  'may have been before, where somebody was left': after(
    ...SITUATIONS.settled,
    attach(LATE).by('chen').on('2021-09-25'),
    feedback().on('2021-09-29'),
  )
    .when(attachLate(UNDER_FIRST).on('2021-09-27'))
    .then(
      event('ReportAttached', { reportId: UNDER_FIRST, realName: true, feedbackOwed: true }).under(
        '14',
      ),
    ),
  'is not moved there': attached
    .when(moved(15, ['2021-09-29', '2021-09-26']))
    .refused('happened-before-previous'),
  'nor is what said that nobody was left moved past it': attached
    .when(moved(14, ['2021-09-27', '2021-09-30']))
    .refused('happened-before-previous'),
  'may be moved on its side of it': attached
    .when(moved(15, ['2021-09-29', '2021-09-28']))
    .then(timeCorrected(15, '2021-09-29', { ...happened('2021-09-28') })),
  'has its sender told no earlier': attached
    .when(feedback({ reportId: LATE }).because('mislaid').on('2021-09-28').recorded('2021-10-08'))
    .refused('happened-before-previous'),
});
