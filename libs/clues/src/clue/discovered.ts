import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  ValidateNested,
} from 'class-validator';
import { IsCode, IsOrganId, IsPersonId, LEVELS, Personal } from '@cluetrail/access';
import { PRESUPPOSING_NOTHING } from './states.js';
import { transition } from '@cluetrail/workflow';
import { attached, notToAttach, streamsOfReport } from './answered.js';
import { giversOf } from './intake.js';
import type { AttachedReport, Clue } from './state.js';
import { notToBeSubjects } from './subjects.js';

export const SOURCES = [
  'report',
  'inspection',
  'audit',
  'judicial-transfer',
  'supervision',
  'assigned-from-above',
  'voluntary-surrender',
  'other',
] as const;

/** A person whom the clue is about: name, unit and post stand on the person's own stream. */
export class Subject {
  @IsPersonId() personId!: string;
  @IsOptional() @IsOrganId() managingOrganId?: string;
  @IsOptional() @IsCode() rankCode?: string;
}

export class Discover {
  @IsIn(SOURCES) source!: (typeof SOURCES)[number];
  @IsOptional() @IsCode() field?: string;
  @IsOptional()
  @IsCode({ each: true })
  @ArrayMaxSize(20)
  violationTypes?: string[];
  @ValidateNested({ each: true })
  @Type(() => Subject)
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  subjects!: Subject[];
  @Personal({ of: 'clue' }) @IsString() @Length(1, 20_000) summary!: string;
  @IsOptional() @IsIn(LEVELS) level?: (typeof LEVELS)[number];
  /** 存量 from before the installation's time, or 新增. */
  @IsOptional() @IsIn(['stock', 'new']) stock?: 'stock' | 'new';
  /** The reports that it comes from. */
  @IsOptional()
  @IsUUID('all', { each: true })
  @ArrayUnique()
  @ArrayMaxSize(100)
  reportIds?: string[];
}

const row = transition<Clue>();

export const discovered = {
  discover: row({
    title: { en: 'Discover a clue', zh: '登记线索' },
    input: Discover,
    event: 'ClueDiscovered',
    opens: 'only',
    into: PRESUPPOSING_NOTHING,
    says: { reports: [] },
    level: (_, { level }) => level ?? 'L1',
    people: ({ subjects }) => subjects.map(({ personId }) => personId),
    reads: ({ reportIds = [] }, _, known) => reportIds.flatMap((id) => streamsOfReport(id, known)),
    unless: (_, { subjects, reportIds = [] }, circumstances) =>
      notToBeSubjects(subjects, 'subjects', circumstances) ||
      reportIds.map((id) => notToAttach(id, circumstances)).find(Boolean),
    data: (_, { reportIds, ...input }, circumstances) => ({
      ...input,
      ...(reportIds && { reports: reportIds.map((id) => attached(id, circumstances)) }),
    }),
    evolve: (clue, { subjects }, event) => ({
      ...clue,
      subjects: (subjects ?? []).map((one) => one.personId),
      managedBy: managing(subjects ?? []),
      ranks: ranked(subjects ?? []),
      intake: giversOf(event),
      reports: (event.data.reports ?? []) as unknown as readonly AttachedReport[], // made by `data` above
    }),
  }),
};

/** The organ that manages each subject of whom it is known. */
export function managing(subjects: readonly Subject[]): Clue['managedBy'] {
  return known(subjects, ({ managingOrganId }) => managingOrganId);
}

/** The rank of each subject of whom it is known. */
export function ranked(subjects: readonly Subject[]): Clue['ranks'] {
  return known(subjects, ({ rankCode }) => (rankCode === undefined ? undefined : [rankCode]));
}

function known<T>(subjects: readonly Subject[], of: (subject: Subject) => T | undefined) {
  return Object.fromEntries(
    subjects.flatMap((subject) => {
      const found = of(subject);
      return found === undefined ? [] : [[subject.personId, found]];
    }),
  );
}
