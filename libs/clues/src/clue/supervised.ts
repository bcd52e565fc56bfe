import { IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { Personal } from '@cluetrail/access';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { ruleOf } from '../granting.js';
import type { Clue } from './state.js';

export const INTERFERENCES = ['asked', 'pleaded', 'intervened'] as const;
export const NOTICE_COLOURS = ['blue', 'yellow', 'red'] as const;

export class ReportInterference {
  @Personal({ of: 'clue' }) @IsString() @Length(1, 400) who!: string;
  @IsIn(INTERFERENCES) how!: (typeof INTERFERENCES)[number];
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) note?: string;
}

export class IssueNotice {
  @IsIn(NOTICE_COLOURS) colour!: (typeof NOTICE_COLOURS)[number];
  /** The obligation that gave cause to it. */
  @IsOptional() @Matches(/^[a-z][a-zA-Z0-9-]{0,39}$/) obligation?: string;
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) text?: string;
}

export class OfNotice {
  @IsUUID() noticeId!: string;
}

export class AnswerNotice extends OfNotice {
  @Personal({ of: 'clue' }) @IsString() @Length(1, 20_000) answer!: string;
}

const row = transition<Clue>();

/** 督办与过问登记 */
export const supervised = {
  reportInterference: row({
    title: { en: 'Report an interference', zh: '登记过问干预' },
    input: ReportInterference,
    event: 'InterferenceReported',
    regardless: true,
    evolve: (clue) => clue,
  }),
  issueNotice: row({
    title: { en: 'Issue a supervision notice', zh: '发出督办通知' },
    input: IssueNotice,
    event: 'SupervisionNoticeIssued',
    says: { noticeId: [], issuedFrom: [] },
    together: () => ['liftNotice'],
    unless: (_, { obligation }, circumstances) =>
      obligation !== undefined &&
      !ruleOf(obligation, circumstances) && {
        code: 'no-such-obligation',
        detail: { expected: circumstances.rules.map(({ code }) => code), found: obligation },
      },
    data: (_, input, { derivedId, who: { organId: issuedFrom } }) => ({
      ...input,
      noticeId: derivedId('notice'),
      ...(issuedFrom !== undefined && { issuedFrom }),
    }),
    evolve: (clue, _, { data: { noticeId, issuedFrom } }) => ({
      ...clue,
      notices: { ...clue.notices, [String(noticeId)]: 'issued' },
      ...(typeof issuedFrom === 'string' && {
        noticesFrom: { ...clue.noticesFrom, [String(noticeId)]: issuedFrom },
      }),
    }),
  }),
  answerNotice: row({
    title: { en: 'Answer a supervision notice', zh: '回复督办通知' },
    input: AnswerNotice,
    event: 'SupervisionNoticeAnswered',
    after: ['issueNotice'],
    unless: (clue, { noticeId }) =>
      notStanding(clue, noticeId) ||
      (clue.notices[noticeId] === 'answered' && 'notice-already-answered'),
    evolve: (clue, { noticeId }) => ({
      ...clue,
      notices: { ...clue.notices, [noticeId]: 'answered' },
    }),
  }),
  liftNotice: row({
    title: { en: 'Lift a supervision notice', zh: '解除督办' },
    input: OfNotice,
    event: 'SupervisionNoticeLifted',
    after: ['issueNotice', 'answerNotice'],
    unless: (clue, { noticeId }, circumstances) =>
      notStanding(clue, noticeId) ||
      (clue.notices[noticeId] === 'issued' && 'notice-not-answered') ||
      issuedHigher(clue, noticeId, circumstances),
    evolve: (clue, { noticeId }) => ({
      ...clue,
      notices: { ...clue.notices, [noticeId]: 'lifted' },
    }),
  }),
};

function notStanding({ notices }: Clue, noticeId: string): Objection {
  return (
    (!Object.hasOwn(notices, noticeId) && 'no-such-notice') ||
    (notices[noticeId] === 'lifted' && 'notice-lifted')
  );
}

/** Who is supervised does not end it: it is lifted where it was issued, or above; of notices that do not say it, by whoever may lift any. */
function issuedHigher(
  { noticesFrom }: Clue,
  noticeId: string,
  { who: { organId = '' }, above }: Circumstances,
): Objection {
  const issuer = noticesFrom[noticeId];
  if (issuer === undefined || [issuer, ...above(issuer)].includes(organId)) return false;
  return { code: 'notice-issued-above', detail: { expected: issuer, found: organId } };
}
