import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { idOf } from '@cluetrail/event-sourcing';
import { higher, isLevel, IsOrganId, IsPersonId, type Level, LEVELS } from '@cluetrail/access';
import { peopleOf, transition } from '@cluetrail/workflow';
import { moreOften } from '../extensions.js';
import { allDoers, type Doers } from './doers.js';
import { APPROVING } from './entrusting.js';
import { tookIn } from './intake.js';
import { InheritedDue, Into, ReportFile } from './joined.js';
import { streamOf, withOfficers, type Clue, type ClueState } from './state.js';
import { ranksOfBoth } from './subjects.js';
import { takesIn, whoGoesOn } from './taking-in.js';

/** What the process `splitting` tells the survivor. */
export class TakeMerged {
  @IsUUID() clueId!: string;
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
  @ValidateNested({ each: true }) @Type(() => InheritedDue) inherits!: InheritedDue[];
  /** Of the clue that went. */
  @IsOptional() @IsIn(LEVELS) level?: Level;
  /** Clues that it came through, in that order: gone themselves. */
  @IsOptional() @IsUUID('all', { each: true }) via?: string[];
}

/**
 * The data of ClueMergedIn: what came, or who goes on with it instead. Where that is the clue from which it came, it is
 * given back.
 */
export type MergedIn =
  | Omit<TakeMerged, 'via' | 'level'>
  | {
      readonly clueId: string;
      readonly survivor: string;
      readonly passes: Omit<TakeMerged, 'clueId'>;
    };

const row = transition<Clue>();

/** What is told to the clue that goes on, and to one that nobody took in. */
export const mergedIn = {
  takeMerged: row({
    title: { en: 'Take in a merged clue', zh: '并入线索' },
    input: TakeMerged,
    event: 'ClueMergedIn',
    schemaVersion: 2,
    says: { survivor: [], passes: [] },
    // It says who handles the clue, and may raise its level.
    after: 'everything',
    reads: ({ clueId, via = [] }) => [clueId, ...via].map(streamOf),
    // It is this one that goes on of a ring, and it is not told yet: what comes waits for that.
    unless: (clue, input, circumstances) =>
      whoGoesOn(clue, input, circumstances) === idOf(circumstances.self) && 'not-given-back-yet',
    // What was secret stays so.
    level: (clue, { level }) =>
      level && isLevel(clue.level) && takesIn(clue) ? higher(level, clue.level) : clue.level,
    data: (clue, { clueId, via = [], level, ...what }, circumstances): MergedIn => {
      const survivor = whoGoesOn(clue, { clueId, via }, circumstances);
      if (survivor === undefined) return { clueId, ...what };
      const through = clue.survivor === undefined ? via : [...via, idOf(circumstances.self)];
      return {
        clueId,
        survivor,
        passes: { ...what, ...(level && { level }), ...(through.length > 0 && { via: through }) },
      };
    },
    evolve: (clue, input, { data }) => (data.survivor === undefined ? taken(clue, input) : clue),
  }),
  /** Nobody took it in: it goes on itself, where it stood, and so do its clocks. */
  giveBack: row({
    title: { en: 'Give back a clue that was not taken in', zh: '退还未并入的线索' },
    input: Into,
    event: 'ClueGivenBack',
    says: { state: [], undoes: [] },
    data: (_, { survivor }, { history }) => {
      const gone = history().findLast(({ type }) => LEAVING.includes(type));
      return { survivor, state: gone?.change?.from, undoes: gone?.eventId };
    },
    evolve: ({ survivor: _, ...clue }) => clue,
  }),
};

/** Each of them once. */
function together(some: readonly string[] = [], others: readonly string[] = []) {
  return [...new Set([...some, ...others])];
}

const LEAVING = ['ClueMergedAway', 'ClueMarkedDuplicate'];

/**
 * Whoever may not handle one of the two handles neither: recused there, or a subject of what came. What was signed said
 * nothing of what comes.
 */
function taken(clue: ClueState, came: TakeMerged): ClueState {
  const { clueId, subjects, reports, managedBy, ranks = {}, intake, recused, extended = {} } = came;
  const doers = allDoers(clue.actsBefore ?? {}, came.doers ?? {});
  const verifiers = together(clue.verifiers, came.verifiers);
  const earlierCases = together(clue.earlierCases, came.earlierCases);
  const cameFrom = together(clue.cameFrom, came.cameFrom);
  const apart = intake ? tookIn({ intake, reports }) : [];
  const people = [...new Set([...clue.officers, ...clue.team])];
  const barred = [
    ...new Set([
      ...clue.recused,
      ...recused,
      ...people.filter((one) => subjects.includes(one) || clue.subjects.includes(one)),
    ]),
  ];
  const rest = (all: readonly string[]) =>
    all.filter((one) => !barred.includes(one) && !apart.includes(one));
  const approvers = APPROVING.flatMap((one) => came.doers?.[one] ?? []).flatMap(peopleOf);
  const notInTeam = [...apart, ...approvers];
  return {
    ...clue,
    subjects: [...new Set([...clue.subjects, ...subjects])],
    managedBy: { ...managedBy, ...clue.managedBy },
    ranks: ranksOfBoth(ranks, clue.ranks),
    intake: [...new Set([...clue.intake, ...(intake ?? [])])],
    reports: [
      ...clue.reports,
      ...reports.filter((one) => !clue.reports.some(({ reportId }) => reportId === one.reportId)),
    ],
    recused: barred,
    extended: moreOften(clue.extended, extended),
    ...withOfficers(clue, rest(clue.officers)),
    team: rest(clue.team).filter((one) => !approvers.includes(one)),
    formerTeam: [...clue.formerTeam, ...clue.team.filter((one) => notInTeam.includes(one))],
    signatures: {},
    ...(Object.keys(doers).length > 0 && { actsBefore: doers }),
    ...(verifiers.length > 0 && { verifiers }),
    ...(earlierCases.length > 0 && { earlierCases }),
    ...(cameFrom.length > 0 && { cameFrom }),
    takenIn: [...(clue.takenIn ?? []), clueId],
  };
}
