import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { IsOrganId, IsPersonId, LEVELS } from '@cluetrail/access';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { ENTRUSTING } from './entrusting.js';
import { notAnother } from './examined.js';
import { isEndedClue } from './states.js';
import { streamOf, type AttachedReport, type Clue, type ClueState } from './state.js';

/** A due that goes on where the clue goes: `at` = RFC 3339 UTC. */
export class InheritedDue {
  @IsString() code!: string;
  @IsString() at!: string;
}

export class Child {
  @IsPersonId({ each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  subjects!: string[];
  @IsOptional() @IsUUID('all', { each: true }) @ArrayUnique() @ArrayMaxSize(100) reports?: string[];
}

export class Split {
  @ValidateNested({ each: true })
  @Type(() => Child)
  @ArrayMinSize(2)
  @ArrayMaxSize(20)
  children!: Child[];
}

export class Into {
  /** The clue that goes on. */
  @IsUUID() survivor!: string;
}

class ReportFile {
  @IsUUID() reportId!: string;
  @IsBoolean() realName!: boolean;
}

/** What the process `splitting` opens a child with. */
export class SplitOff {
  @IsUUID() parent!: string;
  @IsPersonId({ each: true }) subjects!: string[];
  @ValidateNested({ each: true }) @Type(() => ReportFile) reports!: ReportFile[];
  @IsObject() managedBy!: { [personId: string]: string };
  @IsPersonId({ each: true }) recused!: string[];
  @IsOrganId() organ!: string;
  @IsIn(LEVELS) level!: (typeof LEVELS)[number];
  /** `registered` where nobody handles it yet, else `withUnit`. */
  @IsIn(['registered', 'withUnit']) stage!: 'registered' | 'withUnit';
  @ValidateNested({ each: true }) @Type(() => InheritedDue) inherits!: InheritedDue[];
}

/** What the process `splitting` tells the survivor. */
export class TakeMerged {
  @IsUUID() clueId!: string;
  @IsPersonId({ each: true }) subjects!: string[];
  @ValidateNested({ each: true }) @Type(() => ReportFile) reports!: ReportFile[];
  @IsObject() managedBy!: { [personId: string]: string };
  @IsPersonId({ each: true }) recused!: string[];
  @ValidateNested({ each: true }) @Type(() => InheritedDue) inherits!: InheritedDue[];
}

/** The data of ClueSplit: the process opens the children from it alone. */
export interface ClueSplit {
  readonly children: readonly {
    readonly clueId: string;
    readonly subjects: readonly string[];
    readonly reports: readonly AttachedReport[];
  }[];
  readonly stage: SplitOff['stage'];
  readonly managedBy: Clue['managedBy'];
  readonly recused: readonly string[];
  readonly inherits: readonly InheritedDue[];
}

/** The data of ClueMergedAway and ClueMarkedDuplicate: the process tells the survivor from it alone. */
export interface GoneInto extends Into {
  readonly subjects: readonly string[];
  readonly reports: readonly AttachedReport[];
  readonly managedBy: Clue['managedBy'];
  readonly recused: readonly string[];
  readonly inherits: readonly InheritedDue[];
}

/**
 * The data of ClueMergedIn: what came, or who goes on with it instead. Where that is the clue from which it came, it is
 * given back.
 */
export type MergedIn =
  | TakeMerged
  | {
      readonly clueId: string;
      readonly survivor: string;
      readonly passes: Omit<TakeMerged, 'clueId'>;
    };

const row = transition<Clue>();

/** 拆分与并案: no subject and no report is lost, and no clock is won. */
export const joined = {
  split: row({
    title: { en: 'Split', zh: '拆分' },
    input: Split,
    event: 'ClueSplit',
    blocked: (_, circumstances) => standsStill(circumstances),
    unless: ({ subjects, reports }, { children }) =>
      (!same(
        subjects,
        children.flatMap((child) => child.subjects),
      ) &&
        'subjects-not-divided') ||
      (!same(
        reports.map(({ reportId }) => reportId),
        children.flatMap((child) => child.reports ?? []),
      ) &&
        'reports-not-divided'),
    data: ({ state, reports, managedBy, recused }, { children }, circumstances): ClueSplit => ({
      children: children.map((child, index) => ({
        clueId: circumstances.derivedId(`child-${index}`),
        subjects: child.subjects,
        reports: reports.filter(({ reportId }) => child.reports?.includes(reportId)),
      })),
      stage: state === 'registered' || state === 'pendingAllocation' ? 'registered' : 'withUnit',
      ...{ managedBy, recused, inherits: running(circumstances) },
    }),
    evolve: (clue, _, { data }) => ({
      ...clue,
      survivor: (data as unknown as ClueSplit).children[0].clueId, // made by `data` above
    }),
  }),
  openSplitOff: row({
    title: { en: 'Open a clue split off', zh: '登记拆分线索' },
    input: SplitOff,
    event: 'ClueSplitOff',
    organ: (_, { organ }) => organ,
    level: (_, { level }) => level,
    data: (_, { organ: __, level: ___, ...rest }) => rest,
    evolve: (clue, { subjects, reports, managedBy, recused }) => ({
      ...clue,
      ...{ subjects, reports, managedBy, recused },
    }),
  }),
  mergeInto: row({
    title: { en: 'Merge into another clue', zh: '并入另案' },
    input: Into,
    event: 'ClueMergedAway',
    reads: ({ survivor }) => [streamOf(survivor)],
    blocked: (_, circumstances) => standsStill(circumstances),
    unless: (clue, { survivor }, circumstances) => notToTake(clue, survivor, circumstances),
    data: gone,
    evolve: (clue, { survivor }) => ({ ...clue, survivor }),
  }),
  /** 重复件: the other one goes on; this one's reports are kept for reference there. */
  markDuplicate: row({
    title: { en: 'Mark as a duplicate', zh: '标记重复件' },
    input: Into,
    event: 'ClueMarkedDuplicate',
    reads: ({ survivor }) => [streamOf(survivor)],
    blocked: (_, circumstances) => standsStill(circumstances),
    unless: (clue, { survivor }, circumstances) => notToTake(clue, survivor, circumstances),
    data: gone,
    evolve: (clue, { survivor }) => ({ ...clue, survivor }),
  }),
  takeMerged: row({
    title: { en: 'Take in a merged clue', zh: '并入线索' },
    input: TakeMerged,
    event: 'ClueMergedIn',
    after: ENTRUSTING,
    // Gone itself meanwhile, it passes on what it gets; over, it gives it back: the process follows.
    data: ({ state, survivor }, input): MergedIn => {
      const { clueId, ...passes } = input;
      const other = survivor ?? (takesIn(state) ? undefined : clueId);
      return other === undefined ? input : { clueId, survivor: other, passes };
    },
    evolve: (clue, input, { data }) => (data.survivor === undefined ? taken(clue, input) : clue),
  }),
  /** Nobody took it in: it goes on itself, where it stood, and so do its clocks. */
  giveBack: row({
    title: { en: 'Give back a clue that was not taken in', zh: '退还未并入的线索' },
    input: Into,
    event: 'ClueGivenBack',
    data: (_, { survivor }, { history }) => {
      const gone = history().findLast(({ type }) => LEAVING.includes(type));
      return { survivor, state: gone?.change?.from, undoes: gone?.eventId };
    },
    evolve: ({ survivor: _, ...clue }) => clue,
  }),
};

const LEAVING = ['ClueMergedAway', 'ClueMarkedDuplicate'];

function gone(clue: ClueState, { survivor }: Into, circumstances: Circumstances): GoneInto {
  const { subjects, reports, managedBy, recused } = clue;
  return { survivor, subjects, reports, managedBy, recused, inherits: running(circumstances) };
}

/** Whoever may not handle one of the two handles neither: recused there, or a subject of what came. */
function taken(clue: ClueState, { subjects, reports, managedBy, recused }: TakeMerged): ClueState {
  const people = [...new Set([...clue.officers, ...clue.team])];
  const barred = [
    ...new Set([
      ...clue.recused,
      ...recused,
      ...people.filter((one) => subjects.includes(one) || clue.subjects.includes(one)),
    ]),
  ];
  const rest = (all: readonly string[]) => all.filter((one) => !barred.includes(one));
  return {
    ...clue,
    subjects: [...new Set([...clue.subjects, ...subjects])],
    managedBy: { ...managedBy, ...clue.managedBy },
    reports: [
      ...clue.reports,
      ...reports.filter((one) => !clue.reports.some(({ reportId }) => reportId === one.reportId)),
    ],
    recused: barred,
    officers: rest(clue.officers),
    team: rest(clue.team),
  };
}

/** Those of the clue itself: a report's or a case's go with their own streams. */
function running({ clocks, rules }: Circumstances): InheritedDue[] {
  const own = rules.filter(({ watch }) => watch === 'clue').map(({ code }) => code);
  return clocks().flatMap(({ state, code, due }) =>
    state === 'open' && due !== null && own.includes(code) ? [{ code, at: due }] : [],
  );
}

/** A clock that stands still has no due that could be taken over. */
function standsStill({ clocks }: Circumstances): Objection {
  return clocks().some(({ state }) => state === 'suspended') && 'clock-suspended';
}

function notToTake(
  { organ }: ClueState,
  survivor: string,
  circumstances: Circumstances,
): Objection {
  const other = circumstances.other(streamOf(survivor));
  return (
    notAnother(survivor, circumstances) ||
    (other?.organ !== organ && 'survivor-elsewhere') ||
    (!takesIn(other?.state ?? '') && 'survivor-ended')
  );
}

/** What comes is handled with the rest: no more where a case is judged already, or the end decided. */
function takesIn(state: string): boolean {
  return !isEndedClue(state) && !['adjudicating', 'decided', 'closing'].includes(state);
}

/** Each of them is in a child, and nothing else is. */
function same(all: readonly string[], divided: readonly string[]): boolean {
  const parts = new Set(divided);
  return parts.size === new Set(all).size && all.every((one) => parts.has(one));
}
