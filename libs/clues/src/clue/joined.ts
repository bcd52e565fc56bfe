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
import { sentFrom } from './allocated.js';
import { doersIn, type Doers } from './doers.js';
import { caseIdsOf, inItsCases, streamsOfCases } from './entrusting.js';
import { isApart } from './intake.js';
import { ANSWERING, leftWaiting } from './left-waiting.js';
import { ofThese } from './subjects.js';
import { notToTake, readOfSurvivor, UNALLOCATED } from './survivor.js';
import { verifiersOf, type AttachedReport, type Clue, type ClueState } from './state.js';

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

export class ReportFile {
  @IsUUID() reportId!: string;
  @IsBoolean() realName!: boolean;
  @IsOptional() @IsPersonId({ each: true }) receivedBy?: string[];
}

/** What the process `splitting` opens a child with. */
export class SplitOff {
  @IsUUID() parent!: string;
  @IsPersonId({ each: true }) subjects!: string[];
  @ValidateNested({ each: true }) @Type(() => ReportFile) reports!: ReportFile[];
  @IsObject() managedBy!: { [personId: string]: string };
  @IsOptional() @IsObject() ranks?: { [personId: string]: string[] };
  @IsOptional() @IsPersonId({ each: true }) intake?: string[];
  @IsPersonId({ each: true }) recused!: string[];
  @IsOptional() @IsObject() doers?: Doers;
  @IsOptional() @IsPersonId({ each: true }) verifiers?: string[];
  @IsOptional() @IsUUID('all', { each: true }) earlierCases?: string[];
  @IsOptional() @IsOrganId({ each: true }) cameFrom?: string[];
  @IsOptional() @IsObject() extended?: { [obligation: string]: number };
  @IsOrganId() organ!: string;
  @IsIn(LEVELS) level!: (typeof LEVELS)[number];
  /** `registered` where nobody handles it yet, else `withUnit`. */
  @IsIn(['registered', 'withUnit']) stage!: 'registered' | 'withUnit';
  @ValidateNested({ each: true }) @Type(() => InheritedDue) inherits!: InheritedDue[];
}

/** What goes on with the people wherever they come. `intake`: where the procedure keeps it apart from the handling. */
interface Along {
  readonly managedBy: Clue['managedBy'];
  readonly ranks?: Clue['ranks'];
  readonly intake?: Clue['intake'];
  readonly recused: readonly string[];
  readonly doers?: Doers;
  /** Who talked to somebody, or was asking when it went, counts as one of them where it goes on. */
  readonly verifiers?: readonly string[];
  /** Whoever they were about, and whoever investigated or adjudicated them, is so where it goes on. */
  readonly earlierCases?: readonly string[];
  /** What an organ above has sent does not go back to it by a part. */
  readonly cameFrom?: readonly string[];
  readonly inherits: readonly InheritedDue[];
  /** What was put off is put off: where it goes on, no more often than here. */
  readonly extended?: Clue['extended'];
}

/** The data of ClueSplit: the process opens the children from it alone. */
export interface ClueSplit extends Along {
  readonly children: readonly {
    readonly clueId: string;
    readonly subjects: readonly string[];
    readonly reports: readonly AttachedReport[];
  }[];
  readonly stage: SplitOff['stage'];
}

/** The data of ClueMergedAway and ClueMarkedDuplicate: the process tells the survivor from it alone. */
export interface GoneInto extends Into, Along {
  readonly subjects: readonly string[];
  readonly reports: readonly AttachedReport[];
}

const ALONG = {
  ...{ managedBy: [], ranks: [], intake: [], recused: [], verifiers: [], earlierCases: [] },
  ...{ doers: [], inherits: [], extended: [], cameFrom: [] },
};

const row = transition<Clue>();

/** 拆分与并案: no subject and no report is lost, and no clock is won. */
export const joined = {
  split: row({
    title: { en: 'Split', zh: '拆分' },
    input: Split,
    event: 'ClueSplit',
    goesOnElsewhere: true,
    schemaVersion: 2,
    says: { ...ALONG, stage: ['registered', 'withUnit'] },
    reads: (_, clue) => streamsOfCases(clue),
    after: ANSWERING,
    blocked: (clue, circumstances) =>
      standsStill(circumstances) || leftWaiting(clue, circumstances),
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
    data: (clue, { children }, circumstances): ClueSplit => ({
      children: children.map((child, index) => ({
        clueId: circumstances.derivedId(`child-${index}`),
        subjects: child.subjects,
        reports: clue.reports.filter(({ reportId }) => child.reports?.includes(reportId)),
      })),
      stage: UNALLOCATED.includes(clue.state) ? 'registered' : 'withUnit',
      ...along(clue, circumstances),
    }),
    evolve: (clue, _, { data }) => {
      const { children } = data as unknown as ClueSplit; // made by `data` above
      const parts = children.map(({ clueId }) => clueId);
      return { ...clue, parts, survivor: parts[0] };
    },
  }),
  openSplitOff: row({
    title: { en: 'Open a clue split off', zh: '登记拆分线索' },
    input: SplitOff,
    event: 'ClueSplitOff',
    opens: 'only',
    schemaVersion: 2,
    organ: (_, { organ }) => organ,
    level: (_, { level }) => level,
    data: (_, { organ: __, level: ___, managedBy, ranks, ...rest }) => ({
      ...rest,
      managedBy: ofThese(rest.subjects, managedBy),
      ...(ranks && { ranks: ofThese(rest.subjects, ranks) }),
    }),
    evolve: (
      clue,
      { parent, subjects, reports, managedBy, ranks = {}, intake = [], recused, ...came },
    ) => ({
      ...clue,
      ...{ subjects, reports, managedBy, ranks, intake, recused, extended: came.extended ?? {} },
      splitFrom: parent,
      ...(came.doers && { actsBefore: came.doers }),
      ...(came.verifiers && { verifiers: came.verifiers }),
      ...(came.earlierCases && { earlierCases: came.earlierCases }),
      ...(came.cameFrom && { cameFrom: came.cameFrom }),
    }),
  }),
  mergeInto: row({
    title: { en: 'Merge into another clue', zh: '并入另案' },
    input: Into,
    event: 'ClueMergedAway',
    goesOnElsewhere: true,
    schemaVersion: 2,
    says: { ...ALONG, subjects: [], reports: [] },
    reads: ({ survivor }, clue, known) => [
      ...readOfSurvivor(survivor, known),
      ...streamsOfCases(clue),
    ],
    after: ANSWERING,
    blocked: (clue, circumstances) =>
      standsStill(circumstances) || leftWaiting(clue, circumstances),
    unless: (clue, { survivor }, circumstances) => notToTake(clue, survivor, circumstances),
    data: gone,
    evolve: (clue, { survivor }) => ({ ...clue, survivor }),
  }),
  /** 重复件: the other one goes on; this one's reports are kept for reference there. */
  markDuplicate: row({
    title: { en: 'Mark as a duplicate', zh: '标记重复件' },
    input: Into,
    event: 'ClueMarkedDuplicate',
    goesOnElsewhere: true,
    schemaVersion: 2,
    says: { ...ALONG, subjects: [], reports: [] },
    reads: ({ survivor }, clue, known) => [
      ...readOfSurvivor(survivor, known),
      ...streamsOfCases(clue),
    ],
    after: ANSWERING,
    blocked: (clue, circumstances) =>
      standsStill(circumstances) || leftWaiting(clue, circumstances),
    unless: (clue, { survivor }, circumstances) => notToTake(clue, survivor, circumstances),
    data: gone,
    evolve: (clue, { survivor }) => ({ ...clue, survivor }),
  }),
};

function gone(clue: ClueState, { survivor }: Into, circumstances: Circumstances): GoneInto {
  const { subjects, reports } = clue;
  return { survivor, subjects, reports, ...along(clue, circumstances) };
}

function along(clue: ClueState, circumstances: Circumstances): Along {
  const { managedBy, ranks, intake, subjects, extended } = clue;
  const others = inItsCases(clue, circumstances.other).filter((one) => !subjects.includes(one));
  const doers = doersIn(clue, circumstances);
  const askers = clue.state === 'talkInquiry' ? clue.officers : [];
  const verifiers = [...new Set([...verifiersOf(clue), ...(clue.talkers ?? []), ...askers])];
  const earlierCases = caseIdsOf(clue);
  const cameFrom = sentFrom(clue, circumstances);
  return {
    managedBy,
    ...(Object.keys(ranks).length > 0 && { ranks }),
    ...(isApart(circumstances) && { intake }),
    // Whom a case of it was about beside them handles nothing of it, either.
    recused: [...new Set([...clue.recused, ...others])],
    ...(Object.keys(doers).length > 0 && { doers }),
    ...(verifiers.length > 0 && { verifiers }),
    ...(earlierCases.length > 0 && { earlierCases }),
    ...(cameFrom.length > 0 && { cameFrom }),
    inherits: running(circumstances),
    ...(Object.keys(extended).length > 0 && { extended }),
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

/** Each of them is in a child at least, and nothing else is: one person may stand in two matters, one letter tell of both. */
function same(all: readonly string[], divided: readonly string[]): boolean {
  const parts = new Set(divided);
  return parts.size === new Set(all).size && all.every((one) => parts.has(one));
}
