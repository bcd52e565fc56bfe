import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsOptional,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import { IsOrganId, IsPersonId, LEVELS, Personal } from '@cluetrail/access';
import { transition } from '@cluetrail/workflow';
import type { Clue } from './state.js';
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
  @IsOptional() @IsString() @Length(1, 40) rankCode?: string;
}

export class Discover {
  @IsIn(SOURCES) source!: (typeof SOURCES)[number];
  @IsOptional() @IsString() @Length(1, 80) field?: string;
  @IsOptional()
  @IsString({ each: true })
  @Length(1, 80, { each: true })
  @ArrayMaxSize(20)
  violationTypes?: string[];
  @ValidateNested({ each: true })
  @Type(() => Subject)
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  subjects!: Subject[];
  @Personal({ of: 'clue' }) @IsString() @Length(1, 20_000) summary!: string;
  @IsOptional() @IsIn(LEVELS) level?: (typeof LEVELS)[number];
}

const row = transition<Clue>();

export const discovered = {
  discover: row({
    title: { en: 'Discover a clue', zh: '登记线索' },
    input: Discover,
    event: 'ClueDiscovered',
    level: (_, { level }) => level ?? 'L1',
    people: ({ subjects }) => subjects.map(({ personId }) => personId),
    unless: (_, { subjects }, circumstances) =>
      notToBeSubjects(subjects, 'subjects', circumstances),
    evolve: (clue, { subjects }) => ({
      ...clue,
      subjects: (subjects ?? []).map((one) => one.personId),
    }),
  }),
};
