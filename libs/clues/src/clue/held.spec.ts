import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

const approved = after(...SITUATIONS['disposalPending+hold']);
const concluded = after(...SITUATIONS['verified+hold']);
const held = after(...SITUATIONS.held);
const hold = (reviewOn: string) =>
  command('hold', { reviewOn }).because('a witness is abroad').by('gao');

behaviour('holding a clue', {
  'leaves a review date': approved
    .when(hold('2021-10-15'))
    .then(event('ClueHeld', { reviewOn: '2021-10-15' }).moves('disposalPending', 'held')),
  'may follow from the verification': concluded
    .when(hold('2021-11-30'))
    .then(event('ClueHeld', { reviewOn: '2021-11-30' }).moves('verified', 'held')),
  'looks ahead': approved.when(hold('2021-09-17')).refused('review-not-later'),
  'is reviewed on the day on which that is due, as the last one': approved
    .when(hold('2021-10-18'))
    .then(event('ClueHeld', { reviewOn: '2021-10-18' }).moves('disposalPending', 'held')),
  'is not put off beyond it': approved
    .when(hold('2021-10-19'))
    .refused('review-after-due', { field: 'reviewOn', expected: '2021-10-18' }),
  'waits for the approval of this way': after(...SITUATIONS['disposalPending+verify'])
    .when(hold('2021-10-15'))
    .refused('disposal-not-approved'),
  'waits for the conclusion with this outcome': after(...SITUATIONS['verified+file'])
    .when(hold('2021-10-15'))
    .refused('disposal-not-approved'),
  'asks for a reason': approved
    .when(command('hold', { reviewOn: '2021-10-15' }).by('gao'))
    .refused('required', { field: 'reason' }),
  'looks ahead to a day that comes': approved
    .when(hold('9999-12-31'))
    .refused('not-a-time', { field: 'reviewOn' }),
  'and that there is': approved
    .when(hold('2022-02-30'))
    .refused('not-a-time', { field: 'reviewOn' }),
  'names a day': approved.when(hold('next month')).invalid('reviewOn'),
});

behaviour('reviewing a held clue', {
  'sets the next day': held
    .when(command('reviewHold', { reviewOn: '2021-10-15' }).by('du'))
    .then(event('HoldReviewed', { reviewOn: '2021-10-15' })),
  'starts its time anew, and is not put off beyond that': held
    .when(command('reviewHold', { reviewOn: '2021-11-12' }).by('du').on('2021-10-12'))
    .refused('review-after-due', { field: 'reviewOn', expected: '2021-11-11' }),
  'looks ahead': held
    .when(command('reviewHold', { reviewOn: '2021-09-18' }).by('du'))
    .refused('review-not-later'),
  'looks ahead to a day that comes': held
    .when(command('reviewHold', { reviewOn: '9999-12-31' }).by('du'))
    .refused('not-a-time', { field: 'reviewOn' }),
});

behaviour('releasing a held clue', {
  'brings it back before the disposal': held
    .when(command('release').because('the witness is back').by('gao'))
    .then(event('ClueReleasedFromHold').moves('held', 'disposalPending')),
  'asks for a reason': held
    .when(command('release').by('gao'))
    .refused('required', { field: 'reason' }),
  'leaves nothing approved': after(...SITUATIONS['disposalPending+released'])
    .when(hold('2021-11-30'))
    .refused('disposal-not-approved'),
});
