import {
  doerOf,
  isAmong,
  type Circumstances,
  type Objection,
  type Standing,
} from '@cluetrail/workflow';
import type { CaseState } from '../case/state.js';
import { isApart, tookIn } from './intake.js';
import type { ClueState } from './state.js';

/**
 * A clue is entrusted to nobody whom it or its case is about or who was recused from it, nor, where the procedure says
 * so, to somebody who took it in; and to people of the organ that handles it alone. Its row reads `streamsOfCase`.
 */
export function notToBeEntrusted(
  clue: Pick<ClueState, 'subjects' | 'recused' | 'intake' | 'reports' | 'organ' | 'caseId'>,
  people: readonly string[],
  circumstances: Circumstances,
): Objection {
  const { subjects, recused, organ } = clue;
  return (
    (people.some((one) => subjects.includes(one)) && 'officer-is-subject') ||
    (people.some((one) => ofItsCase(clue, circumstances)?.subjects.includes(one)) &&
      'officer-is-subject') ||
    (people.some((one) => recused.includes(one)) && 'officer-recused') ||
    handledByIntake(clue, people, circumstances) ||
    (people.some((one) => !circumstances.worksAt(one, organ)) && 'works-elsewhere')
  );
}

/** Whom else it is about, and who adjudicates it: that is known of its case alone. */
export function ofItsCase(
  clue: Pick<ClueState, 'caseId'>,
  { other }: Pick<Circumstances, 'other'>,
): CaseState | undefined {
  const [file] = streamsOfCase(clue).map((stream) => other(stream) as CaseState | undefined); // its stream's name says a case
  return file;
}

export function streamsOfCase({ caseId }: Pick<ClueState, 'caseId'>): readonly string[] {
  return caseId === undefined ? [] : [`case-${caseId}`];
}

/** One of them holds none of the offices there in which a command is given: what he is named for he could not do. */
export function withoutOffice(
  people: readonly string[],
  { command, organ, code }: { command: string; organ: string; code: string },
  { rolesFor, holdsOffice }: Circumstances,
): Objection {
  const roles = rolesFor(command);
  const found = people.find((one) => !holdsOffice(one, { roles, organId: organ }));
  const asked = roles.length > 0 && found !== undefined;
  return asked && { code, detail: { found, expected: roles, organ } };
}

/** Who gave one of these is of no team that works under it. */
const APPROVING = ['approveDisposal', 'concludeTalk', 'concludeVerification', 'startInvestigation'];

/** One of them, or the one for whom he acted, decided what they are to carry out. */
export function approverAmong(clue: Standing, people: readonly string[]): Objection {
  return APPROVING.some((one) => isAmong(doerOf(clue, one), people)) && 'approver-in-team';
}

/** 两人以上: what one person finds alone is nothing to decide on. */
export function tooFew(people: readonly string[]): Objection {
  return people.length < 2 && 'two-officers-needed';
}

/** Some of these people took the matter in, and the procedure keeps intake and handling apart. */
export function handledByIntake(
  clue: Pick<ClueState, 'intake' | 'reports'>,
  people: readonly string[],
  circumstances: Circumstances,
): Objection {
  const both = people.find((one) => tookIn(clue).includes(one));
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

/** Who handles a clue; nobody, where it is not seen. */
export function handledBy(clue: object | undefined): readonly string[] {
  const { officers = [], team = [] } = (clue ?? {}) as Partial<ClueState>; // its stream's name says a clue
  return [...officers, ...team];
}
