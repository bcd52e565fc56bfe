import { AT_BIJIE, ANONYMOUS, NAMED, TWIN } from './neighbours.js';
import { command, type Command } from './said.js';
import { DIGEST } from './told.js';

/** 纳雍: the clue begins at Bijie, goes to Nayong and is handled there. Each step as somebody gives it. */
export const discover = command('discover', {
  source: 'report',
  subjects: [
    { personId: 'zhao', managingOrganId: 'nayong' },
    { personId: 'qian', managingOrganId: 'nayong' },
  ],
  summary: 'subsidies were paid to the dead',
  reportIds: [NAMED, ANONYMOUS],
})
  .by('an')
  .on('2021-09-01');
/** Of somebody whom an organ above manages: Guizhou. */
export const discoverAbove = command('discover', {
  source: 'report',
  subjects: [{ personId: 'zhao', managingOrganId: 'guizhou' }],
  summary: 'subsidies were paid to the dead',
  reportIds: [NAMED, ANONYMOUS],
})
  .by('an')
  .on('2021-09-01');
export const check = command('checkDuplicates').by('bai').on('2021-09-02');
export const classify = command('classify', { level: 'L2' }).by('bai').on('2021-09-02');
export const ALLOCATION = { mode: 'assign', to: 'nayong' };
export const allocate = command('proposeAllocation', ALLOCATION).by('bai').on('2021-09-02');
export const allow = command('approveAllocation', ALLOCATION).by('kong').on('2021-09-03');
export const transfer = command('transfer', { to: 'nayong', direction: 'down' })
  .by('bai')
  .on('2021-09-03');
/** What is handled already goes on as the head of the unit's organ decides. */
export const letGo = (to: string) =>
  command('approveTransfer', { to, mode: 'forward' }).by('gao').on('2021-09-13');
export const refuse = command('refuseTransfer').because('not ours').by('chen').on('2021-09-08');
export const recall = command('recallTransfer').because('a slip').by('bai').on('2021-09-06');
export const dispute = command('disputeTransfer').because('it is').by('bai').on('2021-09-09');
export const accept = command('acceptTransfer').by('chen').on('2021-09-08');
export const assign = command('assignOfficers', { officers: ['li', 'wang'] })
  .by('du')
  .on('2021-09-09');
export const askRecusal = command('requestRecusal', { officer: 'wang', ground: 'relative' })
  .because('a cousin')
  .by('li')
  .on('2021-09-10');
export const recuse = command('decideRecusal', { officer: 'wang', granted: true })
  .by('gao')
  .on('2021-09-13');
export const notify = command('issueNotice', { colour: 'yellow', obligation: 'dispose' })
  .by('mei')
  .on('2021-09-13');
export const split = command('split', {
  children: [
    { subjects: ['zhao'], reports: [NAMED] },
    { subjects: ['qian'], reports: [ANONYMOUS] },
  ],
})
  .because('two matters')
  .by('gao')
  .on('2021-09-14');
export const merge = command('mergeInto', { survivor: TWIN })
  .because('one matter')
  .by('gao')
  .on('2021-09-14');
export const duplicate = command('markDuplicate', { survivor: AT_BIJIE })
  .because('the same letter')
  .by('bai')
  .on('2021-09-02');
export const sealUp = command('sealUp', { to: 'guizhou' }).by('an').on('2021-09-02');
export const declareVoid = command('void').because('a test entry').by('kong').on('2021-09-02');
export const propose = (way: string) =>
  command('proposeDisposal', { way }).by('li').on('2021-09-15');
export const deliberate = command('deliberate', { participants: ['gao', 'hu', 'du'] })
  .by('gao')
  .on('2021-09-16');
export const approve = command('approveDisposal').by('gao').on('2021-09-16');
export const inquire = command('issueInquiry', { personId: 'zhao', letterNo: '7' })
  .by('li')
  .on('2021-09-17');
export const reply = command('recordReply', { personId: 'zhao', sufficient: false })
  .by('li')
  .on('2021-09-30');
export const hold = command('hold', { reviewOn: '2021-10-15' })
  .because('a witness is abroad')
  .by('gao')
  .on('2021-09-17');
export const release = command('release').because('he is back').by('gao').on('2021-10-11');
export const start = command('startVerification', { team: ['li', 'wang'] })
  .by('du')
  .on('2021-09-17');
const VERIFY = { obligation: 'verify' };
export const request = command('requestExtension', VERIFY)
  .because('abroad')
  .by('li')
  .on('2021-11-01');
export const grant = command('grantExtension', VERIFY).by('gao').on('2021-11-03');
export const suspend = command('suspendClock', { ...VERIFY, ground: 'hearing' })
  .because('a hearing')
  .by('gao')
  .on('2021-10-11');
const sign = command('signVerificationReport', { digest: DIGEST });
export const signs = [sign.by('li').on('2021-11-08'), sign.by('wang').on('2021-11-09')];
export const submit = command('submitVerificationReport', {
  digest: DIGEST,
  findings: [{ matter: 'subsidy', result: 'substantiated' }],
  proposal: 'file',
})
  .by('li')
  .on('2021-11-10');
export const conclude = (outcome: string) =>
  command('concludeVerification', { outcome }).by('gao').on('2021-11-12');
/** A reopened clue on its way to a second case. */
export const verifiedAgain = [
  propose('verify').on('2022-02-15'),
  deliberate.on('2022-02-16'),
  approve.on('2022-02-16'),
  start.on('2022-02-17'),
  ...signs.map((one) => one.on('2022-02-18')),
  submit.on('2022-02-18'),
  conclude('file').on('2022-02-21'),
];
export const investigate = command('startInvestigation', { officers: ['li', 'fang'] })
  .by('gao')
  .on('2021-11-15');
export const close = command('close', { ground: 'untrue' })
  .because('it never was')
  .by('gao')
  .on('2021-09-20');
export const settle = command('settle', { outcome: 'clarified' }).by('chen').on('2021-09-24');
export const tell = command('giveFeedback', { reportId: NAMED, method: 'letter' })
  .by('li')
  .on('2021-09-27');
export const archive = command('archive').by('chen').on('2021-09-28');

/** What a process tells the clue of its case. */
export function ofCase(name: string, caseId: string): Command {
  return command(name, { caseId }).bySystem();
}
