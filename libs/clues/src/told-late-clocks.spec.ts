import { behaviour } from './testing/behaviour.js';
import { CASE_SITUATIONS, defer, PANEL } from './testing/case-situations.js';
import { after, afterInCaseUnder } from './testing/given.js';
import { notify, release, submit } from './testing/handled.js';
import { LATE } from './testing/neighbours.js';
import { CN3 } from './testing/office.js';
import { command, event, type Command } from './testing/said.js';
import { SITUATIONS } from './testing/situations-v2.js';
import { DIGEST, idOfClue } from './testing/told.js';

const late = (told: Command, on: string, recorded: string) => told.on(on).recorded(recorded);

const review = command('reviewHold', { reviewOn: '2021-11-05' }).by('du').on('2021-10-11');
const reviewed = after(...SITUATIONS.held, review);
const released = event('ClueReleasedFromHold').moves('held', 'disposalPending');

behaviour('the end of a holding, told late', {
  'was not before a review, whose clock would run on': reviewed
    .when(late(release, '2021-10-08', '2021-10-14'))
    .refused('happened-before-previous'),
  'was on the day of the review': reviewed
    .when(late(release, '2021-10-11', '2021-10-14'))
    .then(released),
  'was on a day since': reviewed.when(late(release, '2021-10-12', '2021-10-14')).then(released),
  'was before what binds it to nothing': after(
    ...SITUATIONS.held,
    command('attachReport', { reportId: LATE }).by('chen').on('2021-10-11'),
  )
    .when(late(release, '2021-10-08', '2021-10-14'))
    .then(released),
});

const second = command('issueInquiry', { personId: 'zhao', letterNo: '8' }).by('li');
const asked = after(...SITUATIONS['talkInquiry+heard'], second.on('2021-10-12'));
const conclude = (outcome: string) => command('concludeTalk', { outcome }).by('gao');

behaviour('the conclusion of an inquiry, told late', {
  'was not before a letter that nobody would answer any more': asked
    .when(late(conclude('close'), '2021-10-09', '2021-10-14'))
    .refused('happened-before-previous'),
  'was after it': asked
    .when(late(conclude('close'), '2021-10-12', '2021-10-14'))
    .then(event('TalkConcluded', { outcome: 'close' }).moves('talkInquiry', 'closing')),
  'was before it, where it asked for another letter': asked
    .when(late(conclude('again'), '2021-10-09', '2021-10-14'))
    .then(event('TalkConcluded', { outcome: 'again' })),
});

const deferred = afterInCaseUnder(
  CN3,
  ...CASE_SITUATIONS.awaitingAdjudication,
  defer.on('2021-12-27'),
);
const take = command('acceptForAdjudication', PANEL).by('shi');
const accepted = event('AdjudicationAccepted', { ...PANEL, clueIds: [idOfClue] })
  .moves('awaitingAdjudication', 'adjudicating')
  .under('55');

behaviour('the acceptance of a case, told late', {
  'was not before it was deferred': deferred
    .when(late(take, '2021-12-24', '2021-12-29'))
    .refused('happened-before-previous'),
  'was since': deferred.when(late(take, '2021-12-28', '2021-12-29')).then(accepted),
});

const attach = command('attachReport', { reportId: LATE }).by('chen').on('2021-10-12');
const reopen = command('reopen', { evidence: 'a ledger' }).because('it was found').by('gao');
const reopened = event('ClueReopened', { evidence: 'a ledger' }).moves(
  'settled',
  'disposalPending',
);

behaviour('a reopening, told late', {
  'was not before a report was attached whose sender is to be told': after(
    ...SITUATIONS['settled+told'],
    attach,
  )
    .when(late(reopen, '2021-10-11', '2021-10-14'))
    .refused('happened-before-previous'),
  'was since': after(...SITUATIONS['settled+told'], attach)
    .when(late(reopen, '2021-10-13', '2021-10-14'))
    .then(reopened),
});

const REPORT = {
  ...{ digest: DIGEST, proposal: 'file' },
  findings: [{ matter: 'subsidy', result: 'substantiated' }],
};

behaviour('what was reported before a notice came, told late', {
  'was then: the notice is answered in any state': after(
    ...SITUATIONS['verifying+signed'],
    notify.on('2021-11-12'),
  )
    .when(late(submit, '2021-11-11', '2021-11-15'))
    .then(event('VerificationReportSubmitted', REPORT).moves('verifying', 'verified').under('33')),
});
