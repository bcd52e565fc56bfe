import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
} from 'class-validator';
import { IsPersonId, LEVELS, Personal } from '@cluetrail/access';
import { isAmong, transition, workflow } from '@cluetrail/workflow';
import { countersigning } from '../countersigning.js';
import { tooFew } from '../clue/entrusting.js';
import { ownReport, streamsOfNamed } from '../clue/own-report.js';
import { adjudicated, notAnOfficer } from './adjudicated.js';
import { corrected } from './corrected.js';
import { cluesOf, ranksOfClues, streamsOfClues } from './its-clues.js';
import type { Case } from './state.js';

export type { Case, CaseState } from './state.js';

export class FileCase {
  @IsUUID('all', { each: true }) @ArrayMinSize(1) @ArrayMaxSize(100) clueIds!: string[];
  @IsPersonId({ each: true }) @ArrayUnique() @ArrayMinSize(2) officers!: string[];
  @IsPersonId({ each: true }) subjects!: string[];
  @IsOptional() @IsObject() ranks?: { [personId: string]: string[] };
  @IsString() organ!: string;
  @IsIn(LEVELS) level!: (typeof LEVELS)[number];
}

export class ConcludeInvestigation {
  @IsIn(['violation', 'no-violation', 'crime']) finding!: 'violation' | 'no-violation' | 'crime';
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) report?: string;
  /** SHA-256 of the report: every officer must have signed it. */
  @IsOptional() @Matches(/^[0-9a-f]{64}$/) digest?: string;
}

/** The data of InvestigationReportSubmitted: the process answers the clues from it alone. */
export interface InvestigationReportSubmitted extends ConcludeInvestigation {
  readonly clueIds: readonly string[];
}

const row = transition<Case>();

/** 案件: opened by the process `investigation` when a clue is filed. */
export const caseWork = workflow<Case>({
  kind: 'case',
  title: { en: 'Case', zh: '案件' },
  initial: {
    clueIds: [],
    officers: [],
    former: [],
    vacated: [],
    recused: [],
    subjects: [],
    ranks: {},
    signatures: {},
    panel: [],
    judges: [],
    supplements: 0,
    toExecute: [],
  },
  learns: ranksOfClues,
  atHeirs: ({ decidingOrgan, ...file }, heir) => ({
    ...file,
    ...(decidingOrgan !== undefined && { decidingOrgan: heir(decidingOrgan) }),
  }),
  barsBy: (file, known) => [
    ...streamsOfClues(file),
    ...cluesOf(file, known).flatMap((clue) => streamsOfNamed(clue, known)),
  ],
  bars: (file, who, { known }) =>
    (isAmong(who, file.recused) && 'actor-recused') ||
    cluesOf(file, known)
      .map((clue) => ownReport(clue, who.personId, known))
      .find(Boolean),
  states: {
    underInvestigation: {
      phase: 'investigated',
      title: { en: 'Under investigation', zh: '审查调查' },
    },
    awaitingAdjudication: {
      phase: 'investigated',
      title: { en: 'Awaiting adjudication', zh: '移送审理' },
    },
    adjudicating: { phase: 'investigated', title: { en: 'Adjudicating', zh: '案件审理' } },
    decided: { phase: 'investigated', title: { en: 'Decided', zh: '已作处分决定' } },
    executed: { phase: 'settled', title: { en: 'Executed', zh: '已执行' }, ended: true },
    withdrawn: { phase: 'settled', title: { en: 'Withdrawn', zh: '已撤案' }, ended: true },
    reported: { phase: 'investigated', title: { en: 'Reported', zh: '已提交报告' }, ended: true },
  },
  transitions: {
    fileCase: row({
      title: { en: 'File the case', zh: '立案' },
      input: FileCase,
      event: 'CaseFiled',
      opens: 'only',
      organ: (_, { organ }) => organ,
      level: (_, { level }) => level,
      data: (_, { organ: __, level: ___, ...input }) => input,
      evolve: (file, { clueIds, officers, subjects, ranks = {} }) => ({
        ...file,
        ...{ clueIds, officers, subjects, ranks },
      }),
    }),
    concludeInvestigation: row({
      title: { en: 'Conclude the investigation', zh: '提交审查调查报告' },
      input: ConcludeInvestigation,
      event: 'InvestigationReportSubmitted',
      into: ['awaitingAdjudication', 'reported'],
      says: { clueIds: [] },
      together: (requires) => (requires.includes('digest') ? ['signInvestigationReport'] : []),
      after: ['signInvestigationReport'],
      blocked: (file, circumstances) => notAnOfficer(file, circumstances) || tooFew(file.officers),
      unless: ({ officers, signatures }, { digest }) =>
        digest !== undefined &&
        officers.some((one) => signatures[one]?.digest !== digest) &&
        'not-signed-by-all',
      data: ({ clueIds }, input): InvestigationReportSubmitted => ({ ...input, clueIds }),
      evolve: (file, _, { change }) =>
        change?.to === 'awaitingAdjudication' ? { ...file, handedOver: true } : file,
    }),
    ...adjudicated,
    ...corrected,
    ...countersigning<Case>(),
  },
});
