import { derivedId } from '@cluetrail/event-sourcing';
import { DECISIONS, FILE, PANEL } from './case-situations.js';
import { ALLOCATION, split } from './handled.js';
import { ledgerRow } from './ledger.js';
import { AT_BIJIE, LATE, NAMED, TWIN } from './neighbours.js';
import { ITS_CASE, ITS_NOTICE } from './situations-v2.js';
import { CASE_STREAM, DIGEST, happened, idOfClue, idOfEvent } from './told.js';

const CLUE_INPUTS: { readonly [command: string]: object } = {
  discover: {
    source: 'audit',
    subjects: [{ personId: 'qian' }],
    summary: 'accounts do not add up',
  },
  transfer: { to: 'qianxi', direction: 'down' },
  acceptTransfer: {},
  refuseTransfer: {},
  assignOfficers: { officers: ['li', 'fang'] },
  proposeDisposal: { way: 'verify' },
  approveDisposal: {},
  startVerification: { team: ['li', 'wang'] },
  recordVerificationStep: { kind: 'query', officers: ['li', 'wang'] },
  signVerificationReport: { digest: DIGEST },
  submitVerificationReport: {
    digest: DIGEST,
    findings: [{ matter: 'subsidy', result: 'partly' }],
    proposal: 'file',
  },
  concludeVerification: { outcome: 'file' },
  startInvestigation: { officers: ['li', 'fang'] },
  recordInvestigationConcluded: { caseId: derivedId(idOfClue, 'case') },
  close: { ground: 'unverifiable' },
  settle: { outcome: 'clarified' },
  correctFact: { targetEventId: idOfEvent(1), field: 'source', old: 'report', new: 'other' },
};

/** Of the clocks the one that a situation is about. */
export function inputOfV1(name: string, situation: string): object {
  // Sent back, it is again with the sender, and with people who work there.
  if (name === 'assignOfficers' && situation === 'withUnit+returned')
    return { officers: ['mao', 'nie'] };
  return (
    ofClock(name, situation.startsWith('withUnit') ? 'dispose' : situation) ?? CLUE_INPUTS[name]
  );
}

const CLOCKS: { readonly [state: string]: string } = {
  withUnit: 'dispose',
  dispose: 'dispose',
  disposalPending: 'dispose',
  talkInquiry: 'talk',
  investigating: 'invest',
  adjudicating: 'adjudicate',
  decided: 'execute',
};

function ofClock(name: string, state: string): object | undefined {
  const obligation = CLOCKS[state] ?? 'verify';
  switch (name) {
    case 'requestExtension':
    case 'grantExtension':
    case 'resumeClock':
      return { obligation };
    case 'refuseExtension':
      return { obligation, ground: 'no-need' };
    case 'suspendClock':
      return { obligation, ground: 'hearing' };
    default:
      return undefined;
  }
}

const PART = {
  ...{ subjects: ['zhao'], reports: [], managedBy: {}, recused: [], inherits: [] },
};
const SUBJECTS = [{ personId: 'qian', managingOrganId: 'nayong' }];
const WHOLE: { readonly [command: string]: object } = {
  ...CLUE_INPUTS,
  discover: { source: 'audit', subjects: SUBJECTS, summary: 'accounts do not add up' },
  takeOver: ledgerRow('withUnit'),
  classify: { level: 'L2' },
  prioritise: { priority: 'high' },
  link: { clueId: TWIN, relation: 'same-matter' },
  attachReport: { reportId: LATE },
  sealUp: { to: 'guizhou' },
  assignNumber: { organ: 'nayong', year: 2021, ordinal: 1 },
  proposeAllocation: ALLOCATION,
  approveAllocation: ALLOCATION,
  approveTransfer: { to: 'qianxi', mode: 'forward' },
  determineJurisdiction: { organ: 'nayong' },
  designate: { organ: 'qianxi' },
  split: split.asked.input,
  openSplitOff: { ...PART, parent: TWIN, organ: 'nayong', level: 'L1', stage: 'withUnit' },
  takeMerged: { ...PART, clueId: TWIN },
  giveBack: { survivor: TWIN },
  requestRecusal: { officer: 'kong', ground: 'interest' },
  decideRecusal: { officer: 'wang', granted: true },
  replaceOfficer: { leaving: 'li', joining: 'wu' },
  deliberate: { participants: ['gao', 'hu', 'du'] },
  issueInquiry: { personId: 'zhao', letterNo: '8' },
  recordReply: { personId: 'zhao', sufficient: true },
  conductTalk: { personId: 'zhao', officers: ['li', 'wang'] },
  concludeTalk: { outcome: 'close' },
  hold: { reviewOn: '2021-10-15' },
  reviewHold: { reviewOn: '2021-10-15' },
  recordAdjudication: { caseId: ITS_CASE },
  recordCaseReturned: { caseId: ITS_CASE },
  recordDecision: { caseId: ITS_CASE },
  clarify: { scope: 'unit' },
  giveFeedback: { reportId: NAMED, method: 'call' },
  declareNoFeedback: { reportId: NAMED, ground: 'not-reachable' },
  recordObjection: { reportId: NAMED, newEvidence: true },
  reopen: { evidence: 'a second ledger' },
  reportInterference: { who: 'a deputy mayor', how: 'asked' },
  issueNotice: { colour: 'red' },
  answerNotice: { noticeId: ITS_NOTICE, answer: 'at once' },
  liftNotice: { noticeId: ITS_NOTICE },
  countersign: { command: 'attachFiles', day: '2021-08-01' },
};

const AT_THE_SENDER = ['registered', 'pendingAllocation', 'inTransit', 'returned'];

export function inputOf(name: string, situation: string): object {
  const [state] = situation.split('+');
  switch (name) {
    case 'transfer':
      return {
        to: state === 'pendingAllocation' ? 'nayong' : 'qianxi',
        direction: AT_THE_SENDER.includes(state) ? 'down' : 'across',
      };
    case 'mergeInto':
    case 'markDuplicate':
      return { survivor: AT_THE_SENDER.includes(state) ? AT_BIJIE : TWIN };
    case 'hold':
      return state === 'verified' ? { reviewOn: '2021-12-10' } : WHOLE['hold'];
    default:
      return ofClock(name, state) ?? WHOLE[name] ?? {};
  }
}

const OF_CASE: { readonly [command: string]: object } = {
  fileCase: FILE,
  addCasePerson: { personId: 'sun', managingOrganId: 'nayong', rankCode: 'staff' },
  changeCaseOfficers: { leaving: 'fang', recused: true },
  signInvestigationReport: { digest: DIGEST },
  concludeInvestigation: { finding: 'crime', digest: DIGEST },
  acceptForAdjudication: PANEL,
  decide: { decisions: DECISIONS },
  executeDecision: { personId: 'zhao' },
  correctFact: {
    ...{ targetEventId: idOfEvent(4, CASE_STREAM), field: 'happenedAt' },
    ...{ old: { ...happened('2021-12-20') }, new: '2021-12-20T08:00:00+08:00' },
  },
  countersign: { command: 'decide', day: '2021-11-15' },
};

export function inputOfCase(name: string): object {
  return OF_CASE[name] ?? {};
}
