import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { approve, deliberate, propose } from '../testing/handled.js';
import { takeOver } from '../testing/ledger.js';
import { TWIN } from '../testing/neighbours.js';
import { command, event, type Command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

const approved = after(...SITUATIONS['disposalPending+talk']);
const inquired = after(...SITUATIONS.talkInquiry);
const heard = after(...SITUATIONS['talkInquiry+heard']);
const otherWay = after(...SITUATIONS['disposalPending+verify']);

const LETTER = { personId: 'zhao', letterNo: '8' };
const inquire = (more: object = {}) => command('issueInquiry', { ...LETTER, ...more }).by('li');

const talk = (officers: readonly string[], personId = 'zhao') =>
  command('conductTalk', { personId, officers }).by('li');
const came = (personId: string, more: object = {}) =>
  command('takeMerged', {
    ...{
      clueId: TWIN,
      subjects: [personId],
      reports: [],
      managedBy: {},
      recused: [],
      inherits: [],
      ...more,
    },
  })
    .bySystem()
    .on('2021-10-08');

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

const replied = (on: string) => command('recordReply', ANSWER).by('li').on(on);
const answers = (...commands: readonly Command[]) =>
  after(...commands).when(command('recordReply', ANSWER).by('li'));

behaviour('a reply to a letter', {
  'is recorded once': answers(...SITUATIONS['talkInquiry+heard']).refused('already-replied'),
  'is recorded once, though he is to be asked once more': answers(
    ...SITUATIONS['talkInquiry+heard'],
    command('concludeTalk', { outcome: 'again' }).by('gao').on('2021-10-08'),
  ).refused('already-replied'),
  'may be followed by another one to another letter': answers(
    ...SITUATIONS['talkInquiry+heard'],
    inquire().on('2021-10-08'),
  ).then(event('InquiryReplied', ANSWER)),
  'leaves a letter open that was sent beside it': answers(
    ...SITUATIONS.talkInquiry,
    inquire().on('2021-09-18'),
    replied('2021-09-30'),
  ).then(event('InquiryReplied', ANSWER)),
  'is no reply to a letter to somebody else': answers(
    ...SITUATIONS['talkInquiry+heard'],
    inquire({ personId: 'qian' }).on('2021-10-08'),
  ).refused('already-replied'),
  'stays one when the clue was closed and reopened': answers(
    ...SITUATIONS['talkInquiry+heard'],
    command('concludeTalk', { outcome: 'close' }).by('gao').on('2021-10-08'),
    command('settle', { outcome: 'clarified' }).by('chen').on('2021-10-11'),
    command('reopen', { evidence: 'a second ledger' }).because('new').by('gao').on('2021-10-12'),
    propose('talkInquiry').on('2021-10-13'),
    deliberate.on('2021-10-13'),
    approve.on('2021-10-13'),
    talk(['li', 'wang']).on('2021-10-14'),
  ).refused('already-replied'),
  'may be one to a letter of a clue that came': answers(
    ...SITUATIONS['talkInquiry+heard'],
    came('zhao'),
  ).then(event('InquiryReplied', ANSWER)),
  'is recorded once, whatever came about somebody else': answers(
    ...SITUATIONS['talkInquiry+heard'],
    came('sun'),
  ).refused('already-replied'),
  'may be one to a letter from before the matter was taken over': answers(
    takeOver('talkInquiry'),
  ).then(event('InquiryReplied', ANSWER)),
  'is recorded once then, too': answers(takeOver('talkInquiry'), replied('2021-10-11')).refused(
    'already-replied',
  ),
});

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

const talkedAndGone = [
  ...SITUATIONS['disposalPending+talk'],
  talk(['li', 'wang']).on('2021-09-20'),
  command('replaceOfficer', { leaving: 'wang', joining: 'fang' })
    .because('moved')
    .by('du')
    .on('2021-09-21'),
];
const byWang = command('concludeTalk', { outcome: 'close' }).by('wang', 'leader', 'nayong');

behaviour('whoever held a talk', {
  'does not conclude it, also where he handles the clue no more': after(...talkedAndGone)
    .when(byWang)
    .refused('approver-in-team', { found: 'wang' }),
  'nor where it goes on': after(
    ...SITUATIONS['talkInquiry+heard'],
    came('sun', { verifiers: ['gao'] }),
  )
    .when(command('concludeTalk', { outcome: 'close' }).by('gao'))
    .refused('approver-in-team', { found: 'gao' }),
});

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
