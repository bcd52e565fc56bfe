import {
  doersOf,
  isAmong,
  peopleOf,
  type Circumstances,
  type Objection,
  type Standing,
} from '@cluetrail/workflow';
import type { CaseState } from '../case/state.js';
import { isApart, tookIn } from './intake.js';
import type { ClueState } from './state.js';

/**
 * A clue is entrusted to nobody whom it or a case of it is about or who was recused from it, nor, where the procedure says
 * so, to somebody who took it in; and to people alone of the organ that handles it who may read it. Its row reads `streamsOfCases`.
 */
export function notToBeEntrusted(
  clue: Pick<
    ClueState,
    'subjects' | 'recused' | 'intake' | 'reports' | 'organ' | 'level' | keyof OfCases
  >,
  people: readonly string[],
  circumstances: Circumstances,
): Objection {
  const { subjects, recused, organ, level } = clue;
  const { other, known } = circumstances;
  const counted = (those: readonly string[]) => countedAmong(people, those, circumstances);
  return (
    oneOf('officer-is-subject', {
      ...{ people, among: counted([...subjects, ...inItsCases(clue, other)]) },
      hidden: counted(inItsCases(clue, known)),
    }) ||
    oneOf('officer-recused', { people, among: counted(recused) }) ||
    handledByIntake(clue, people, circumstances) ||
    (people.some((one) => !circumstances.worksAt(one, organ)) && 'works-elsewhere') ||
    notCleared(people, { organId: organ, level }, circumstances)
  );
}

/** One of them would be given what he may not read. */
export function notCleared(
  people: readonly string[],
  at: { readonly organId: string; readonly level: string },
  { isCleared }: Circumstances,
): Objection {
  const found = people.find((one) => !isCleared(one, at));
  return found !== undefined && { code: 'not-cleared', detail: { found, expected: at.level } };
}

interface Compared {
  readonly people: readonly string[];
  readonly among: readonly string[];
  /** Known from what the giver may not see. */
  readonly hidden?: readonly string[];
}

/** One of these people is among those: the refusal names him, unless that tells what is hidden. */
export function oneOf(code: string, { people, among, hidden = [] }: Compared): Objection {
  const found = people.find((one) => among.includes(one));
  if (found !== undefined) return { code, detail: { found } };
  return people.some((one) => hidden.includes(one)) && code;
}

/** Of these people, who are among those or count as one with one of them now: each is named, and never the other. */
export function countedAmong(
  people: readonly string[],
  those: readonly string[],
  { asOneWith }: Pick<Circumstances, 'asOneWith'>,
): readonly string[] {
  return people.filter((one) => isAmong({ personId: one, asOneWith: asOneWith(one) }, those));
}

type OfCases = Pick<ClueState, 'caseId' | 'earlierCases'>;

/** Whom it turned out to be about once it was investigated: that is known of its cases alone, and stays true when they are over. */
export function inItsCases(clue: OfCases, find: Circumstances['known']): readonly string[] {
  return casesOf(clue, find).flatMap(({ subjects }) => subjects);
}

/** `find`: those that the giver may see, or all that are known. */
export function casesOf(clue: OfCases, find: Circumstances['known']): readonly CaseState[] {
  return streamsOfCases(clue).flatMap((stream) => (find(stream) as CaseState | undefined) ?? []); // its stream's name says a case
}

export function streamsOfCases(clue: OfCases): readonly string[] {
  return caseIdsOf(clue).map((id) => `case-${id}`);
}

export function caseIdsOf({ caseId, earlierCases = [] }: OfCases): readonly string[] {
  return [...earlierCases, ...(caseId === undefined ? [] : [caseId])];
}

/** One of them holds none of the offices there in which a command is given: what he is named for he could not do. */
export function withoutOffice(
  people: readonly string[],
  { command, organ, code, level }: { command: string; organ: string; code: string; level?: string },
  { rolesFor, holdsOffice }: Pick<Circumstances, 'rolesFor' | 'holdsOffice'>,
): Objection {
  const roles = rolesFor(command);
  const found = people.find((one) => !holdsOffice(one, { roles, organId: organ, level }));
  const asked = roles.length > 0 && found !== undefined;
  return asked && { code, detail: { found, expected: roles, organ } };
}

/** Whoever may propose a disposal handles clues: nobody else is entrusted with one. */
export function noCaseOfficer(
  { organ }: Pick<ClueState, 'organ'>,
  people: readonly string[],
  circumstances: Circumstances,
): Objection {
  return withoutOffice(people, { ...HANDLING, organ }, circumstances);
}

const HANDLING = { command: 'proposeDisposal', code: 'no-case-officer' };

/** Of whoever is named for it: whether he may go on with it, being of the house, in such an office, and cleared. */
export function mayHandle(
  { organ, level }: Pick<ClueState, 'organ' | 'level'>,
  person: string,
  circumstances: Pick<Circumstances, 'rolesFor' | 'holdsOffice' | 'isCleared'>,
): boolean {
  return (
    circumstances.isCleared(person, { organId: organ, level }) &&
    !withoutOffice([person], { ...HANDLING, organ, level }, circumstances)
  );
}

/** Who gave one of these, here or where it came from, is of no team that works under it. */
export const APPROVING = [
  'approveDisposal',
  'concludeTalk',
  'concludeVerification',
  'startInvestigation',
];

/** One of them, the one for whom he acted, or who counts as one with him now, decided what they are to carry out. */
export function approverAmong(
  clue: Standing,
  people: readonly string[],
  circumstances: Pick<Circumstances, 'asOneWith'>,
): Objection {
  const approvers = APPROVING.flatMap((one) => doersOf(clue, one)).flatMap(peopleOf);
  const among = countedAmong(people, approvers, circumstances);
  return oneOf('approver-in-team', { people, among });
}

/** Whoever gives this decides on what these people do, or did: he is none of them, nor one with one of them. */
export function decidesOnOwn(
  { who }: Pick<Circumstances, 'who'>,
  people: readonly string[],
): Objection {
  return oneOf('approver-in-team', { people, among: people.filter((one) => isAmong(who, [one])) });
}

/** Who adjudicates a case of the clue, or did, comes neither to investigate one nor to verify the clue again. */
export function judgeAmong(
  clue: OfCases,
  people: readonly string[],
  circumstances: Pick<Circumstances, 'known' | 'asOneWith'>,
): Objection {
  const judges = casesOf(clue, circumstances.known).flatMap((file) => file.judges);
  return countedAmong(people, judges, circumstances).length > 0 && 'adjudicator-investigated';
}

/** 两人以上: what one person finds alone is nothing to decide on. */
export function tooFew(people: readonly string[]): Objection {
  return people.length < 2 && 'two-officers-needed';
}

/** Two of whom one has lent the other an office are one person now: by themselves they make up no number of people. */
export function countingAsOne(
  people: readonly string[],
  atLeast: number,
  circumstances: Pick<Circumstances, 'asOneWith'>,
): Objection {
  if (people.length < atLeast || areApart(people, atLeast, circumstances)) return false;
  const found = people.find(
    (one, nth) => countedAmong([one], people.slice(0, nth), circumstances).length > 0,
  );
  return found !== undefined && { code: 'counts-as-one', detail: { found, expected: atLeast } };
}

/** So many of them, of whom none counts as one with another. */
function areApart(
  people: readonly string[],
  many: number,
  circumstances: Pick<Circumstances, 'asOneWith'>,
): boolean {
  if (many === 0) return true;
  return people.some((one, nth) => {
    const later = people.slice(nth + 1);
    const asOne = countedAmong(later, [one], circumstances);
    return areApart(
      later.filter((other) => !asOne.includes(other)),
      many - 1,
      circumstances,
    );
  });
}

/** Some of these people took the matter in, and the procedure keeps intake and handling apart. */
export function handledByIntake(
  clue: Pick<ClueState, 'intake' | 'reports'>,
  people: readonly string[],
  circumstances: Circumstances,
): Objection {
  const [both] = countedAmong(people, tookIn(clue), circumstances);
  return (
    both !== undefined &&
    isApart(circumstances) && { code: 'officer-took-in', detail: { found: both } }
  );
}

/** What says who handles a clue, without a state between: each comes after the ones before, or it would be lost. */
export const ENTRUSTING = [
  'assignOfficers',
  'replaceOfficer',
  'decideRecusal',
  'designate',
  'raise',
  'takeMerged',
] as const;
