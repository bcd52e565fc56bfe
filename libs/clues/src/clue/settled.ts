import { IsIn, IsString, Length } from 'class-validator';
import { Personal } from '@cluetrail/access';
import {
  doerIn,
  doerOf,
  isOne,
  transition,
  type Circumstances,
  type Objection,
} from '@cluetrail/workflow';
import { owed } from '../extending.js';
import { streamOfReport, type ReportState } from '../report/state.js';
import { managedAbove } from './allocated.js';
import { feedbackOwed } from './answered.js';
import { approvedWay } from './disposed.js';
import { casesOf, decidesOnOwn, streamsOfCases } from './entrusting.js';
import { ownHead } from './own-head.js';
import { ANSWERING, leftWaiting, noticeStanding, recusalUndecided } from './left-waiting.js';
import { PRESUPPOSING_NOTHING, WITH_CASE } from './states.js';
import { streamOf, verifiersOf, type Clue, type ClueState } from './state.js';
import { NoInput } from './transferred.js';

export const CLOSING_GROUNDS = [
  'untrue',
  'unverifiable',
  'handled',
  'no-jurisdiction',
  'other',
] as const;
export const SETTLEMENTS = [
  'no-violation',
  'talk-reminder',
  'sanctioned',
  'referred-to-procuratorate',
  'referred-to-party-organ',
  'clarified',
] as const;

export const CLARIFICATIONS = ['subject', 'unit', 'public'] as const;

export class Close {
  @IsIn(CLOSING_GROUNDS) ground!: (typeof CLOSING_GROUNDS)[number];
}

export class Settle {
  @IsIn(SETTLEMENTS) outcome!: (typeof SETTLEMENTS)[number];
}

export class Clarify {
  @IsIn(CLARIFICATIONS) scope!: (typeof CLARIFICATIONS)[number];
}

export class Reopen {
  @Personal({ of: 'clue' }) @IsString() @Length(1, 20_000) evidence!: string;
}

const row = transition<Clue>();

export const settled = {
  close: row({
    title: { en: 'Close', zh: '予以了结' },
    input: Close,
    event: 'ClueClosed',
    after: ['approveDisposal', 'concludeVerification'],
    // To close a verified clue is to conclude on the report: not for those who wrote it.
    blocked: (clue, circumstances) =>
      (clue.state === 'disposalPending' &&
        !approvedWay(clue, 'close') &&
        'disposal-not-approved') ||
      decidesOnOwn(circumstances, verifiersOf(clue)) ||
      otherwiseConcluded(clue, circumstances),
    evolve: (clue) => clue,
  }),
  settle: row({
    title: { en: 'Settle', zh: '办结' },
    input: Settle,
    event: 'ClueSettled',
    never: WITH_CASE,
    says: { feedbackOwed: [true] },
    after: ['decideRecusal'],
    // It is decided on while the clue is handled: settled, it would wait for ever.
    blocked: (clue, circumstances) => recusalUndecided(clue) || closedByTakingOver(circumstances),
    unless: (clue, { outcome }, circumstances) => notSoSettled(clue, outcome, circumstances),
    data: (clue, input) => ({
      ...input,
      ...(feedbackOwed(clue).length > 0 && { feedbackOwed: true }),
    }),
    evolve: (clue) => clue,
  }),
  clarify: row({
    title: { en: 'Clarify in favour of the subject', zh: '澄清正名' },
    input: Clarify,
    event: 'ClarificationIssued',
    // Of several the others may be cleared: on whom it was imposed, the case says.
    blocked: ({ sanctioned, subjects }) => sanctioned && subjects.length <= 1 && 'sanction-decided',
    evolve: (clue) => clue,
  }),
  /** 重启: new evidence; what was decided is decided again, under new clocks. */
  reopen: row({
    title: { en: 'Reopen on new evidence', zh: '重启' },
    input: Reopen,
    event: 'ClueReopened',
    into: PRESUPPOSING_NOTHING,
    after: ['giveFeedback', 'declareNoFeedback'],
    reads: (_, clue) => streamsOfCases(clue),
    blocked: closedAbove,
    unless: (clue, _, circumstances) => decidedAbove(clue, circumstances),
    evolve: ({ disposal: _, outcome: __, sanctioned: ___, ...clue }) => ({
      ...withoutLookers(clue),
      ...{ team: [], formerTeam: [], signatures: {}, answeredReports: [] },
      ...{ asked: {}, answered: {}, extended: {}, suspended: {}, resumed: {} },
    }),
  }),
  archive: row({
    title: { en: 'Archive', zh: '归档' },
    input: NoInput,
    event: 'ClueArchived',
    after: ['liftNotice', 'giveFeedback', 'declareNoFeedback'],
    blocked: (clue, circumstances) =>
      (feedbackOwed(clue).length > 0 && 'feedback-owed') ||
      noticeStanding(clue) ||
      stillOwed(circumstances),
    evolve: (clue) => clue,
  }),
  /** 作废: registered by mistake. The number stays visible. */
  void: row({
    title: { en: 'Declare void', zh: '作废' },
    input: NoInput,
    event: 'ClueVoided',
    optional: true,
    never: WITH_CASE,
    after: ANSWERING,
    reads: (_, { reports }, known) =>
      namedIn(reports).flatMap((reportId) => [
        streamOfReport(reportId),
        ...(reportIn(reportId, known)?.clueIds?.map(streamOf) ?? []),
      ]),
    blocked: (clue, circumstances) =>
      otherMatters(clue) ||
      managedAbove(clue, circumstances) ||
      ownHead(clue, circumstances) ||
      leftWaiting(clue, circumstances),
    unless: reporterForgotten,
    evolve: (clue) => clue,
  }),
};

/** By one of these a clue comes to its end, be it through a case. */
const DECIDING = [
  'DisposalApproved',
  'TalkConcluded',
  'VerificationConcluded',
  'InvestigationStarted',
  'ClueClosed',
];

/** What an organ above decided is undone there, or further up, not by whom it bound. */
function closedAbove(_: Clue, circumstances: Circumstances): Objection {
  return boundBy(lastDeciding(circumstances)?.actor.organId, circumstances);
}

/** Nor what was decided in its case, where it ended by that. */
function decidedAbove({ caseId }: Clue, circumstances: Circumstances): Objection {
  const last = lastDeciding(circumstances);
  if (last !== undefined && last.type !== 'InvestigationStarted') return false;
  const [file] = casesOf({ caseId }, circumstances.known);
  return boundBy(file?.decidingOrgan, circumstances);
}

function lastDeciding({ history }: Circumstances) {
  return history().findLast(({ type }) => DECIDING.includes(type));
}

function boundBy(
  decided: string | undefined,
  { who: { organId }, above, heir }: Circumstances,
): Objection {
  if (organId === undefined || decided === undefined) return false;
  const expected = heir(decided);
  return above(organId).includes(expected) && { code: 'closed-above', detail: { expected } };
}

/** What was looked into is looked into again: by whom does not hang on who did it before. */
function withoutLookers<C extends Pick<Clue, 'verifiers' | 'talkers'>>({
  verifiers: _,
  talkers: __,
  ...clue
}: C) {
  return clue;
}

/** By mistake it was registered, and not what was merged into it, or what it is a part of. */
function otherMatters(clue: ClueState): Objection {
  if (clue.takenIn) return { code: 'others-merged-in', detail: { found: clue.takenIn } };
  return doerOf(clue, 'openSplitOff') !== undefined && 'part-of-a-split';
}

function namedIn(reports: Clue['reports']): readonly string[] {
  return reports.filter(({ realName }) => realName).map(({ reportId }) => reportId);
}

function reportIn(reportId: string, other: Circumstances['other']) {
  return other(streamOfReport(reportId)) as Partial<ReportState> | undefined; // its stream's name says a report
}

/**
 * Whoever reported by name is told by the clue that his report is part of: with this one alone, or with others that are
 * void, by nobody; of what went up, by the organ there. A clue that is not seen is not void here.
 */
function reporterForgotten(
  { reports }: Clue,
  _: NoInput,
  { self, other }: Circumstances,
): Objection {
  const found = namedIn(reports).filter((reportId) => {
    const report = reportIn(reportId, other);
    const others = report?.clueIds?.map(streamOf).filter((stream) => stream !== self) ?? [];
    const isTold = others.some((stream) => other(stream)?.state !== 'void');
    return report?.state !== 'sealedUp' && report?.wentUp !== true && !isTold;
  });
  return found.length > 0 && { code: 'report-of-this-alone', detail: { found } };
}

/** What was verified ends as it was concluded: whoever would rather close what is to be filed or held does not do so alone. */
function otherwiseConcluded({ state, outcome }: ClueState, { rolesFor }: Circumstances): Objection {
  if (state !== 'verified' || rolesFor('concludeVerification').length === 0) return false;
  const found = outcome ?? 'none';
  return (
    ['none', 'file', 'hold'].includes(found) && {
      code: 'closing-not-concluded',
      detail: { expected: 'close', found },
    }
  );
}

/** Here, or on a report or case of it. */
function stillOwed(circumstances: Circumstances): Objection {
  const found = owed(circumstances);
  return found.length > 0 && { code: 'still-owed', detail: { found } };
}

/** It was closed before it came here: whoever says so does not settle it himself. */
function closedByTakingOver({ who, history }: Circumstances): Objection {
  const closing = history().findLast(({ change }) => change?.to === 'closing');
  if (closing?.type !== 'ClueTakenOver') return false;
  return isOne(who, doerIn(closing)) && 'four-eyes';
}

/** Of whoever is told that nothing was found against him. */
const IN_FAVOUR = ['no-violation', 'clarified'];

/** Where a sanction was decided, nobody says that there was no violation; where none was, nobody that there was one. */
export function notSoSettled(
  clue: ClueState,
  outcome: string,
  circumstances: Circumstances,
): Objection {
  if (IN_FAVOUR.includes(outcome)) return clue.sanctioned && 'sanction-decided';
  return outcome === 'sanctioned' && !mayBeSanctioned(clue, circumstances) && 'no-sanction-decided';
}

/**
 * Its case was decided so, be it before it was reopened; or that may be, and nobody here would know: before it was taken
 * over, or under a procedure that has no decisions. One that has cases asks for a case at least.
 */
function mayBeSanctioned(clue: ClueState, { history, rolesFor }: Circumstances): boolean {
  if (clue.sanctioned || doerOf(clue, 'takeOver')) return true;
  if (rolesFor('recordDecision').length > 0)
    return history().some(({ type }) => type === 'CaseDecided');
  return clue.caseId !== undefined || rolesFor('startInvestigation').length === 0;
}
