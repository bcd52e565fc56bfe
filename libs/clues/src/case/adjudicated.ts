import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsCode, IsOrganId, IsPersonId, Personal } from '@cluetrail/access';
import { ranked, type Subject } from '../clue/discovered.js';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { signedTooEarly } from '../signing.js';
import { streamsOfClueCases, streamsOfClues } from './its-clues.js';
import { notToBeAdded } from './added.js';
import { officersChanged } from './officers-changed.js';
import { anOfficer, notToAdjudicate, panelGone, streamsOfHandled } from './panel.js';
import { BY_WHAT_IS_LEFT, type Case, type CaseState } from './state.js';

/** 处分种类: what is decided about a person. */
export const MEASURES = [
  'none',
  'talk-reminder',
  'warning',
  'serious-warning',
  'demerit',
  'demotion',
  'removal',
  'probation',
  'expulsion',
  'dismissal',
  'referred-to-procuratorate',
] as const;

export class SignInvestigationReport {
  /** SHA-256 of the report that is signed, 64 hex digits. */
  @Matches(/^[0-9a-f]{64}$/) digest!: string;
}

export class AcceptForAdjudication {
  @IsPersonId({ each: true }) @ArrayUnique() @ArrayMinSize(2) @ArrayMaxSize(20) panel!: string[];
}

export class ReturnCase {
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) note?: string;
}

export class PersonDecision {
  @IsPersonId() personId!: string;
  @IsIn(MEASURES) measure!: (typeof MEASURES)[number];
  /** 四种形态: 1 to 4. */
  @IsInt() @Min(1) @Max(4) form!: number;
  /** Money recovered, as a decimal text: 35000.00 */
  @IsOptional() @Matches(/^\d{1,15}(\.\d{1,2})?$/) recovered?: string;
}

export class Decide {
  @ValidateNested({ each: true })
  @Type(() => PersonDecision)
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  decisions!: PersonDecision[];
}

export class ExecuteDecision {
  @IsPersonId() personId!: string;
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 4000) item?: string;
}

/** Managing organ and rank, unless a clue of the case tells them: a person managed above, or of a rank, is decided on no lower for being added late. */
export class AddCasePerson implements Subject {
  @IsPersonId() personId!: string;
  @IsOptional() @IsOrganId() managingOrganId?: string;
  @IsOptional() @IsCode() rankCode?: string;
}

/** 补充调查: at most twice. Source: 监察法 2024 Art 54. */
const SUPPLEMENTS = 2;

const row = transition<Case>();

/** 案件审理, by people who did not investigate: signing, adjudication, decisions and their execution per person. */
export const adjudicated = {
  addCasePerson: row({
    title: { en: 'Add a person to the case', zh: '增加涉案人员' },
    input: AddCasePerson,
    event: 'CasePersonAdded',
    people: ({ personId }) => [personId],
    reads: (_, file) => streamsOfClues(file),
    blocked: notAnOfficer,
    unless: notToBeAdded,
    evolve: (file, added, { eventId, actor: { personId }, onBehalfOf }) => ({
      ...file,
      subjects: [...file.subjects, added.personId],
      ranks: { ...file.ranks, ...ranked([added]) },
      ...(added.rankCode !== undefined && {
        ranksTold: {
          ...file.ranksTold,
          [added.personId]: { eventId, by: { personId, onBehalfOf } },
        },
      }),
    }),
  }),
  ...officersChanged,
  signInvestigationReport: row({
    title: { en: 'Sign the investigation report', zh: '签署审查调查报告' },
    input: SignInvestigationReport,
    event: 'InvestigationReportSigned',
    renewed: true,
    blocked: notAnOfficer,
    unless: (file, _, circumstances) => signedTooEarly(file, circumstances),
    evolve: (file, { digest }, { actor, happenedAt }) => ({
      ...file,
      signatures: { ...file.signatures, [actor.personId]: { digest, happenedAt } },
    }),
  }),
  acceptForAdjudication: row({
    title: { en: 'Accept for adjudication', zh: '受理审理' },
    input: AcceptForAdjudication,
    event: 'AdjudicationAccepted',
    into: ['adjudicating'],
    says: { clueIds: [] },
    after: ['concludeInvestigation'],
    reads: (_, file, known) => [
      ...streamsOfHandled(file, known),
      ...streamsOfClueCases(file, known),
    ],
    blocked: anOfficer,
    unless: (file, { panel }, circumstances) => notToAdjudicate(file, panel, circumstances),
    data: ({ clueIds }, input) => ({ ...input, clueIds }),
    evolve: ({ deferred: _, ...file }, { panel }) => ({
      ...file,
      ...{ panel, judges: [...new Set([...file.judges, ...panel])] },
    }),
  }),
  /** 暂缓受理: something is missing that is to be brought, once. */
  deferAdjudication: row({
    title: { en: 'Defer the adjudication', zh: '暂缓受理审理' },
    input: ReturnCase,
    event: 'AdjudicationDeferred',
    says: { clueIds: [] },
    after: ['concludeInvestigation'],
    reads: (_, file, known) => streamsOfHandled(file, known),
    blocked: (file, circumstances) =>
      anOfficer(file, circumstances) || (file.deferred && 'deferred-already'),
    data: ({ clueIds }, input) => ({ ...input, clueIds }),
    evolve: (file) => ({ ...file, deferred: true }),
  }),
  /** 不予受理: it goes back to those who investigated; nothing was adjudicated. */
  refuseAdjudication: row({
    title: { en: 'Refuse the adjudication', zh: '不予受理审理' },
    input: ReturnCase,
    event: 'AdjudicationRefused',
    into: ['underInvestigation'],
    says: { clueIds: [] },
    after: ['concludeInvestigation'],
    reads: (_, file, known) => streamsOfHandled(file, known),
    blocked: anOfficer,
    data: ({ clueIds }, input) => ({ ...input, clueIds }),
    evolve: ({ deferred: _, ...file }) => ({ ...file, signatures: {} }),
  }),
  returnForReinvestigation: row({
    title: { en: 'Return for re-investigation', zh: '退回重新调查' },
    input: ReturnCase,
    event: 'ReturnedForReinvestigation',
    into: ['underInvestigation'],
    says: { clueIds: [] },
    reads: (_, file, known) => streamsOfHandled(file, known),
    blocked: anOfficer,
    data: ({ clueIds }, input) => ({ ...input, clueIds }),
    evolve: (file) => ({ ...file, signatures: {}, panel: [] }),
  }),
  returnForSupplement: row({
    title: { en: 'Return for a supplement', zh: '退回补充调查' },
    input: ReturnCase,
    event: 'ReturnedForSupplement',
    into: ['underInvestigation'],
    says: { clueIds: [], ordinal: [] },
    reads: (_, file, known) => streamsOfHandled(file, known),
    blocked: (file, circumstances) =>
      anOfficer(file, circumstances) ||
      (file.supplements >= SUPPLEMENTS && 'no-further-supplement'),
    data: ({ clueIds, supplements }, input) => ({ ...input, clueIds, ordinal: supplements + 1 }),
    evolve: (file) => ({ ...file, signatures: {}, panel: [], supplements: file.supplements + 1 }),
  }),
  decide: row({
    title: { en: 'Decide on the case', zh: '作出处分决定' },
    input: Decide,
    event: 'DecisionMade',
    ...BY_WHAT_IS_LEFT,
    after: ['acceptForAdjudication'],
    reads: (_, file, known) => streamsOfHandled(file, known),
    blocked: (file, circumstances) => anOfficer(file, circumstances) || panelGone(file),
    unless: ({ subjects }, { decisions }) => {
      const decided = decisions.map(({ personId }) => personId);
      return (
        (new Set(decided).size < decided.length && 'person-decided-twice') ||
        ((decided.some((one) => !subjects.includes(one)) ||
          subjects.some((one) => !decided.includes(one))) &&
          'persons-not-decided')
      );
    },
    data: ({ clueIds }, input) => ({
      ...input,
      clueIds,
      left: toExecute(input).length > 0 ? 'some' : 'none',
    }),
    evolve: (file, { decisions }, { actor: { organId: decidingOrgan } }) => ({
      ...file,
      ...{ toExecute: toExecute({ decisions }), decidingOrgan },
    }),
  }),
  executeDecision: row({
    title: { en: 'Record the execution of a decision', zh: '登记处分执行' },
    input: ExecuteDecision,
    event: 'DecisionExecuted',
    ...BY_WHAT_IS_LEFT,
    after: ['decide'],
    completes: ['executeDecision'],
    unless: ({ toExecute }, { personId }) => !toExecute.includes(personId) && 'nothing-to-execute',
    data: ({ clueIds, toExecute }, input) => ({
      ...input,
      clueIds,
      left: toExecute.some((one) => one !== input.personId) ? 'some' : 'none',
    }),
    evolve: (file, { personId }) => ({
      ...file,
      toExecute: file.toExecute.filter((one) => one !== personId),
    }),
  }),
  /** 撤案: nothing was found that is to be punished. */
  withdrawCase: row({
    title: { en: 'Withdraw the case', zh: '撤销案件' },
    input: ReturnCase,
    event: 'CaseWithdrawn',
    optional: true,
    into: ['withdrawn'],
    says: { clueIds: [] },
    reads: (_, file, known) => streamsOfHandled(file, known),
    blocked: anOfficer,
    data: ({ clueIds }, input) => ({ ...input, clueIds }),
    evolve: (file, _, { actor: { organId: decidingOrgan } }) => ({ ...file, decidingOrgan }),
  }),
};

export function notAnOfficer({ officers }: CaseState, { who }: Circumstances): Objection {
  return !officers.includes(who.personId) && 'not-in-team';
}

function toExecute({ decisions }: Decide): string[] {
  return decisions.filter(({ measure }) => measure !== 'none').map(({ personId }) => personId);
}
