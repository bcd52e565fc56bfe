/** What the procedures say of clocks, written down again by hand from the domain reference and the law they name. */
export interface Law {
  readonly zone: string;
  readonly rules: readonly Rule[];
}

/** A trigger is an event type, or one with a field that has to say so: `ClueTransferred mode=assign`. */
export interface Rule {
  readonly code: string;
  /** The kind of stream on which it begins and is met; what is only cancelled may be so by the clue itself. */
  readonly on: 'clue' | 'case' | 'report';
  readonly starts: readonly string[];
  readonly meets: readonly string[];
  readonly cancels: readonly string[];
  readonly length: string;
  /** Who owes it works there; otherwise whoever is responsible. */
  readonly receiver?: true;
  readonly extension?: string;
  /** Counted from this event; where it has not come within 7 days, from their end. */
  readonly from?: string;
}

const GONE = ['ClueMergedAway', 'ClueSplit'];
const ELSEWHERE = ['ClueMarkedDuplicate', 'ClueReferredUpSealed'];
const DONE = ['ClueClosed', 'ClueSettled'];

/** A unit has it in hand and owes a proposal, and its leader a decision on that. */
const AT_HAND = [
  ...['TransferAccepted', 'TransferRefused', 'TransferRecalled'],
  ...['AllocationApproved mode=self', 'AllocationApproved mode=joint'],
  ...['JurisdictionDetermined', 'JurisdictionDesignated', 'ClueRaised'],
  ...['ClueSplitOff stage=withUnit', 'ClueReleasedFromHold', 'ClueReopened'],
  'DisposalReturned',
];

const SIGN: Rule = {
  ...{ code: 'sign', on: 'clue', length: '5W', receiver: true, starts: ['ClueTransferred'] },
  ...{ meets: ['TransferAccepted', 'TransferRefused'], cancels: [] },
};

export const FIRST: Law = {
  zone: 'Asia/Shanghai',
  rules: [
    SIGN,
    {
      ...{ code: 'dispose', on: 'clue', length: '1M', extension: '1M' },
      ...{ starts: ['TransferAccepted', 'TransferRefused'], meets: ['DisposalProposed'] },
      cancels: DONE,
    },
    {
      ...{ code: 'verify', on: 'clue', length: '2M', extension: '1M' },
      ...{ starts: ['VerificationStarted'], meets: ['VerificationReportSubmitted'], cancels: DONE },
    },
    {
      ...{ code: 'invest', on: 'case', length: '3M', extension: '1M' },
      ...{ starts: ['CaseFiled'], meets: ['InvestigationReportSubmitted'] },
      cancels: ['ClueSettled'],
    },
  ],
};

export const WHOLE: Law = {
  zone: 'Asia/Shanghai',
  rules: [
    {
      ...{ code: 'acknowledge', on: 'report', length: '15W' },
      starts: ['ReportReceived realName=true'],
      meets: ['ReportAcknowledged', 'AcknowledgementWaived', 'ReportNotAccepted'],
      cancels: [
        ...['ReportKeptForReference', 'ReportReferredUpSealed'],
        'ReportSentUpWithClue now=sealedUp',
      ],
    },
    {
      ...{ code: 'sealUp', on: 'report', length: '5W', starts: ['ReportReceived higher=true'] },
      ...{ meets: ['ReportReferredUpSealed'], cancels: ['ReportNotAccepted'] },
    },
    {
      ...{ code: 'allocate', on: 'clue', length: '5W' },
      starts: ['ClueDiscovered', 'ClueSplitOff stage=registered'],
      meets: ['AllocationApproved', ...ELSEWHERE],
      cancels: ['ClueVoided', ...GONE, 'JurisdictionDesignated', 'ClueRaised'],
    },
    { ...SIGN, cancels: ['TransferRecalled'] },
    {
      ...{ code: 'assigned', on: 'clue', length: '3M', receiver: true, extension: '3M' },
      starts: [
        ...['ClueTransferred mode=assign', 'ClueSplitOff inherits=assigned'],
        'ClueMergedIn inherits=assigned',
      ],
      meets: ['ClueSettled'],
      cancels: ['TransferRefused', 'TransferRecalled', ...GONE, ...ELSEWHERE],
    },
    {
      ...{ code: 'dispose', on: 'clue', length: '1M', extension: '1M' },
      ...{
        starts: AT_HAND,
        meets: ['DisposalProposed'],
        cancels: [...DONE, ...GONE, ...ELSEWHERE],
      },
    },
    {
      ...{ code: 'approve', on: 'clue', length: '1M', extension: '1M', starts: AT_HAND },
      meets: ['DisposalApproved', 'DisposalReturned'],
      cancels: [...DONE, ...GONE, ...ELSEWHERE],
    },
    {
      ...{ code: 'carryOut', on: 'clue', length: '1M', cancels: GONE },
      starts: [
        ...['DisposalApproved', 'TalkConcluded outcome=verify'],
        'VerificationConcluded outcome=hold',
      ],
      meets: [
        ...['InquiryLetterIssued', 'TalkConducted', 'VerificationStarted'],
        ...['ClueHeld', 'ClueClosed'],
      ],
    },
    {
      ...{ code: 'reply', on: 'clue', length: '15W', starts: ['InquiryLetterIssued'] },
      ...{ meets: ['InquiryReplied'], cancels: ['TalkConcluded', ...GONE] },
    },
    {
      ...{ code: 'talk', on: 'clue', length: '1M', meets: ['TalkConcluded'], cancels: GONE },
      starts: [
        ...['TalkConducted', 'InquiryReplied', 'TalkConcluded outcome=again'],
        'VerificationConcluded outcome=talk',
      ],
    },
    {
      ...{ code: 'hold', on: 'clue', length: '30d', starts: ['ClueHeld', 'HoldReviewed'] },
      ...{ meets: ['HoldReviewed', 'ClueReleasedFromHold'], cancels: GONE },
    },
    {
      ...{ code: 'verify', on: 'clue', length: '2M', extension: '1M' },
      starts: ['VerificationStarted'],
      ...{ meets: ['VerificationReportSubmitted'], cancels: [...DONE, ...GONE] },
    },
    {
      ...{ code: 'file', on: 'clue', length: '1M' },
      starts: ['VerificationConcluded outcome=file', 'TalkConcluded outcome=file'],
      ...{ meets: ['InvestigationStarted'], cancels: ['ClueClosed', 'ClueHeld', ...GONE] },
    },
    {
      ...{ code: 'invest', on: 'case', length: '3M', extension: '1M' },
      starts: ['CaseFiled', 'ReturnedForReinvestigation'],
      ...{ meets: ['InvestigationReportSubmitted'], cancels: ['CaseWithdrawn', 'ClueSettled'] },
    },
    {
      ...{ code: 'adjudicate', on: 'case', length: '1M', extension: '1M' },
      starts: ['AdjudicationAccepted'],
      meets: ['DecisionMade', 'ReturnedForReinvestigation', 'ReturnedForSupplement'],
      cancels: ['CaseWithdrawn'],
    },
    {
      ...{ code: 'supplement', on: 'case', length: '1M', starts: ['ReturnedForSupplement'] },
      ...{ meets: ['InvestigationReportSubmitted'], cancels: ['CaseWithdrawn'] },
    },
    {
      ...{ code: 'execute', on: 'case', length: '1M', extension: '5M' },
      ...{ starts: ['DecisionMade left=some'], meets: ['DecisionExecuted left=none'], cancels: [] },
    },
    {
      ...{ code: 'feedback', on: 'clue', length: '15W' },
      starts: ['ClueSettled feedbackOwed=true', 'ReportAttached feedbackOwed=true'],
      meets: ['FeedbackGiven left=none', 'FeedbackNotPossible left=none'],
      cancels: ['ClueReopened'],
    },
  ],
};

/** Directive (EU) 2019/1937 Art. 9(1)(b) and (f); signing for a transfer as everywhere. */
export const EUROPEAN: Law = {
  zone: 'Europe/Amsterdam',
  rules: [
    {
      ...{ code: 'acknowledge', on: 'report', length: '7d' },
      starts: ['ReportReceived realName=true'],
      meets: ['ReportAcknowledged', 'AcknowledgementWaived', 'ReportNotAccepted'],
      cancels: ['ReportKeptForReference'],
    },
    {
      ...{ code: 'feedback', on: 'report', length: '3M', from: 'ReportAcknowledged' },
      starts: ['ReportReceived realName=true'],
      meets: ['ReporterInformed', 'ReportNotAccepted'],
      ...{ cancels: ['ReportKeptForReference'], extension: '3M' },
    },
    SIGN,
  ],
};

export const LAWS: { readonly [procedure: string]: Law } = {
  'cn-2019-example@1': FIRST,
  'cn-2019-example@2': WHOLE,
  'eu-2019-1937-example@1': EUROPEAN,
  'eu-2019-1937-example@2': EUROPEAN,
};
