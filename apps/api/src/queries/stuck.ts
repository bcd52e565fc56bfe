import type { Level } from '@cluetrail/access';
import { type CaseState, caseWork, clue } from '@cluetrail/clues';
import { stateOf } from '@cluetrail/workflow';
import {
  ACCEPTS,
  APART,
  type Asked,
  askedSteps,
  DECIDES_RECUSAL,
  GRANTS,
  LAST_RESORTS,
  REPLACES,
  RETURNS,
} from './asked-steps.js';
import { peopleIn } from './conditions.js';
import { isAttended, isToldOf, NAMING, stepsOn } from './left-behind.js';
import type { Reading } from './read-model.js';
import { actingAt, pathsTo } from './staffing.js';
import {
  placesOf,
  type Standing,
  type Stuck,
  told,
  toldAllAway,
  toldNobodyToJoin,
} from './stuck-words.js';
import { areAllAway, OFFICER, officersAt } from './too-few.js';

/** Where a clue or a case stands, as its row says it. */
export interface Stands extends Standing {
  readonly kind: 'clue' | 'case';
  /** Who works on it. */
  readonly assigned: readonly string[];
  /** A recusal was asked for on which nobody has decided. */
  readonly isRecusalAsked?: boolean;
  /** More time was asked for, and nobody has answered. */
  readonly isTimeAsked?: boolean;
}

/**
 * Undefined where somebody may go on with it, or where it is not for the person who asks to see to that. `open`: the
 * commands that he may give.
 */
export async function stuckFor(
  reading: Reading,
  stands: Stands,
  open: readonly string[],
): Promise<Stuck | undefined> {
  return (await leftBehind(reading, stands, open)) ?? (await leftUndecided(reading, stands));
}

async function leftBehind(
  reading: Reading,
  stands: Stands,
  open: readonly string[],
): Promise<Stuck | undefined> {
  const { kind, id } = stands;
  const isAway =
    kind === 'clue' && areAllAway(reading, stands) && (await isWithOfficers(reading, stands));
  const replaces = isAway && open.includes(REPLACES);
  const isTold = isToldTo(reading, stands);
  const asked = stepsOn(reading, kind).filter(({ from }) => from.includes(stands.state));
  if (!(isTold || replaces) || !(isAway || mayBeLeft(reading, stands, asked))) return undefined;
  const steps = await ofItsProcedure(reading, stands, asked);
  const { installation, subject } = reading;
  const awaited = await installation.engine.awaited(kind, `${kind}-${id}`, subject.personId);
  const plain = steps.filter(
    ({ command }) => awaited.includes(command) && !APART.includes(command),
  );
  const entrusting = steps.filter(
    ({ command }) =>
      NAMING.includes(command) && (awaited.includes(command) || (isAway && command === REPLACES)),
  );
  if (plain.length + entrusting.length === 0 || (await somebodyGoesOn(reading, stands, steps)))
    return undefined;
  const ways = open.filter((command) => WAYS.includes(command));
  // Until somebody works on it no other step is taken.
  if (entrusting.length > 0)
    return entrustingStuck(reading, stands, { entrusting, ways, isAway, isTold, replaces });
  if (!isAway && !mayBeLeft(reading, stands, plain)) return undefined;
  const waiting = await waitingSteps(reading, stands, plain);
  const cleared = unreadLevel(reading, stands, waiting);
  return waiting.length > 0 ? told(stands, { waiting, ways, cleared }) : undefined;
}

/** What was asked for, and nobody up to the root may decide on it. */
async function leftUndecided(reading: Reading, stands: Stands): Promise<Stuck | undefined> {
  const asked = [
    ...(stands.isRecusalAsked ? [DECIDES_RECUSAL] : []),
    ...(stands.isTimeAsked ? [GRANTS] : []),
  ];
  if (asked.length === 0 || !isToldTo(reading, stands)) return undefined;
  for (const command of asked) {
    const all = askedSteps(reading, stands.kind).filter((one) => one.command === command);
    const waiting = await ofItsProcedure(reading, stands, all);
    const { open, refused } = await answersTo(reading, stands, waiting);
    const isOver = REQUEST_OVER.some((code) => refused.has(code));
    if (waiting.length > 0 && !open.has(command) && !isOver)
      return told(stands, { waiting, ways: [] });
  }
  return undefined;
}

/** Whoever might have granted it would not any more. */
const REQUEST_OVER: readonly string[] = ['extension-too-late', 'extension-not-asked'];

/** Of a clue with a case: the case is where its officers work on it. */
async function isWithOfficers(reading: Reading, { id }: Stands): Promise<boolean> {
  const { streams } = reading.installation.engine;
  const { caseId } = stateOf(clue, (await streams.load(`clue-${id}`)).events);
  if (caseId === undefined) return true;
  const file = stateOf(caseWork, (await streams.load(`case-${caseId}`)).events);
  return askedSteps(reading, 'case').some(
    (step) => step.by.includes(OFFICER) && isOneOf(file, step),
  );
}

function isToldTo(reading: Reading, { receiverPath, organPath }: Stands): boolean {
  const place = receiverPath ?? organPath;
  return reading.subject.appointments.some((office) =>
    isToldOf(reading, { role: office.role, path: office.organPath }, place),
  );
}

interface Entrusting {
  readonly entrusting: readonly Asked[];
  readonly ways: readonly string[];
  /** Those who are to work on it are away; else too few are left of them. */
  readonly isAway: boolean;
  readonly isTold: boolean;
  /** Who asks may put others in their places. */
  readonly replaces: boolean;
}

/** Nobody works on it; and nobody names others, or finds none to name. */
async function entrustingStuck(
  reading: Reading,
  stands: Stands,
  { entrusting, ways, isAway, isTold, replaces }: Entrusting,
): Promise<Stuck | undefined> {
  const cleared = unreadLevel(reading, stands, entrusting);
  const on = { waiting: entrusting, ways, cleared };
  const answers = await answersTo(reading, stands, entrusting);
  const canReplace = answers.open.has(REPLACES);
  if (answers.refused.has('nobody-to-join') || (canReplace && !hasOthers(reading, stands)))
    return toldNobodyToJoin(stands, on);
  if (isAway && canReplace) return replaces ? toldAllAway(stands, on) : undefined;
  return isTold ? told(stands, on) : undefined;
}

/** Its level, where that alone keeps who acts there from a step. */
function unreadLevel(
  reading: Reading,
  { level, ...stands }: Stands,
  steps: readonly Asked[],
): Level | undefined {
  const isUnread = (step: Asked, path: string) =>
    isAttended(reading, step, { path }) && !isAttended(reading, step, { path, level });
  return steps.some((step) => placesOf(step, stands).some((path) => isUnread(step, path)))
    ? level
    : undefined;
}

/** Those for which nobody acts, where some are. Before a panel that is too small none is taken: it is returned first. */
async function waitingSteps(
  reading: Reading,
  stands: Stands,
  steps: readonly Asked[],
): Promise<readonly Asked[]> {
  const missed = steps.filter((step) =>
    placesOf(step, stands).some(
      (path) => !isAttended(reading, step, { path, level: stands.level }),
    ),
  );
  if (missed.length > 0) return missed;
  const { refused } = await answersTo(reading, stands, steps);
  if (!refused.has('panel-too-small')) return steps;
  const all = askedSteps(reading, stands.kind).filter(({ command }) => RETURNS.includes(command));
  const returning = await ofItsProcedure(reading, stands, all);
  const { open } = await answersTo(reading, stands, returning);
  return RETURNS.some((command) => open.has(command)) ? [] : returning;
}

/** What those who act in the offices for some steps may give, and why they may not give the rest. */
async function answersTo(reading: Reading, stands: Stands, steps: readonly Asked[]) {
  const { kind, id } = stands;
  const { engine } = reading.installation;
  const open = new Set<string>();
  const codes = new Set<string>();
  for (const personId of actingFor(reading, stands, steps)) {
    const commands = (await engine.openCommands(kind, `${kind}-${id}`, personId)) ?? [];
    for (const { command, refused } of commands)
      if (refused) codes.add(refused.code);
      else open.add(command);
  }
  return { open, refused: codes };
}

/** Others act there as officers who might take a place: for whom its level keeps from it that may be lowered. */
function hasOthers(reading: Reading, { organPath, excluded }: Stands): boolean {
  return officersAt(reading, { path: organPath }).some((one) => !peopleIn(excluded).includes(one));
}

/** Other ways than the next step; each only where it is open to who asks. */
const WAYS: readonly string[] = [
  ...LAST_RESORTS,
  ...['approveAllocation', 'approveTransfer', 'recallTransfer'],
];

/** Of these steps, by any procedure, those that its own one has where it stands. */
async function ofItsProcedure(
  { installation }: Reading,
  { kind, id, state }: Stands,
  steps: readonly Asked[],
): Promise<readonly Asked[]> {
  const { events } = await installation.engine.streams.load(`${kind}-${id}`);
  const { procedure } = kind === 'clue' ? stateOf(clue, events) : stateOf(caseWork, events);
  return steps.filter((one) => isOneOf({ procedure, state }, one));
}

/** Of the procedure that it is pinned to, and from where it stands. */
function isOneOf(
  { procedure: { name, version }, state }: Pick<CaseState, 'procedure' | 'state'>,
  step: Asked,
): boolean {
  return step.procedure === name && step.version === version && step.from.includes(state);
}

/** Cheap to ask, and seldom true: an office there shows nothing of it to who acts in it, or nobody acts in one. */
function mayBeLeft(reading: Reading, stands: Stands, steps: readonly Asked[]): boolean {
  const excluded = peopleIn(stands.excluded);
  const isKeptAt = (path: string) =>
    actingAt(reading, path).some(({ personId, onBehalfOf = personId }) =>
      [personId, onBehalfOf].some((one) => excluded.includes(one)),
    );
  return (
    stands.kind === 'case' ||
    steps.some((step) =>
      placesOf(step, stands).some(
        (path) => isKeptAt(path) || !isAttended(reading, step, { path, level: stands.level }),
      ),
    )
  );
}

async function somebodyGoesOn(
  reading: Reading,
  stands: Stands,
  steps: readonly Asked[],
): Promise<boolean> {
  const { kind, id } = stands;
  const leading = new Set(stepsOn(reading, kind).map(({ command }) => command));
  if (!hasOthers(reading, stands)) leading.delete(REPLACES);
  // One alone is no panel.
  const [command, needed] = steps.some((step) => step.command === ACCEPTS) ? [ACCEPTS, 2] : ['', 1];
  let found = 0;
  for (const personId of actingFor(reading, stands, steps)) {
    const open = await reading.installation.engine.waiting(kind, `${kind}-${id}`, personId);
    const goesOn = open.some(
      (one) => one.awaited && (command === '' ? leading.has(one.command) : one.command === command),
    );
    if (goesOn && ++found >= needed) return true;
  }
  return false;
}

/** Each once. */
function actingFor(reading: Reading, stands: Stands, steps: readonly Asked[]): ReadonlySet<string> {
  const acting = steps.flatMap((step) =>
    whoMayBe(step, stands).flatMap((path) =>
      actingAt(reading, path).filter(({ role }) => step.by.includes(role)),
    ),
  );
  return new Set(acting.map(({ personId }) => personId));
}

/**
 * What is about one who decides by rank is decided above him, as far up as that goes; so is what those above may decide:
 * each there tells by himself.
 */
function whoMayBe(step: Asked, stands: Stands): readonly string[] {
  if (!['by-rank', 'responsible-or-above'].includes(step.at)) return placesOf(step, stands);
  return pathsTo(stands.organPath);
}
