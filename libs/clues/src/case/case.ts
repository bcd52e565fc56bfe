import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
} from 'class-validator';
import { IsPersonId, LEVELS, Personal } from '@cluetrail/access';
import { transition, workflow, type Standing } from '@cluetrail/workflow';

/** 案件: opened by the process `investigation` when a clue is filed. It grows with adjudication and decisions. */
export interface Case {
  readonly clueIds: readonly string[];
  readonly officers: readonly string[];
  readonly subjects: readonly string[];
}

export type CaseState = Case & Standing;

export class FileCase {
  @IsUUID('all', { each: true }) @ArrayMinSize(1) @ArrayMaxSize(100) clueIds!: string[];
  @IsPersonId({ each: true }) @ArrayUnique() @ArrayMinSize(2) officers!: string[];
  @IsPersonId({ each: true }) subjects!: string[];
  @IsString() organ!: string;
  @IsIn(LEVELS) level!: (typeof LEVELS)[number];
}

export class ConcludeInvestigation {
  @IsIn(['violation', 'no-violation', 'crime']) finding!: 'violation' | 'no-violation' | 'crime';
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) report?: string;
}

/** The data of InvestigationReportSubmitted: the process answers the clues from it alone. */
export interface InvestigationReportSubmitted extends ConcludeInvestigation {
  readonly clueIds: readonly string[];
}

const row = transition<Case>();

export const caseWork = workflow<Case>({
  kind: 'case',
  title: { en: 'Case', zh: '案件' },
  initial: { clueIds: [], officers: [], subjects: [] },
  states: {
    underInvestigation: {
      phase: 'investigated',
      title: { en: 'Under investigation', zh: '审查调查' },
    },
    reported: { phase: 'investigated', title: { en: 'Reported', zh: '已提交报告' }, ended: true },
  },
  transitions: {
    fileCase: row({
      title: { en: 'File the case', zh: '立案' },
      input: FileCase,
      event: 'CaseFiled',
      organ: (_, { organ }) => organ,
      level: (_, { level }) => level,
      data: (_, { clueIds, officers, subjects }) => ({ clueIds, officers, subjects }),
      evolve: (file, { clueIds, officers, subjects }) => ({ ...file, clueIds, officers, subjects }),
    }),
    concludeInvestigation: row({
      title: { en: 'Conclude the investigation', zh: '提交审查调查报告' },
      input: ConcludeInvestigation,
      event: 'InvestigationReportSubmitted',
      blocked: (file, { who }) => !file.officers.includes(who.personId) && 'not-in-team',
      data: ({ clueIds }, input): InvestigationReportSubmitted => ({ ...input, clueIds }),
      evolve: (file) => file,
    }),
  },
});
