import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
} from 'class-validator';
import { IsPersonId, Personal } from '@cluetrail/access';
import type { Data, Event } from '@cluetrail/event-sourcing';
import { transition, type Objection } from '@cluetrail/workflow';
import { approvedWay } from './disposed.js';
import { decidesOnOwn } from './entrusting.js';
import type { Clue, ClueState } from './state.js';

export const TALK_OUTCOMES = ['close', 'remind', 'again', 'verify', 'file'] as const;

export class IssueInquiry {
  @IsPersonId() personId!: string;
  @Personal({ of: 'clue' }) @IsString() @Length(1, 80) letterNo!: string;
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) questions?: string;
}

export class RecordReply {
  @IsPersonId() personId!: string;
  @IsBoolean() sufficient!: boolean;
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) reply?: string;
}

export class ConductTalk {
  @IsPersonId() personId!: string;
  @IsPersonId({ each: true }) @ArrayUnique() @ArrayMinSize(2) @ArrayMaxSize(20) officers!: string[];
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) note?: string;
}

export class ConcludeTalk {
  @IsIn(TALK_OUTCOMES) outcome!: (typeof TALK_OUTCOMES)[number];
}

const row = transition<Clue>();

/** 谈话函询 */
export const talked = {
  issueInquiry: row({
    title: { en: 'Issue an inquiry letter', zh: '发函询问' },
    input: IssueInquiry,
    event: 'InquiryLetterIssued',
    after: ['approveDisposal'],
    blocked: notToBeAsked,
    unless: ({ subjects }, { personId }) => !subjects.includes(personId) && 'not-a-subject',
    evolve: (clue) => clue,
  }),
  recordReply: row({
    title: { en: 'Record the reply', zh: '登记函询回复' },
    input: RecordReply,
    event: 'InquiryReplied',
    answers: { command: 'issueInquiry', field: 'personId' },
    unless: ({ subjects }, { personId }, { history }) =>
      (!subjects.includes(personId) && 'not-a-subject') ||
      (lettersTo(personId, history()) === 0 && 'already-replied'),
    evolve: (clue) => ({ ...clue, heard: true }),
  }),
  conductTalk: row({
    title: { en: 'Record a talk', zh: '谈话' },
    input: ConductTalk,
    event: 'TalkConducted',
    after: ['approveDisposal'],
    blocked: notToBeAsked,
    unless: ({ subjects, officers: assigned }, { personId, officers }) =>
      (!subjects.includes(personId) && 'not-a-subject') ||
      (officers.some((one) => !assigned.includes(one)) && 'officer-outside-team'),
    evolve: (clue, { officers }) => ({
      ...clue,
      heard: true,
      talkers: [...new Set([...(clue.talkers ?? []), ...officers])],
    }),
  }),
  concludeTalk: row({
    title: { en: 'Conclude talk and inquiry', zh: '批准谈话函询处置意见' },
    input: ConcludeTalk,
    event: 'TalkConcluded',
    together: () => [['recordReply', 'conductTalk']],
    after: ['recordReply', 'conductTalk'],
    // Until then it is the reply that is waited for, or a talk.
    awaited: ({ heard }) => heard === true,
    blocked: ({ heard, officers, talkers = [], verifiers = [] }, circumstances) =>
      (!heard && 'not-asked-yet') ||
      decidesOnOwn(circumstances, [...officers, ...talkers, ...verifiers]),
    evolve: ({ heard: _, ...clue }, { outcome }) => ({
      ...clue,
      ...(outcome === 'verify' && { disposal: { way: 'verify', approved: true } }),
      ...(outcome === 'file' && { outcome: 'file' }),
    }),
  }),
};

/** How many letters he has still to answer; undefined where he may have got one that nobody here knows of. */
function lettersTo(personId: string, events: readonly Event[]): number | undefined {
  return events.reduce<number | undefined>((letters, { type, data }) => {
    if (type === 'ClueMergedIn' && isOf(data, personId)) return letters || undefined;
    if (data.personId !== personId) return letters;
    if (type === 'InquiryLetterIssued') return (letters ?? 0) + 1;
    return type === 'InquiryReplied' ? Math.max((letters ?? 0) - 1, 0) : letters;
  }, undefined);
}

function isOf({ subjects }: Data, personId: string): boolean {
  return Array.isArray(subjects) && subjects.includes(personId);
}

function notToBeAsked(clue: ClueState): Objection {
  return (
    clue.state === 'disposalPending' && !approvedWay(clue, 'talkInquiry') && 'disposal-not-approved'
  );
}
