import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { noEarlier, type HappenedAt } from '@cluetrail/event-sourcing';
import { Personal } from '@cluetrail/access';
import {
  peopleOf,
  transition,
  type Circumstances,
  type Objection,
  type Standing,
} from '@cluetrail/workflow';
import { streamOfReport, type ReportState } from '../report/state.js';
import { handledByIntake } from './entrusting.js';
import { giversOf, isApart, receiversOf } from './intake.js';
import { NoInput } from './transferred.js';
import { streamOf, type AttachedReport, type Clue } from './state.js';

export const FEEDBACK_METHODS = ['letter', 'call', 'talk', 'online', 'other'] as const;
export const NO_FEEDBACK_GROUNDS = [
  'not-reachable',
  'asked-not-to',
  'endangers-identity',
  'other',
] as const;

export class AttachReport {
  @IsUUID() reportId!: string;
}

export class GiveFeedback {
  @IsUUID() reportId!: string;
  @IsIn(FEEDBACK_METHODS) method!: (typeof FEEDBACK_METHODS)[number];
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) note?: string;
}

export class DeclareNoFeedback {
  @IsUUID() reportId!: string;
  @IsIn(NO_FEEDBACK_GROUNDS) ground!: (typeof NO_FEEDBACK_GROUNDS)[number];
}

export class RecordObjection {
  @IsUUID() reportId!: string;
  @IsBoolean() newEvidence!: boolean;
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) objection?: string;
}

const row = transition<Clue>();

/** 反映人: reports that are about the matter, and what those who sent them are told. */
/** By each of these one report less is to be answered. */
const ANSWERS = ['giveFeedback', 'declareNoFeedback'];

/** Of a report that was part of it from the start nothing was attached. */
const ATTACHED = { command: 'attachReport', field: 'reportId' };

export const answered = {
  attachReport: row({
    title: { en: 'Attach a report', zh: '关联检举控告件' },
    input: AttachReport,
    event: 'ReportAttached',
    says: { realName: [true, false], receivedBy: [], feedbackOwed: [true] },
    adds: { to: ANSWERS, where: 'feedbackOwed' },
    reads: ({ reportId }, _, known) => streamsOfReport(reportId, known),
    unless: ({ reports, officers, team }, { reportId }, circumstances) =>
      (reports.some((one) => one.reportId === reportId) && 'report-already-attached') ||
      notToAttach(reportId, circumstances) ||
      handledByIntake(
        { intake: peopleOf(circumstances.who), reports: [attached(reportId, circumstances)] },
        [...officers, ...team],
        circumstances,
      ),
    data: ({ state }, { reportId }, circumstances) => {
      const report = attached(reportId, circumstances);
      return { ...report, ...(state === 'settled' && report.realName && { feedbackOwed: true }) };
    },
    evolve: (clue, _, event) => {
      const { feedbackOwed: __, ...report } = event.data as unknown as Attached; // made by `data` above
      return {
        ...clue,
        reports: [...clue.reports, report],
        intake: [...new Set([...clue.intake, ...giversOf(event)])],
      };
    },
  }),
  /** Files that belong to no other act; every command may bring files of its own. */
  attachFiles: row({
    title: { en: 'Attach files', zh: '添加附件' },
    input: NoInput,
    event: 'FilesAttached',
    optional: true,
    evolve: (clue) => clue,
  }),
  giveFeedback: row({
    title: { en: 'Tell the reporter the result', zh: '反馈结果' },
    input: GiveFeedback,
    event: 'FeedbackGiven',
    awaited: (clue) => feedbackOwed(clue).length > 0,
    says: { left: ['some', 'none'] },
    after: ['settle'],
    answers: ATTACHED,
    completes: ANSWERS,
    unless: (clue, { reportId }) => notOwed(clue, reportId),
    data: (clue, input) => ({ ...input, left: leftAfter(clue, input.reportId) }),
    evolve: answer,
  }),
  declareNoFeedback: row({
    title: { en: 'Record that feedback is not possible', zh: '登记无法反馈' },
    input: DeclareNoFeedback,
    event: 'FeedbackNotPossible',
    awaited: (clue) => feedbackOwed(clue).length > 0,
    says: { left: ['some', 'none'] },
    after: ['settle'],
    answers: ATTACHED,
    completes: ANSWERS,
    unless: (clue, { reportId }) => notOwed(clue, reportId),
    data: (clue, input) => ({ ...input, left: leftAfter(clue, input.reportId) }),
    evolve: answer,
  }),
  recordObjection: row({
    title: { en: 'Record an objection of the reporter', zh: '登记异议' },
    input: RecordObjection,
    event: 'ObjectionRecorded',
    after: ['giveFeedback'],
    unless: ({ reports }, { reportId }) =>
      !reports.some((one) => one.reportId === reportId) && 'no-such-report',
    evolve: (clue) => clue,
  }),
};

interface Attached extends AttachedReport {
  readonly feedbackOwed?: true;
}

/** Who is still to be told: reporters who gave their name. */
export function feedbackOwed({ reports, answeredReports }: Clue): readonly string[] {
  return reports
    .filter(({ reportId, realName }) => realName && !answeredReports.includes(reportId))
    .map(({ reportId }) => reportId);
}

/** A report as a clue keeps it. */
export function attached(reportId: string, circumstances: Circumstances): AttachedReport {
  const report = circumstances.other(streamOfReport(reportId)) as Received | undefined; // a report's state
  const receivedBy = report && isApart(circumstances) ? receiversOf(report) : [];
  return {
    reportId,
    realName: report?.realName === true,
    ...(receivedBy.length > 0 && { receivedBy }),
  };
}

interface Received extends Standing {
  readonly realName?: boolean;
}

/**
 * There is such a report, its content is here, and it goes by the rules of the clue: what its reporter is owed begins with
 * the one and ends with the other.
 */
export function notToAttach(reportId: string, circumstances: Circumstances): Objection {
  const { other, known, procedure, happenedAt } = circumstances;
  const report = other(streamOfReport(reportId));
  if (!report) return 'no-such-report';
  if (report.state === 'sealedUp' || goesUp(reportId, known)) return 'report-sealed-up';
  if ('higher' in report && report.higher === true) return 'report-without-content';
  const found = report.procedure.name;
  const expected = procedure.name;
  return (
    (found !== expected && { code: 'report-under-other-rules', detail: { expected, found } }) ||
    beforeReceived([reportId], happenedAt, circumstances)
  );
}

/** Nothing comes of a report, nor is it part of anything, before it was received. */
export function beforeReceived(
  reportIds: readonly string[],
  happenedAt: HappenedAt,
  { other, known }: Pick<Circumstances, 'other' | 'known'>,
): Objection {
  const code = 'happened-before-previous';
  for (const stream of reportIds.map(streamOfReport)) {
    const received = known(stream)?.actsAt.receiveReport;
    if (received && !noEarlier(happenedAt, received))
      return other(stream)
        ? { code, detail: { expected: received.at, found: happenedAt.at } }
        : code;
  }
  return false;
}

/** Every clue that it is part of was sent up sealed, and it is about to be told: it goes with the last of them. */
function goesUp(reportId: string, known: Circumstances['known']): boolean {
  const clues = cluesOf(reportId, known).map(known);
  return clues.length > 0 && clues.every((clue) => clue?.state === 'sealedUp');
}

/** The report, and what became of its clues. */
export function streamsOfReport(
  reportId: string,
  known: Circumstances['known'],
): readonly string[] {
  return [streamOfReport(reportId), ...cluesOf(reportId, known)];
}

function cluesOf(reportId: string, known: Circumstances['known']): readonly string[] {
  const report = known(streamOfReport(reportId)) as ReportState | undefined; // its stream's name says a report
  return (report?.clueIds ?? []).map(streamOf);
}

function notOwed(clue: Clue, reportId: string): Objection {
  return !feedbackOwed(clue).includes(reportId) && 'feedback-not-owed';
}

function leftAfter(clue: Clue, reportId: string): 'some' | 'none' {
  return feedbackOwed(clue).some((one) => one !== reportId) ? 'some' : 'none';
}

function answer<C extends Clue>(clue: C, { reportId }: { readonly reportId: string }): C {
  return { ...clue, answeredReports: [...clue.answeredReports, reportId] };
}
