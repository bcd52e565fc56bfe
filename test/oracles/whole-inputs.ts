import { corrected, type Event, localDate } from '@cluetrail/event-sourcing';
import type { CaseState, ClueState, ReportState } from '@cluetrail/clues';

/** A seeded source of numbers, 0 ≤ x < 1. */
export class Random {
  constructor(private state: number) {}

  next(): number {
    return (this.state = (this.state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  }
}

export function pick<T>(random: Random, all: readonly T[]): T {
  return all[Math.floor(random.next() * all.length)];
}

export type State = ClueState & CaseState & ReportState;

/** As the demo calls its people. */
export function personOf(role: string, organ: string, n: number): string {
  if (role === 'case-officer')
    return organ === 'nn' && n === 1 ? 'demo-officer' : `officer-${organ}-${n}`;
  if (role === 'adjudicator') return `adjudicator-${organ}-${n}`;
  if (role === 'supervisor') return 'demo-supervisor';
  return `${{ 'clue-admin': 'admin', 'unit-head': 'head' }[role] ?? role}-${organ}`;
}

/** Each of them brings its clue, case or report forward; the rest may end it early, or be done for ever. */
export const ONWARD: ReadonlySet<string> = new Set([
  ...[
    'checkDuplicates',
    'classify',
    'proposeAllocation',
    'approveAllocation',
    'approveTransfer',
    'transfer',
  ],
  ...['acceptTransfer', 'disputeTransfer', 'determineJurisdiction', 'takeBack', 'assignOfficers'],
  ...['proposeDisposal', 'deliberate', 'approveDisposal', 'issueInquiry', 'recordReply'],
  ...['conductTalk', 'concludeTalk', 'hold', 'reviewHold', 'release', 'startVerification'],
  ...['signVerificationReport', 'submitVerificationReport', 'concludeVerification'],
  ...['startInvestigation', 'signInvestigationReport', 'concludeInvestigation'],
  ...['acceptForAdjudication', 'decide', 'executeDecision', 'settle', 'giveFeedback'],
  ...['returnForSupplement', 'returnForReinvestigation', 'suspendClock', 'refuseTransfer'],
  ...['keepForReference', 'referUpSealed', 'mergeInto'],
  ...['requestExtension', 'grantExtension', 'resumeClock', 'acknowledge', 'inform'],
]);

/** No clock begins, moves or ends by them. */
export const IDLE: ReadonlySet<string> = new Set([
  ...['link', 'prioritise', 'attachFiles', 'recordVerificationStep', 'clarify', 'recordObjection'],
  ...['reportInterference', 'issueNotice', 'answerNotice', 'liftNotice', 'addCasePerson'],
]);

/** Where it would be of no use, it is not even tried; the rest is for the rules to refuse. */
export function isOfUse(command: string, state: State): boolean {
  const { disposal, asked = {}, suspended = {}, acts } = state;
  const isApproved = (way: string) =>
    state.state !== 'disposalPending' || (disposal?.approved === true && disposal.way === way);
  const uses: { readonly [command: string]: boolean } = {
    classify: !('classify' in acts),
    checkDuplicates: !('checkDuplicates' in acts),
    assignOfficers: !(state.officers?.length > 1),
    inform: state.realName && !('inform' in acts),
    acknowledge: state.realName && state.answered === undefined,
    grantExtension: Object.keys(asked).length > 0,
    refuseExtension: Object.keys(asked).length > 0,
    requestExtension:
      Object.keys(asked).length === 0 && (state.state in RUNS || state.state === 'withUnit'),
    waiveAcknowledgement: state.answered === undefined,
    suspendClock: state.state in RUNS && Object.keys(suspended).length === 0,
    resumeClock: Object.keys(suspended).length > 0,
    decideRecusal: Object.keys(state.recusalAsked ?? {}).length > 0,
    startVerification: isApproved('verify'),
    hold: isApproved('hold') && (state.state !== 'verified' || state.outcome === 'hold'),
    issueInquiry: isApproved('talkInquiry'),
    conductTalk: isApproved('talkInquiry'),
    close: isApproved('close'),
    proposeDisposal: disposal === undefined,
    deliberate: disposal !== undefined && !state.done.includes('deliberate'),
    approveDisposal: disposal?.approved === false,
    approveTransfer: state.allocation === undefined,
    transfer: state.allocation !== undefined || state.procedure.name.startsWith('eu-'),
    startInvestigation: state.outcome === 'file',
    concludeVerification: state.outcome === undefined,
  };
  return uses[command] ?? true;
}

export interface Around {
  readonly random: Random;
  readonly state: State;
  readonly events: readonly Event[];
  readonly others: readonly string[];
  readonly reports: readonly { readonly organ: string; readonly id: string }[];
  readonly nowMillis: number;
}

/** What as a rule runs in a state. */
const RUNS: { readonly [state: string]: string } = {
  ...{ talkInquiry: 'talk', verifying: 'verify', investigating: 'invest' },
  ...{ adjudicating: 'adjudicate', decided: 'execute' },
};
const DIGEST = '3b'.repeat(32);
const NEAR = ['gx', 'nn', 'hc', 'gz', 'zy', 'bj'];
const DUTCH = ['nl', 'ut'];
const PARENTS: { readonly [organ: string]: string } = {
  ...{ nn: 'gx', hc: 'gx', zy: 'gz', bj: 'gz', ut: 'nl' },
};

function directionTo(to: string, organ: string): string {
  if (PARENTS[organ] === to) return 'up';
  return PARENTS[to] === organ ? 'down' : 'across';
}

/** What somebody might well say, right in form; what it lacks in substance is refused. */
export function inputOf(command: string, around: Around): object {
  const { random, state, others, reports } = around;
  const { organ, subjects = [], officers = [], reports: attached = [], allocation } = state;
  const oneOf = <T>(...all: readonly T[]) => pick(random, all);
  const clue = () =>
    pick(
      random,
      others.filter((one) => one.startsWith('clue-')),
    )?.slice(5);
  const staff = [1, 2, 3].map((n) => personOf('case-officer', organ, n));
  const two = staff.filter((_, n) => n !== Math.floor(random.next() * 3));
  const obligation = oneOf(
    'verify',
    'dispose',
    'talk',
    'invest',
    'adjudicate',
    'execute',
    'assigned',
    'feedback',
  );
  const place = pick(random, DUTCH.includes(organ) ? DUTCH : NEAR);
  const to = allocation?.to ?? place;
  const mode = oneOf('self', 'self', 'joint', 'assign', 'assign', 'forward', 'supervise');
  const personId = pick(random, subjects);
  const reportId = pick(random, attached)?.reportId;
  const reviewOn = new Date(around.nowMillis + 20 * 86_400_000).toISOString().slice(0, 10);
  const inputs: { readonly [command: string]: object } = {
    classify: { level: 'L1' },
    prioritise: { priority: 'high' },
    attachReport: {
      reportId: pick(
        random,
        reports.filter((one) => one.organ === organ),
      )?.id,
    },
    markDuplicate: { survivor: clue() },
    mergeInto: { survivor: clue() },
    split: {
      children: [
        { subjects, reports: attached.map((one) => one.reportId) },
        { subjects: subjects.slice(0, 1) },
      ],
    },
    sealUp: { to: 'cn' },
    proposeAllocation: { mode, ...(mode !== 'self' && { to: place }) },
    approveAllocation: { mode, ...(mode !== 'self' && { to: place }) },
    approveTransfer: { to: place, mode: oneOf('forward', 'assign', 'assign') },
    transfer: { to, direction: directionTo(to, organ), mode: allocation?.mode },
    determineJurisdiction: { organ: oneOf(organ, state.refusedBy ?? organ) },
    designate: { organ: place },
    assignOfficers: { officers: two },
    replaceOfficer: { leaving: pick(random, officers), joining: pick(random, staff) },
    requestRecusal: { officer: pick(random, officers), ground: 'other' },
    decideRecusal: {
      officer: Object.keys(state.recusalAsked ?? {})[0],
      granted: oneOf(true, false),
    },
    proposeDisposal: {
      way: oneOf('verify', 'verify', 'verify', 'talkInquiry', 'talkInquiry', 'hold', 'close'),
    },
    deliberate: {
      participants: [personOf('leader', organ, 1), personOf('unit-head', organ, 1), staff[0]],
    },
    issueInquiry: { personId, letterNo: '7' },
    recordReply: { personId, sufficient: true },
    conductTalk: { personId, officers },
    concludeTalk: { outcome: oneOf('close', 'remind', 'again', 'verify', 'file') },
    hold: { reviewOn },
    reviewHold: { reviewOn },
    startVerification: { team: officers },
    recordVerificationStep: { kind: 'talk', officers },
    signVerificationReport: { digest: DIGEST },
    submitVerificationReport: {
      ...{ digest: DIGEST, proposal: 'file' },
      findings: [{ matter: 'main', result: 'partly' }],
    },
    concludeVerification: {
      outcome: oneOf('file', 'file', 'file', 'close', 'hold', 'refer', 'talk'),
    },
    startInvestigation: { officers: two },
    close: { ground: 'other' },
    settle: { outcome: state.sanctioned ? 'sanctioned' : 'clarified' },
    clarify: { scope: 'unit' },
    giveFeedback: { reportId, method: 'letter' },
    declareNoFeedback: { reportId, ground: 'other' },
    recordObjection: { reportId, newEvidence: true },
    reopen: { evidence: 'more' },
    reportInterference: { who: 'somebody', how: 'asked' },
    issueNotice: { colour: 'red' },
    requestExtension: { obligation },
    grantExtension: { obligation: Object.keys(state.asked ?? {})[0] ?? obligation },
    refuseExtension: { obligation: Object.keys(state.asked ?? {})[0] ?? obligation, ground: 'no' },
    suspendClock: { obligation, ground: 'hearing' },
    resumeClock: { obligation: Object.keys(state.suspended ?? {})[0] ?? obligation },
    signInvestigationReport: { digest: DIGEST },
    concludeInvestigation: { finding: 'violation', digest: DIGEST },
    acceptForAdjudication: { panel: [1, 2].map((n) => personOf('adjudicator', organ, n)) },
    decide: {
      decisions: subjects.map((one, n) => ({
        ...{ personId: one, measure: n > 0 || random.next() < 0.8 ? 'warning' : 'none', form: 1 },
      })),
    },
    executeDecision: { personId: pick(random, state.toExecute ?? []) },
    acknowledge: { method: 'letter' },
    inform: { method: 'letter' },
    waiveAcknowledgement: { ground: oneOf('asked-not-to', 'anonymous') },
    declareNotAccepted: { ground: 'other' },
    referUpSealed: { to: 'cn', receivedOn: receivedOn(around) },
    correctFact: correction(around),
  };
  return { ...said(inputs[command] ?? {}), reason: 'as it has to be' };
}

/** As it stands, of a report that is known; of others any day. */
function receivedOn({ events }: Around): string {
  const received = corrected(events).find(({ type }) => type === 'ReportReceived')?.happenedAt;
  return received ? localDate(received.at, received.zone) : '2021-01-01';
}

/** That something happened somewhat earlier than was written down. */
function correction({ random, events }: Around): object {
  const { eventId, happenedAt } = pick(random, events);
  const days = random.next() * 5;
  return {
    ...{ targetEventId: eventId, field: 'happenedAt', old: happenedAt },
    new: new Date(Date.parse(happenedAt.at) - days * 86_400_000).toISOString(),
  };
}

function said(input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
