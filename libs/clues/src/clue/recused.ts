import { IsBoolean, IsIn } from 'class-validator';
import { IsPersonId } from '@cluetrail/access';
import {
  isAmong,
  isOne,
  transition,
  type Around,
  type Circumstances,
  type Objection,
} from '@cluetrail/workflow';
import {
  approverAmong,
  casesOf,
  countingAsOne,
  judgeAmong,
  ENTRUSTING,
  mayHandle,
  noCaseOfficer,
  notToBeEntrusted,
  oneOf,
  streamsOfCases,
  tooFew,
} from './entrusting.js';
import { ownReport } from './own-report.js';
import type { CaseState } from '../case/state.js';
import { lacksSignature } from '../signing.js';
import { withOfficers, type Clue, type ClueState } from './state.js';
import { isWithCase } from './states.js';

export const RECUSAL_GROUNDS = ['relative', 'witness', 'interest', 'reporter', 'other'] as const;

export class RequestRecusal {
  @IsPersonId() officer!: string;
  @IsIn(RECUSAL_GROUNDS) ground!: (typeof RECUSAL_GROUNDS)[number];
}

export class DecideRecusal {
  @IsPersonId() officer!: string;
  @IsBoolean() granted!: boolean;
}

export class ReplaceOfficer {
  @IsPersonId() leaving!: string;
  @IsPersonId() joining!: string;
}

const row = transition<Clue>();

/** 回避 */
export const recused = {
  requestRecusal: row({
    title: { en: 'Ask for a recusal', zh: '申请回避' },
    input: RequestRecusal,
    event: 'RecusalRequested',
    together: () => ['decideRecusal'],
    after: ENTRUSTING,
    // Who approves or adjudicates has his interests too, here or above: whoever could act on it, not its officers alone.
    unless: (clue, { officer }, { worksAt, above, who, known }) =>
      (officer !== who.personId && ownReport(clue, who.personId, known)) ||
      (clue.recused.includes(officer) && 'recused-already') ||
      (!involved(clue).includes(officer) &&
        ![clue.organ, ...above(clue.organ)].some((organ) => worksAt(officer, organ)) &&
        'acts-nowhere-here') ||
      (Object.hasOwn(clue.recusalAsked, officer) && 'recusal-already-asked'),
    evolve: (clue, { officer }, { actor, onBehalfOf, happenedAt }) => ({
      ...clue,
      recusalAsked: {
        ...clue.recusalAsked,
        [officer]: { by: actor.personId, onBehalfOf, happenedAt },
      },
    }),
  }),
  decideRecusal: row({
    title: { en: 'Decide on a recusal', zh: '决定回避' },
    input: DecideRecusal,
    event: 'RecusalDecided',
    awaited: ({ recusalAsked }) => Object.keys(recusalAsked).length > 0,
    says: { caseId: [] },
    after: ENTRUSTING,
    answers: { command: 'requestRecusal', field: 'officer' },
    blocked: ({ recusalAsked }, circumstances) => {
      const asked = Object.keys(recusalAsked);
      const own = (officer: string) => ownRecusal(recusalAsked, officer, circumstances);
      return asked.length > 0 && asked.every(own) && 'four-eyes';
    },
    unless: ({ recusalAsked }, { officer }, circumstances) =>
      Object.hasOwn(recusalAsked, officer)
        ? ownRecusal(recusalAsked, officer, circumstances)
        : 'recusal-not-asked',
    data: (clue, input) => ({ ...input, ...ofCase(clue) }),
    evolve: (clue, { officer, granted }) => {
      const { [officer]: _, ...recusalAsked } = clue.recusalAsked;
      const rest = (people: readonly string[]) => people.filter((one) => one !== officer);
      if (!granted) return { ...clue, recusalAsked };
      return {
        ...clue,
        recusalAsked,
        officers: rest(clue.officers),
        team: rest(clue.team),
        recused: [...clue.recused, officer],
      };
    },
  }),
  replaceOfficer: row({
    title: { en: 'Replace an officer', zh: '更换承办人' },
    input: ReplaceOfficer,
    event: 'OfficerReplaced',
    awaited: (clue, around) => lacksOfficers(clue, workforceOf(clue, around)),
    says: { caseId: [] },
    after: ENTRUSTING,
    reads: (_, clue) => streamsOfCases(clue),
    blocked: nobodyToJoin,
    unless: (clue, { leaving, joining }, circumstances) =>
      (![...involved(clue), ...missing(clue)].includes(leaving) && 'not-an-officer') ||
      oneOf('officer-already', {
        people: [joining],
        among: besides(clue, leaving, circumstances),
      }) ||
      notToJoin(clue, joining, circumstances) ||
      joiningAsOne(clue, { leaving, joining }, circumstances) ||
      noCaseOfficer(clue, [joining], circumstances),
    data: (clue, input) => ({ ...input, ...ofCase(clue) }),
    evolve: (clue, { leaving, joining }) => {
      const replaced = (people: readonly string[], always: boolean) =>
        people.includes(leaving) || always
          ? [...people.filter((one) => one !== leaving && one !== joining), joining]
          : people;
      const gone = missing(clue).includes(leaving);
      const team = replaced(clue.team, gone && hasTeam(clue));
      const once = new Set([...clue.formerTeam, ...clue.team]);
      return {
        ...clue,
        ...withOfficers(clue, replaced(clue.officers, gone)),
        team,
        formerTeam: [...once].filter((one) => !team.includes(one)),
      };
    },
  }),
};

/** Neither who asked for it nor whose it is decides on it. */
function ownRecusal(
  asked: Clue['recusalAsked'],
  officer: string,
  { who }: Pick<Circumstances, 'who'>,
): Objection {
  const { by: personId, onBehalfOf } = asked[officer];
  return (isOne(who, { personId, onBehalfOf }) || isAmong(who, [officer])) && 'four-eyes';
}

/**
 * Those who may work on it are too few, or one is missed who was to sign; and somebody may take the place of one who left,
 * or may not.
 */
export function lacksOfficers(clue: ClueState, workforce: Workforce): boolean {
  const { state, team, officers, recused: gone } = clue;
  const { file, isHere, isSigned, works } = workforce;
  const named = state === 'verifying' ? team : (file?.officers ?? officers);
  const working = named.filter(works);
  const hasLeft =
    working.length < named.length ||
    // Until it is worked on, too few is how it begins: none but who was recused here is missed.
    (TO_BE_ASSIGNED.includes(state)
      ? gone.some(isHere)
      : [...missing(clue), ...(file?.vacated ?? [])].length > 0);
  const { signatures } = file ?? clue;
  const few = tooFew(working) || (isSigned && lacksSignature(named, signatures, works));
  return WORKED_ON.includes(state) && Boolean(few) && hasLeft;
}

/** Where it lacks officers, and nobody of the organ may take a place: it waits for those who appoint there, or who are above. */
function nobodyToJoin(clue: ClueState, circumstances: Circumstances): Objection {
  const { organ: organId, level } = clue;
  const workforce = workforceOf(clue, circumstances);
  // Whom its level alone keeps from it, whoever sets that may let in again.
  if (!lacksOfficers(clue, { ...workforce, works: () => true })) return false;
  const there = workforce.file?.officers ?? involved(clue);
  const roles = circumstances.rolesFor('proposeDisposal');
  const somebody = circumstances.someoneReads(
    { roles, organId, level },
    (one) => !there.includes(one) && !notToJoin(clue, one, circumstances),
  );
  return (
    !somebody && { code: 'nobody-to-join', detail: { organ: organId, expected: level, roles } }
  );
}

/** Whoever leaves, he takes nobody's place here. */
function notToJoin(clue: ClueState, joining: string, circumstances: Circumstances): Objection {
  return (
    notToBeEntrusted(clue, [joining], circumstances) ||
    ((hasTeam(clue) || isWithCase(clue.state)) && approverAmong(clue, [joining], circumstances)) ||
    judgeAmong(clue, [joining], circumstances)
  );
}

function workforceOf(clue: ClueState, around: Around): Workforce {
  const { known, worksAt, statesFor } = around;
  const file = casesOf(ofCase(clue), known).at(0);
  return {
    file,
    isHere: (person) => worksAt(person, clue.organ),
    isSigned: file
      ? statesFor('signInvestigationReport', 'case').includes(file.state)
      : statesFor('signVerificationReport').includes(clue.state),
    works: (person) => mayHandle(clue, person, around),
  };
}

interface Workforce {
  /** Its case, while it has one. */
  readonly file: Pick<CaseState, 'officers' | 'vacated' | 'signatures'> | undefined;
  /** Whether a person holds office where it is. */
  isHere(person: string): boolean;
  /** Whether what is to be handed in next waits for the signatures of all who are named. */
  readonly isSigned: boolean;
  /** Whether he may go on with it there. */
  works(person: string): boolean;
}

const TO_BE_ASSIGNED: readonly string[] = ['withUnit', 'disposalPending'];

/** In which those work who are assigned to it: where somebody else decides nobody waits for them. */
export const WORKED_ON: readonly string[] = [
  ...TO_BE_ASSIGNED,
  ...['talkInquiry', 'verifying', 'investigating'],
];

/**
 * Among whom nobody can take his place, being there: the officers of the case where he is or was one of them, whoever else
 * verified the clue.
 */
function besides(clue: ClueState, leaving: string, { known }: Circumstances) {
  const [file] = casesOf(ofCase(clue), known);
  return file && [...file.officers, ...file.vacated].includes(leaving)
    ? file.officers
    : involved(clue);
}

/** With those among whom he comes he makes up two; the first of two who come in is alone until the other does. */
function joiningAsOne(
  clue: ClueState,
  { leaving, joining }: ReplaceOfficer,
  circumstances: Circumstances,
): Objection {
  const [file] = casesOf(ofCase(clue), circumstances.known);
  const left = missing(clue);
  return [
    { people: clue.officers, left },
    { people: clue.team, left },
    { people: file?.officers ?? [], left: file?.vacated ?? [] },
  ]
    .filter(({ people, left }) => [...people, ...left].includes(leaving))
    .map(({ people }) => [...people.filter((one) => one !== leaving && one !== joining), joining])
    .map((people) => countingAsOne(people, 2, circumstances))
    .find(Boolean);
}

/** The case that it has now: the process tells it who was recused or replaced. */
export function ofCase({ caseId, state }: ClueState): { readonly caseId?: string } {
  return isWithCase(state) && caseId !== undefined ? { caseId } : {};
}

/** Who left a place that may be filled still: who was recused, and who was taken out of a team that is too small now. */
function missing({ recused: gone, team, formerTeam }: Clue): readonly string[] {
  return tooFew(team) ? [...gone, ...formerTeam] : gone;
}

/** Also where all of it were recused. */
function hasTeam({ state, team }: ClueState): boolean {
  return state === 'verifying' || team.length > 0;
}

function involved({ officers, team }: Clue): readonly string[] {
  return [...new Set([...officers, ...team])];
}
