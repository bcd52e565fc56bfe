import { stateOf } from '@cluetrail/workflow';
import { caseWork } from '../case/case.js';
import { clue } from '../clue/clue.js';
import { DISPOSAL_WAYS, VERIFICATION_OUTCOMES } from '../clue/state.js';
import { TALK_OUTCOMES } from '../clue/talked.js';
import { TAKEN_OVER_STATES } from '../clue/taken-over.js';
import { ledgerRow } from './ledger.js';
import { AT_BIJIE, LATE, NAMED, TWIN } from './neighbours.js';
import { ITS_CASE, ITS_NOTICE } from './situations-v2.js';
import { DIGEST, idOfClue } from './told.js';
import { inputFor as ofFirst, NAMES, pair, type Tried } from './walk.js';

/** What is always said alike. */
const ALIKE: { readonly [command: string]: object } = {
  prioritise: { priority: 'high' },
  link: { clueId: TWIN, relation: 'supplement' },
  sealUp: { to: 'guizhou' },
  deliberate: { participants: ['du', 'hu', 'gao'] },
  recordAdjudication: { caseId: ITS_CASE },
  recordCaseReturned: { caseId: ITS_CASE },
  recordDecision: { caseId: ITS_CASE },
  recordInvestigationConcluded: { caseId: ITS_CASE },
  clarify: { scope: 'unit' },
  reopen: { evidence: 'a second ledger' },
  reportInterference: { who: 'a friend', how: 'asked' },
  issueNotice: { colour: 'red' },
  answerNotice: { noticeId: ITS_NOTICE, answer: 'at once' },
  liftNotice: { noticeId: ITS_NOTICE },
};

/** What a person might well send under the whole procedure: right in form, by no means always in substance. */
export function inputFor(command: string, tried: Tried): object {
  const { variant, events } = tried;
  const { subjects, reports, officers, recusalAsked } = stateOf(clue, events);
  const oneOf = <T>(all: readonly T[], or: T) => all[variant % Math.max(all.length, 1)] ?? or;
  const name = NAMES[variant % NAMES.length];
  const organ = variant % 2 ? 'nayong' : 'bijie';
  const officer = oneOf(officers, name);
  const about = oneOf(subjects, 'zhao');
  const report = oneOf([NAMED, LATE], LATE);
  const some = [...new Set(officers)].slice(0, 2);
  const two = variant % 3 && some.length > 1 ? some : pair(variant);
  const whole = subjects.length > 0 ? subjects : ['zhao'];
  const allocation = variant % 3 ? { mode: 'self' } : { mode: 'assign', to: 'nayong' };
  const inputs: { readonly [command: string]: object } = {
    discover: {
      source: 'audit',
      subjects: [{ personId: 'zhao', managingOrganId: organ }],
      summary: 'text',
    },
    takeOver: ledgerRow(oneOf(TAKEN_OVER_STATES, 'closing'), { organ }),
    classify: { level: oneOf(['L1', 'L2', 'L3'], 'L1') },
    attachReport: { reportId: report },
    assignNumber: { organ, year: 2021, ordinal: variant + 1 },
    proposeAllocation: allocation,
    approveAllocation: allocation,
    approveTransfer: { to: organ, mode: 'forward' },
    determineJurisdiction: { organ },
    designate: { organ },
    split: {
      children: [
        { subjects: whole, reports: reports.map(({ reportId }) => reportId) },
        { subjects: [about] },
      ],
    },
    requestRecusal: { officer, ground: 'interest' },
    decideRecusal: {
      officer: oneOf(Object.keys(recusalAsked), name),
      granted: variant % 4 > 0,
    },
    replaceOfficer: { leaving: officer, joining: name },
    proposeDisposal: { way: oneOf([...DISPOSAL_WAYS, 'verify', 'verify'], 'verify') },
    issueInquiry: { personId: about, letterNo: '1' },
    recordReply: { personId: about, sufficient: true },
    conductTalk: { personId: about, officers: two },
    concludeTalk: { outcome: oneOf(TALK_OUTCOMES, 'close') },
    hold: { reviewOn: soonAfter(events) },
    reviewHold: { reviewOn: soonAfter(events) },
    startVerification: { team: two },
    concludeVerification: { outcome: oneOf([...VERIFICATION_OUTCOMES, 'file', 'file'], 'file') },
    giveFeedback: { reportId: report, method: 'call' },
    declareNoFeedback: { reportId: report, ground: 'other' },
    recordObjection: { reportId: report, newEvidence: true },
  };
  return (
    inputs[command] ?? ofJoining(variant)[command] ?? ALIKE[command] ?? ofFirst(command, tried)
  );
}

/** Within the time that a review has, unless nothing happened for long. */
function soonAfter(events: Tried['events']): string {
  const last = Date.parse(events.at(-1)?.happenedAt.at ?? '2021-09-01');
  return new Date(last + 25 * 86_400_000).toISOString().slice(0, 10);
}

/** What goes into another clue, or comes from one. */
function ofJoining(variant: number): { readonly [command: string]: object } {
  const name = NAMES[variant % NAMES.length];
  const organ = variant % 2 ? 'nayong' : 'bijie';
  const came = {
    subjects: variant % 2 ? [name] : ['sun'],
    reports: [{ reportId: LATE, realName: true }],
    managedBy: {},
    recused: variant % 3 ? [] : [NAMES[(variant + 1) % NAMES.length]],
    inherits: [],
  };
  return {
    markDuplicate: { survivor: variant % 2 ? TWIN : AT_BIJIE },
    mergeInto: { survivor: variant % 2 ? TWIN : AT_BIJIE },
    openSplitOff: { ...came, parent: TWIN, organ, level: 'L1', stage: 'withUnit' },
    takeMerged: { ...came, clueId: TWIN },
    giveBack: { survivor: TWIN },
  };
}

/** The same for a case. */
export function inputForCase(command: string, { variant, events }: Tried): object {
  const { subjects, officers, toExecute } = stateOf(caseWork, events);
  const [name, next] = [NAMES[variant % NAMES.length], NAMES[(variant + 3) % NAMES.length]];
  const officer = officers[variant % Math.max(officers.length, 1)] ?? name;
  const measure = variant % 2 ? 'warning' : 'none';
  const digest = variant % 4 ? DIGEST : '4c'.repeat(32);
  const inputs: { readonly [command: string]: object } = {
    fileCase: {
      clueIds: [idOfClue],
      officers: pair(variant),
      subjects: ['qian'],
      organ: 'nayong',
      level: 'L1',
    },
    addCasePerson: {
      personId: variant % 3 ? 'sun' : name,
      ...{ managingOrganId: 'nayong', rankCode: 'staff' },
    },
    changeCaseOfficers: {
      leaving: officer,
      ...(officers.includes(next) ? {} : { joining: next }),
      recused: variant % 3 === 0,
    },
    signInvestigationReport: { digest },
    concludeInvestigation: { finding: 'violation', digest },
    acceptForAdjudication: { panel: variant % 2 ? ['chen', 'hu'] : pair(variant) },
    decide: {
      decisions: (subjects.length > 0 ? subjects : ['qian']).map((personId) => ({
        personId,
        measure,
        form: 1,
      })),
    },
    executeDecision: { personId: toExecute[0] ?? 'qian' },
  };
  return inputs[command] ?? {};
}
