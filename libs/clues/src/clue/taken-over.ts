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
import { dayEnd, localDate } from '@cluetrail/event-sourcing';
import { IsOrganId, IsPersonId, LEVELS, Personal } from '@cluetrail/access';
import { extensionOf, type ObligationRule, triggers } from '@cluetrail/deadlines';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { managing, ranked, SOURCES, Subject } from './discovered.js';
import { isDay } from './day.js';
import { noCaseOfficer, notToBeEntrusted } from './entrusting.js';
import { ownHead } from './own-head.js';
import { DISPOSAL_WAYS, type Clue, type DisposalWay } from './state.js';
import { decidedByNobody, notToBeSubjects } from './subjects.js';

/** States that a ledger can know of a matter that is not finished. */
export const TAKEN_OVER_STATES = [
  'registered',
  'withUnit',
  'disposalPending',
  'talkInquiry',
  'verifying',
  'held',
  'verified',
  'investigating',
  'closing',
] as const;
type TakenOverState = (typeof TAKEN_OVER_STATES)[number];
const EACH = Object.fromEntries(TAKEN_OVER_STATES.map((state) => [state, [state]]));

/** Of a verification that was concluded, and of which nothing was done yet. */
export const TAKEN_OVER_OUTCOMES = ['file', 'hold'] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** An open matter as a ledger tells it; when it came into its state is the command's `happenedAt`. */
export class TakeOver {
  /** What it is called there; the log has it in clear, as every number by which matters are looked up. */
  @Matches(/^(?=.*\d)[\p{L}\p{N}][\p{L}\p{N} ._/()〔〕（）[\]-]{0,79}$/u, {
    message: 'a number as 2019-041',
  })
  number!: string;
  @IsOrganId() organ!: string;
  @IsIn(TAKEN_OVER_STATES) state!: TakenOverState;
  @Matches(DAY) discoveredOn!: string;
  @IsIn(SOURCES) source!: (typeof SOURCES)[number];
  @ValidateNested({ each: true })
  @Type(() => Subject)
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  subjects!: Subject[];
  @IsOptional() @IsPersonId({ each: true }) @ArrayUnique() @ArrayMaxSize(20) officers?: string[];
  @Personal({ of: 'clue' }) @IsString() @Length(1, 20_000) summary!: string;
  @IsOptional() @IsIn(LEVELS) level?: (typeof LEVELS)[number];
  /** What was proposed, where that waits to be approved. */
  @IsOptional() @IsIn(DISPOSAL_WAYS) way?: DisposalWay;
  @IsOptional() @IsIn(TAKEN_OVER_OUTCOMES) outcome?: (typeof TAKEN_OVER_OUTCOMES)[number];
  /** Of what is owed in that state; a held one is looked at again on this day. */
  @IsOptional() @Matches(DAY) dueOn?: string;
  /** How often that due was put off already. */
  @IsOptional() @IsInt() @Min(0) @Max(20) extensions?: number;
  @Personal({ of: 'clue' }) @IsOptional() @IsString() @Length(1, 20_000) note?: string;
}

/** What the event says beside the input, which is without organ and level. */
interface TakenOver extends TakeOver {
  readonly dues?: readonly { readonly code: string; readonly extensions: number }[];
  readonly caseId?: string;
}

const row = transition<Clue>();

/** 接收在办: matters that were begun before this installation, or beside it. */
export const takenOver = {
  takeOver: row({
    title: { en: 'Take over an open matter', zh: '接收在办线索' },
    input: TakeOver,
    event: 'ClueTakenOver',
    opens: 'only',
    says: { dues: [], caseId: [] },
    into: { field: 'state', cases: EACH },
    // Of an organ each number stands for one matter: whoever brings the ledger, it comes in once.
    origin: ({ organ, number }) => [organ, number],
    organ: (_, { organ }) => organ,
    level: (_, { level }) => level ?? 'L1',
    people: ({ subjects }) => subjects.map(({ personId }) => personId),
    unless: (_, input, circumstances) =>
      notToBeTaken(input, circumstances) ||
      notToBeSubjects(input.subjects, 'subjects', circumstances) ||
      handledBelow(input, circumstances) ||
      handledByHisOwn(input, circumstances) ||
      decidedNowhere(input, circumstances) ||
      notItsPeople(input, circumstances) ||
      notOfTheState(input) ||
      notADue(input, circumstances),
    data: (_, { organ: __, level: ___, ...input }, circumstances) => ({
      ...input,
      ...duesOf(input, circumstances),
      ...(input.state === 'investigating' && { caseId: circumstances.derivedId('case') }),
    }),
    evolve: (clue, input) => {
      const { number, subjects, officers = [], outcome, dues = [], caseId }: TakenOver = input;
      return {
        ...clue,
        ...{ number, officers, managedBy: managing(subjects), ranks: ranked(subjects) },
        subjects: subjects.map(({ personId }) => personId),
        team: TEAMS.includes(input.state) ? officers : [],
        ...disposalOf(input),
        ...(outcome && { outcome }),
        ...(caseId && { caseId }),
        extended: Object.fromEntries(dues.map(({ code, extensions }) => [code, extensions])),
      };
    },
  }),
};

const TEAMS: readonly string[] = ['verifying', 'verified'];
/** Somebody handles it, so that what comes next needs two. */
const WITH_OFFICERS: readonly string[] = [
  ...['disposalPending', 'talkInquiry', 'verifying', 'verified', 'investigating'],
];
const WAYS: { readonly [state: string]: DisposalWay | undefined } = {
  talkInquiry: 'talkInquiry',
  verifying: 'verify',
  held: 'hold',
};

/** Who proposed it is not known: it may have been any of the officers. */
function disposalOf({ state, way, officers = [] }: TakeOver): Pick<Clue, 'disposal'> {
  if (state === 'disposalPending' && way)
    return { disposal: { way, approved: false, proposers: officers } };
  const approved = WAYS[state];
  return approved ? { disposal: { way: approved, approved: true } } : {};
}

function notToBeTaken(
  { organ, number, discoveredOn, dueOn }: TakeOver,
  { who, above, knowsOrgan, happenedAt: { at, zone } }: Circumstances,
): Objection {
  const since = localDate(at, zone);
  return (
    (!knowsOrgan(organ) && of('organ', 'no-such-organ')) ||
    (organ !== who.organId &&
      !above(organ).includes(who.organId ?? '') &&
      of('organ', 'not-below')) ||
    (isOwnNumber(number, knowsOrgan) && of('number', 'own-number')) ||
    (!isDay(discoveredOn) && of('discoveredOn', 'not-a-time')) ||
    (discoveredOn > since && of('discoveredOn', 'discovered-after-state')) ||
    (dueOn !== undefined && !isDay(dueOn) && of('dueOn', 'not-a-time')) ||
    (dueOn !== undefined && dueOn < since && of('dueOn', 'due-before-state'))
  );
}

/** `bijie-2021-0042`: it is, or may come to be, the place of another in a register of this house. */
function isOwnNumber(number: string, knowsOrgan: Circumstances['knowsOrgan']): boolean {
  const organ = /^([a-z0-9-]+)-\d{4}-\d{4,}$/.exec(number)?.[1];
  return organ !== undefined && knowsOrgan(organ);
}

/**
 * What an organ above manages goes up sealed before it is allocated; later there is no way up. Unless it came from above:
 * then it was designated. A procedure without that way asks nothing.
 */
function handledBelow(
  { organ, state, source, subjects }: TakeOver,
  { above, rolesFor }: Circumstances,
): Objection {
  if (state === 'registered' || source === FROM_ABOVE || rolesFor('sealUp').length === 0)
    return false;
  const superiors = above(organ);
  const managers = subjects.map(({ managingOrganId = '' }) => managingOrganId);
  const index = managers.findIndex((one) => superiors.includes(one));
  const field = `subjects[${index}].managingOrganId`;
  return index >= 0 && { code: 'managed-above', detail: { field, found: managers[index] } };
}

/** Nor is what is about one of those who decide there taken over where it was handled by his own, but above. */
function handledByHisOwn(
  { organ, state, subjects }: TakeOver,
  circumstances: Circumstances,
): Objection {
  if (state === 'registered') return false;
  const people = subjects.map(({ personId }) => personId);
  const found = ownHead({ organ, subjects: people }, circumstances);
  if (!found) return false;
  const field = `subjects[${people.indexOf(String(found.detail?.found))}].personId`;
  return { ...found, detail: { field, ...found.detail } };
}

/** A case is opened for those whom it is about as they are told here: no rank is corrected in it. */
function decidedNowhere(
  { organ, state, subjects }: TakeOver,
  circumstances: Circumstances,
): Objection {
  if (state !== 'investigating') return false;
  return subjects
    .map(({ rankCode }) => decidedByNobody(rankCode, organ, circumstances))
    .find(Boolean);
}

const FROM_ABOVE: TakeOver['source'] = 'assigned-from-above';

function notItsPeople(
  { organ, state, subjects, officers = [], level = 'L1' }: TakeOver,
  circumstances: Circumstances,
): Objection {
  const about = {
    subjects: subjects.map(({ personId }) => personId),
    recused: [],
    intake: [],
    reports: [],
    organ,
    level,
  };
  const barred =
    notToBeEntrusted(about, officers, circumstances) ||
    noCaseOfficer(about, officers, circumstances);
  const tooFew = officers.length < 2 && (officers.length > 0 || WITH_OFFICERS.includes(state));
  return (
    (state === 'registered' && officers.length > 0 && of('officers', 'no-officers-yet')) ||
    (tooFew && of('officers', 'two-officers-needed')) ||
    (typeof barred === 'object' && {
      ...barred,
      detail: { field: 'officers', ...barred.detail },
    }) ||
    (typeof barred === 'string' && of('officers', barred))
  );
}

function notOfTheState({ state, way, outcome }: TakeOver): Objection {
  return (
    (state === 'disposalPending' && !way && of('way', 'way-needed')) ||
    (state !== 'disposalPending' && way && of('way', 'not-in-this-state')) ||
    (state !== 'verified' && outcome && of('outcome', 'not-in-this-state'))
  );
}

function notADue(input: TakeOver, { rules }: Circumstances): Objection {
  const { state, dueOn, extensions = 0 } = input;
  const owed = owedIn(input, rules);
  return (
    (extensions > 0 && owed.length === 0 && of('extensions', 'nothing-owed')) ||
    (dueOn !== undefined && owed.length === 0 && of('dueOn', 'nothing-owed')) ||
    tooOften(extensions, owed) ||
    (dueOn === undefined && state === 'held' && of('dueOn', 'review-day-needed')) ||
    (dueOn === undefined && extensions > 0 && of('dueOn', 'due-needed'))
  );
}

/** More than any of them may be put off: the next one would be none that the procedure knows. */
function tooOften(extensions: number, owed: readonly ObligationRule[]): Objection {
  if (extensions === 0 || owed.some((rule) => extensionOf(rule, extensions))) return false;
  const expected = Math.max(...owed.map(extensionsOf));
  return { code: 'extended-too-often', detail: { field: 'extensions', expected } };
}

function extensionsOf({ extension }: ObligationRule): number {
  return extension ? extension.max + (extension.further?.length ?? 0) : 0;
}

function duesOf(
  { dueOn, extensions = 0, ...input }: Omit<TakeOver, 'organ' | 'level'>,
  { rules, happenedAt }: Circumstances,
) {
  if (dueOn === undefined) return {};
  const at = dayEnd(dueOn, happenedAt.zone);
  return { dues: owedIn(input, rules).map(({ code }) => ({ code, at, extensions })) };
}

/** What the procedure lets run in that state; the case of an investigation is opened in answer. */
function owedIn(
  input: Pick<TakeOver, 'state'>,
  rules: readonly ObligationRule[],
): readonly ObligationRule[] {
  const type = input.state === 'investigating' ? 'CaseFiled' : 'ClueTakenOver';
  return rules.filter(({ starts }) => triggers(starts, { type, data: { ...input } }));
}

function of(field: keyof TakeOver, code: string): Objection {
  return { code, detail: { field } };
}
