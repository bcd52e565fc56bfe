import {
  ArrayMaxSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
} from 'class-validator';
import { corrected, localDate } from '@cluetrail/event-sourcing';
import { IsOrganId, IsPersonId, LEVELS, Personal } from '@cluetrail/access';
import { NONE, transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { notAbove } from '../clue/hierarchy.js';
import { isForAbove } from '../clue/own-head.js';
import { streamOf } from '../clue/state.js';
import { NoInput } from '../clue/transferred.js';
import { owed } from '../extending.js';
import { isNeeded, notToBeSentUp } from './sent-up.js';
import { CHANNELS, NOT_ACCEPTED, streamOfReport, type Report, type ReportState } from './state.js';

export class ReceiveReport {
  @IsIn(CHANNELS) channel!: (typeof CHANNELS)[number];
  /** 实名: true name and a contact that works. What cannot be verified is anonymous. */
  @IsBoolean() realName!: boolean;
  /** Of a real-name report that is handled here; never of an anonymous one: nobody looks for who it is. */
  @IsOptional() @IsPersonId() reporterId?: string;
  @IsOptional() @IsBoolean() oral?: boolean;
  /** BCP 47, as `zh` or `bo`. */
  @IsOptional()
  @Matches(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, { each: true, message: 'a language tag' })
  @ArrayUnique()
  @ArrayMaxSize(10)
  languages?: string[];
  /** Of the matter, by ISO 3166: `CN`, `CN-52`. */
  @IsOptional()
  @Matches(/^[A-Z]{2}(-[A-Z0-9]{1,6})?$/, { message: 'a region like CN-52' })
  region?: string;
  /** It belongs to an organ above: without text and subjects, to be sent up unread. */
  @IsBoolean() higher!: boolean;
  @Personal({ of: 'report' }) @IsOptional() @IsString() @Length(1, 50_000) text?: string;
  /** People whom it is about. */
  @IsOptional() @IsPersonId({ each: true }) @ArrayUnique() @ArrayMaxSize(100) subjects?: string[];
  @IsOptional() @IsIn(LEVELS) level?: (typeof LEVELS)[number];
}

export class DeclareNotAccepted {
  @IsIn(NOT_ACCEPTED) ground!: (typeof NOT_ACCEPTED)[number];
}

export class KeepForReference {
  /** The report that it repeats. */
  @IsOptional() @IsUUID() repeatOf?: string;
}

export class ReferUp {
  /** An organ above. */
  @IsOrganId() to!: string;
  /** The day on which it came in. */
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'a date like 2021-09-01' }) receivedOn!: string;
}

export class RecordAttached {
  @IsUUID() clueId!: string;
  /** A clue that was split or merged, and goes on in this one. */
  @IsOptional() @IsUUID() insteadOf?: string;
}

export class RecordSentUp {
  @IsUUID() clueId!: string;
  @IsOrganId() to!: string;
}

const row = transition<Report>();

/** 收件与分流: how a report comes in, and what it comes to. */
export const received = {
  receiveReport: row({
    title: { en: 'Receive a report', zh: '收件登记' },
    input: ReceiveReport,
    event: 'ReportReceived',
    opens: 'only',
    level: (_, { level }) => level ?? 'L1',
    people: ({ reporterId, subjects = [] }) => [...(reporterId ? [reporterId] : []), ...subjects],
    unless: (_, input, circumstances) => notToBeReceived(input, circumstances),
    data: (_, { level: __, ...input }) => input,
    evolve: (report, { realName, higher, reporterId, subjects = [] }) => ({
      ...report,
      realName,
      higher,
      ...(reporterId !== undefined && { reporterId }),
      subjects,
    }),
  }),
  declareNotAccepted: row({
    title: { en: 'Declare not accepted', zh: '不予受理' },
    input: DeclareNotAccepted,
    event: 'ReportNotAccepted',
    blocked: (report, circumstances) =>
      toBeSentUp(report, circumstances) || toldAccepted(report, circumstances),
    evolve: (report) => report,
  }),
  /** 留存备查: a repeat is registered and kept; nothing is opened again. */
  keepForReference: row({
    title: { en: 'Keep for reference', zh: '留存备查' },
    input: KeepForReference,
    event: 'ReportKeptForReference',
    blocked: (report, circumstances) =>
      toBeSentUp(report, circumstances) || withoutContent(report, circumstances),
    reads: ({ repeatOf }) => (repeatOf === undefined ? [] : [streamOfReport(repeatOf)]),
    unless: (report, input, circumstances) =>
      noOther(input, circumstances) || owedToReporter(report, input, circumstances),
    evolve: (report) => report,
  }),
  attachFiles: row({
    title: { en: 'Attach files', zh: '添加附件' },
    input: NoInput,
    event: 'ReportFilesAttached',
    blocked: ({ higher }) => higher && 'content-not-kept',
    evolve: (report) => report,
  }),
  /** 径送上级: the stub that stays holds no content; also as the first that is known here of a report. */
  referUpSealed: row({
    title: { en: 'Send up sealed', zh: '径送上级' },
    input: ReferUp,
    event: 'ReportReferredUpSealed',
    opens: 'too',
    reads: (_, { clueIds }) => clueIds.map(streamOf),
    blocked: (report, circumstances) =>
      report.state !== NONE && notToBeSentUp(report, circumstances),
    unless: ({ organ, subjects }, { to, receivedOn }, circumstances) => {
      const { who, happenedAt } = circumstances;
      return (
        notAbove(to, organ || (who.organId ?? ''), circumstances) ||
        isForAbove({ subjects, organ: to }, circumstances) ||
        (receivedOn > localDate(happenedAt.at, happenedAt.zone) && 'received-later') ||
        receivedOtherwise(receivedOn, circumstances)
      );
    },
    evolve: ({ reporterId: _, ...report }) => ({ ...report, subjects: [] }),
  }),
  /** Told by the process `attaching`. */
  recordAttached: row({
    title: { en: 'Record the clue that it is part of', zh: '登记所转线索' },
    input: RecordAttached,
    event: 'ReportBecamePart',
    says: { now: [] },
    // Sent up meanwhile, it stays so.
    data: ({ state }, input) => ({
      ...input,
      now: state === 'sealedUp' ? 'sealedUp' : 'attached',
    }),
    evolve: (report, { clueId, insteadOf }) => ({
      ...report,
      clueIds: [...new Set([...report.clueIds.filter((one) => one !== insteadOf), clueId])],
    }),
  }),
  /** Its clue went up sealed. It goes with it, unless another clue goes on here. */
  recordSentUp: row({
    title: { en: 'Record that its clue was sent up sealed', zh: '登记所涉线索径送上级' },
    input: RecordSentUp,
    event: 'ReportSentUpWithClue',
    says: { now: [] },
    reads: (_, { clueIds }) => clueIds.map(streamOf),
    data: ({ clueIds, state }, { clueId, to }, circumstances) => {
      const others = clueIds.filter((one) => one !== clueId);
      return { clueId, to, now: isNeeded(others, circumstances) ? state : 'sealedUp' };
    },
    evolve: ({ reporterId, ...report }, { clueId }, { data }) => ({
      ...report,
      ...(data.now === 'sealedUp'
        ? { subjects: [] }
        : { ...(reporterId !== undefined && { reporterId }), wentUp: true as const }),
      clueIds: report.clueIds.filter((one) => one !== clueId),
    }),
  }),
};

/** Of a report that is known here the day is known: the stub that stays says no other. */
function receivedOtherwise(found: string, { history }: Circumstances): Objection {
  const received = corrected(history()).find(({ type }) => type === 'ReportReceived')?.happenedAt;
  const expected = received && localDate(received.at, received.zone);
  const isOther = expected !== undefined && expected !== found;
  return isOther && { code: 'received-otherwise', detail: { expected, found } };
}

/**
 * What belongs to an organ above, or is about one of those who decide here, is for that organ to judge: it goes there, where
 * the procedure has a way up; be it by the clue that is registered of it.
 */
function toBeSentUp(report: ReportState, circumstances: Circumstances): Objection {
  const { rolesFor, above } = circumstances;
  if (rolesFor('referUpSealed').length === 0 || above(report.organ).length === 0) return false;
  return (report.higher && 'to-be-sent-up') || isForAbove(report, circumstances);
}

/** Marked by mistake where nothing is above: to be kept it would have to be read, and its clock would run for ever. */
function withoutContent({ higher, organ }: ReportState, { rolesFor }: Circumstances): Objection {
  const marked = higher && rolesFor('referUpSealed').length > 0;
  return marked && { code: 'nothing-above', detail: { organ } };
}

/**
 * Where the reporter is informed on the report itself, he was told no more than that it came in; and what was marked as
 * belonging above, no more than that either: nobody had read it.
 */
function toldAccepted({ answered, higher }: Report, { rolesFor }: Circumstances): Objection {
  const accepted = answered === 'acknowledged' && !higher;
  return accepted && rolesFor('inform').length === 0 && 'told-accepted';
}

function noOther({ repeatOf }: KeepForReference, { self, other }: Circumstances): Objection {
  if (repeatOf === undefined) return false;
  const stream = streamOfReport(repeatOf);
  return (stream === self && 'same-report') || (!other(stream) && 'no-such-report');
}

/**
 * Kept, a report ends its clocks. Whoever gave his name is told on another one of his, if that stands: not where it is
 * kept itself, not accepted or sent up.
 */
function owedToReporter(
  { realName, reporterId }: Report,
  { repeatOf = '' }: KeepForReference,
  circumstances: Circumstances,
): Objection {
  const found = owed(circumstances);
  const first = circumstances.other(streamOfReport(repeatOf)) as ReportState | undefined; // its stream's name says a report
  const isTold =
    first !== undefined &&
    reporterId !== undefined &&
    first.reporterId === reporterId &&
    ['received', 'attached'].includes(first.state);
  return realName && found.length > 0 && !isTold && { code: 'owed-to-reporter', detail: { found } };
}

function notToBeReceived(
  { realName, higher, reporterId, text, subjects = [] }: ReceiveReport,
  { knowsPerson, above, who: { organId: organ = '' } }: Circumstances,
): Objection {
  if (higher && above(organ).length === 0) return { code: 'nothing-above', detail: { organ } };
  if (!realName && reporterId !== undefined) return 'anonymous-reporter';
  if (higher && (text !== undefined || subjects.length > 0)) return 'content-not-kept';
  if (!higher && text === undefined) return 'text-needed';
  // What goes up unread was not opened: nobody was registered for it.
  if (realName && !higher && reporterId === undefined) return 'reporter-needed';
  if (reporterId !== undefined && !knowsPerson(reporterId))
    return { code: 'person-not-registered', detail: { field: 'reporterId' } };
  const unknown = subjects.findIndex((one) => !knowsPerson(one));
  return (
    unknown >= 0 && { code: 'person-not-registered', detail: { field: `subjects[${unknown}]` } }
  );
}
