import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { UNSEEN } from '../testing/neighbours.js';
import { CN2 } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { ITS_NOTICE, SITUATIONS } from '../testing/situations-v2.js';
import { SEALED, tell as told, upTo } from '../testing/told.js';

const officers = after(...SITUATIONS['withUnit+officers']);
const notice = after(...SITUATIONS['withUnit+notice']);
const answered = after(...SITUATIONS['withUnit+answered']);

behaviour('reporting an interference', {
  'says how': officers
    .when(command('reportInterference', { who: 'a deputy mayor', how: 'pleaded' }).by('li'))
    .then(event('InterferenceReported', { who: 'a deputy mayor', how: 'pleaded' }).under('66')),
  'is open to whoever handles clues': officers
    .when(command('reportInterference', { who: 'a friend', how: 'asked' }).by('chen'))
    .then(event('InterferenceReported', { who: 'a friend', how: 'asked' }).under('66')),
  'knows three degrees': officers
    .when(command('reportInterference', { who: 'a friend', how: 'winked' }).by('li'))
    .invalid('how'),
});

const RED = { colour: 'red', obligation: 'dispose' };

behaviour('issuing a supervision notice', {
  'has an id by which it is answered': officers
    .when(command('issueNotice', RED).by('mei'))
    .then(event('SupervisionNoticeIssued', { ...RED, noticeId: ITS_NOTICE, issuedFrom: 'bijie' })),
  'is open to leaders above': officers
    .when(command('issueNotice', { colour: 'blue' }).by('kong'))
    .then(
      event('SupervisionNoticeIssued', {
        colour: 'blue',
        noticeId: ITS_NOTICE,
        issuedFrom: 'bijie',
      }),
    ),
  'is for the organ itself and those above': officers
    .when(command('issueNotice', RED).by('mei', 'supervisor', 'qianxi'))
    .refused('wrong-organ', { expected: 'nayong, bijie, guizhou' }),
  'names an obligation of the procedure': officers
    .when(command('issueNotice', { colour: 'red', obligation: 'nope' }).by('mei'))
    .refused('no-such-obligation', {
      ...{ expected: CN2.obligations.map(({ code }) => code), found: 'nope' },
    }),
  'knows three colours': officers
    .when(command('issueNotice', { colour: 'pink' }).by('mei'))
    .invalid('colour'),
});

const answer = (noticeId: string) =>
  command('answerNotice', { noticeId, answer: 'by Friday' }).by('du');

behaviour('answering a notice', {
  'is for the organ that has the clue': notice
    .when(answer(ITS_NOTICE))
    .then(event('SupervisionNoticeAnswered', { noticeId: ITS_NOTICE, answer: 'by Friday' })),
  'is of a notice that stands': notice.when(answer(UNSEEN)).refused('no-such-notice'),
  'is done once': answered.when(answer(ITS_NOTICE)).refused('notice-already-answered'),
  'did not happen before the notice': notice
    .when(answer(ITS_NOTICE).on('2021-09-12').recorded('2021-09-14'))
    .refused('happened-before-previous'),
});

const issuedEarlier = told('mei', {
  ...{ type: 'SupervisionNoticeIssued', on: '2021-09-13' },
  data: { colour: 'red', noticeId: ITS_NOTICE },
});
const answeredEarlier = told('du', {
  ...{ type: 'SupervisionNoticeAnswered', on: '2021-09-14' },
  data: { noticeId: ITS_NOTICE, answer: SEALED },
});

const lift = (noticeId = ITS_NOTICE) => command('liftNotice', { noticeId });

behaviour('lifting a notice', {
  'follows its answer': answered
    .when(lift().by('mei'))
    .then(event('SupervisionNoticeLifted', { noticeId: ITS_NOTICE })),
  'waits for it': notice.when(lift().by('mei')).refused('notice-not-answered'),
  'is not for the one who answered': answered
    .when(lift().by('du', 'leader'))
    .refused('four-eyes', { command: 'liftNotice', other: 'answerNotice' }),
  'nor is it where another answered a later one after him': given(
    ...upTo('OfficersAssigned'),
    issuedEarlier(),
    answeredEarlier({ by: 'gao' }),
    issuedEarlier({ data: { colour: 'blue', noticeId: UNSEEN } }),
    answeredEarlier({ data: { noticeId: UNSEEN, answer: SEALED }, on: '2021-09-15' }),
  )
    .under(CN2)
    .when(lift().by('gao'))
    .refused('four-eyes', { command: 'liftNotice', other: 'answerNotice' }),
  'is of a notice that stands': answered.when(lift(UNSEEN).by('mei')).refused('no-such-notice'),
  'is not for the organ that is supervised': answered
    .when(lift().by('gao'))
    .refused('notice-issued-above', { expected: 'bijie', found: 'nayong' }),
  'is open above the organ that issued it': answered
    .when(lift().by('ren'))
    .then(event('SupervisionNoticeLifted', { noticeId: ITS_NOTICE })),
  'is given in the office at the organ above by whoever holds one at both': answered
    .when(lift().by('gao').by('gao', 'leader', 'bijie'))
    .then(event('SupervisionNoticeLifted', { noticeId: ITS_NOTICE }).as('leader', 'bijie')),
  'names the organ of the first where none of his offices is high enough': after(
    ...SITUATIONS['withUnit+officers'],
    command('issueNotice', RED).by('ren').on('2021-09-13'),
    answer(ITS_NOTICE).on('2021-09-14'),
  )
    .when(lift().by('gao').by('gao', 'leader', 'bijie'))
    .refused('notice-issued-above', { expected: 'guizhou', found: 'nayong' }),
  'is for the organ itself where it gave the notice': after(
    ...SITUATIONS['withUnit+officers'],
    command('issueNotice', RED).by('hu').on('2021-09-13'),
    answer(ITS_NOTICE).on('2021-09-14'),
  )
    .when(lift().by('gao'))
    .then(event('SupervisionNoticeLifted', { noticeId: ITS_NOTICE })),
  'is for both where an earlier notice does not say where it was issued': given(
    ...upTo('OfficersAssigned'),
    issuedEarlier(),
    answeredEarlier(),
  )
    .under(CN2)
    .when(lift().by('gao'))
    .then(event('SupervisionNoticeLifted', { noticeId: ITS_NOTICE })),
  'is done once': after(...SITUATIONS['withUnit+answered'], lift().by('mei').on('2021-09-15'))
    .when(lift().by('kong'))
    .refused('notice-lifted'),
});
