import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

const approved = after(...SITUATIONS['disposalPending+talk']);
const inquired = after(...SITUATIONS.talkInquiry);
const heard = after(...SITUATIONS['talkInquiry+heard']);
const otherWay = after(...SITUATIONS['disposalPending+verify']);

const LETTER = { personId: 'zhao', letterNo: '8' };
const inquire = (more: object = {}) => command('issueInquiry', { ...LETTER, ...more }).by('li');

behaviour('issuing an inquiry letter', {
  'begins talk and inquiry': approved
    .when(inquire())
    .then(event('InquiryLetterIssued', LETTER).moves('disposalPending', 'talkInquiry')),
  'may be repeated': inquired
    .when(inquire({ personId: 'qian' }))
    .then(event('InquiryLetterIssued', { ...LETTER, personId: 'qian' })),
  'asks those whom the clue is about': approved
    .when(inquire({ personId: 'sun' }))
    .refused('not-a-subject'),
  'waits for the approval of this way': otherWay.when(inquire()).refused('disposal-not-approved'),
  'did not happen before the approval': approved
    .when(inquire().on('2021-09-15').recorded('2021-09-18'))
    .refused('happened-before-previous'),
});

const ANSWER = { personId: 'zhao', sufficient: true };

behaviour('recording a reply', {
  'says whether it is sufficient': inquired
    .when(command('recordReply', ANSWER).by('li'))
    .then(event('InquiryReplied', ANSWER)),
  'is open to intake, where letters come in': inquired
    .when(command('recordReply', ANSWER).by('an', 'intake', 'nayong'))
    .then(event('InquiryReplied', ANSWER)),
  'is of those whom the clue is about': inquired
    .when(command('recordReply', { ...ANSWER, personId: 'sun' }).by('li'))
    .refused('not-a-subject'),
  'did not happen before the letter': inquired
    .when(command('recordReply', ANSWER).by('li').on('2021-09-16').recorded('2021-09-30'))
    .refused('happened-before-previous'),
});

const talk = (officers: readonly string[], personId = 'zhao') =>
  command('conductTalk', { personId, officers }).by('li');
const TALK = { personId: 'zhao', officers: ['li', 'wang'] };

behaviour('recording a talk', {
  'begins talk and inquiry': approved
    .when(talk(['li', 'wang']))
    .then(event('TalkConducted', TALK).moves('disposalPending', 'talkInquiry')),
  'may follow a letter': inquired.when(talk(['li', 'wang'])).then(event('TalkConducted', TALK)),
  'is held by two': approved.when(talk(['li'])).invalid('officers'),
  'is held by officers of the clue': approved
    .when(talk(['li', 'fang']))
    .refused('officer-outside-team'),
  'is held with those whom the clue is about': approved
    .when(talk(['li', 'wang'], 'sun'))
    .refused('not-a-subject'),
  'waits for the approval of this way': otherWay
    .when(talk(['li', 'wang']))
    .refused('disposal-not-approved'),
});

const conclude = (outcome: string) => command('concludeTalk', { outcome }).by('gao');
const concluded = (outcome: string) => event('TalkConcluded', { outcome });

behaviour('concluding talk and inquiry', {
  'closes what was cleared up': heard
    .when(conclude('close'))
    .then(concluded('close').moves('talkInquiry', 'closing')),
  'closes with a reminder': heard
    .when(conclude('remind'))
    .then(concluded('remind').moves('talkInquiry', 'closing')),
  'asks once more': heard.when(conclude('again')).then(concluded('again')),
  'has it verified': heard
    .when(conclude('verify'))
    .then(concluded('verify').moves('talkInquiry', 'disposalPending')),
  'has it filed': heard
    .when(conclude('file'))
    .then(concluded('file').moves('talkInquiry', 'verified')),
  'waits for an answer': inquired.when(conclude('close')).refused('not-asked-yet'),
  'waits for another answer, when asked once more': after(
    ...SITUATIONS['talkInquiry+heard'],
    conclude('again').on('2021-10-08'),
  )
    .when(conclude('close'))
    .refused('not-asked-yet'),
  'is not for the officers': heard
    .when(command('concludeTalk', { outcome: 'close' }).by('li', 'leader'))
    .refused('approver-in-team'),
  'is not for whoever held the talk, though he handles it no more': after(
    ...SITUATIONS['disposalPending+talk'],
    talk(['li', 'wang']).on('2021-09-17'),
    command('replaceOfficer', { leaving: 'li', joining: 'fang' })
      .because('promoted')
      .by('du')
      .on('2021-09-18'),
  )
    .when(command('concludeTalk', { outcome: 'close' }).by('li', 'leader'))
    .refused('four-eyes', { command: 'concludeTalk', other: 'conductTalk' }),
  'knows five outcomes': heard.when(conclude('shrug')).invalid('outcome'),
});

behaviour('what follows from a talk', {
  'may be the verification at once': after(
    ...SITUATIONS['talkInquiry+heard'],
    conclude('verify').on('2021-10-08'),
  )
    .when(command('startVerification', { team: ['li', 'wang'] }).by('du'))
    .then(
      event('VerificationStarted', { team: ['li', 'wang'] })
        .moves('disposalPending', 'verifying')
        .under('33'),
    ),
  'may be the investigation': after(
    ...SITUATIONS['talkInquiry+heard'],
    conclude('file').on('2021-10-08'),
    command('startInvestigation', { officers: ['li', 'fang'] })
      .by('gao')
      .on('2021-10-11'),
  )
    .when(command('close', { ground: 'untrue' }).because('x').by('gao'))
    .refused('wrong-state'),
  'is no team with the approver in it': after(
    ...SITUATIONS['talkInquiry+heard'],
    conclude('verify').on('2021-10-08'),
  )
    .when(command('startVerification', { team: ['li', 'gao'] }).by('du'))
    .refused('approver-in-team'),
});
