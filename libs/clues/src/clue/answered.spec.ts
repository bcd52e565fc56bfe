import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { ANONYMOUS, LATE, NAMED, UNDER_EU, UNDER_FIRST, UNSEEN } from '../testing/neighbours.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

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
