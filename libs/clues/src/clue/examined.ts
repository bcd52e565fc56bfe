import { ArrayMaxSize, IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { LEVELS, Personal } from '@cluetrail/access';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { streamOf, type Clue } from './state.js';

export const RELATIONS = ['same-subject', 'same-matter', 'supplement'] as const;
export const PRIORITIES = ['normal', 'high', 'urgent'] as const;

export class CheckDuplicates {
  /** Clues that looked alike, whatever came of it. */
  @IsOptional() @IsUUID('all', { each: true }) @ArrayMaxSize(100) candidates?: string[];
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 4000) note?: string;
}

export class Classify {
  @IsIn(LEVELS) level!: (typeof LEVELS)[number];
}

export class Prioritise {
  @IsIn(PRIORITIES) priority!: (typeof PRIORITIES)[number];
}

export class Link {
  @IsUUID() clueId!: string;
  @IsIn(RELATIONS) relation!: (typeof RELATIONS)[number];
}

const row = transition<Clue>();

/** 登记后的审查: what is looked at before a clue is given to a unit. */
export const examined = {
  checkDuplicates: row({
    title: { en: 'Check for duplicates', zh: '查重' },
    input: CheckDuplicates,
    event: 'DuplicatesChecked',
    evolve: (clue) => clue,
  }),
  classify: row({
    title: { en: 'Set the level', zh: '定密' },
    input: Classify,
    event: 'ClassificationSet',
    level: (_, { level }) => level,
    evolve: (clue) => clue,
  }),
  prioritise: row({
    title: { en: 'Give priority', zh: '优先办理' },
    input: Prioritise,
    event: 'CluePrioritised',
    evolve: (clue) => clue,
  }),
  link: row({
    title: { en: 'Link a related clue', zh: '关联线索' },
    input: Link,
    event: 'ClueLinked',
    reads: ({ clueId }) => [streamOf(clueId)],
    unless: (_, { clueId }, circumstances) => notAnother(clueId, circumstances),
    evolve: (clue) => clue,
  }),
};

/** Another clue that the actor may see. */
export function notAnother(clueId: string, { self, other }: Circumstances): Objection {
  const stream = streamOf(clueId);
  return (stream === self && 'same-clue') || (!other(stream) && 'no-such-clue');
}
