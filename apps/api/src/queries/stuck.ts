import type { Level } from '@cluetrail/access';
import {
  ACCEPTS,
  APART,
  type Asked,
  askedSteps,
  DECIDES_RECUSAL,
  GRANTS,
  isOfNobodyElse,
  LAST_RESORTS,
  NAMING,
  REPLACES,
  RETURNS,
  stepsOn,
} from './asked-steps.js';
import { peopleIn } from './conditions.js';
import { hasOthers, isWithOfficers, othersThan } from './its-officers.js';
import { actingFor, answersTo, ofItsProcedure } from './its-steps.js';
import { isAttended, isToldOf } from './left-behind.js';
import type { Reading } from './read-model.js';
import { actingAt } from './staffing.js';
import {
  placesOf,
  type Stands,
  type Stuck,
  told,
  toldAllAway,
  toldNobodyToJoin,
  toldToNobodyElse,
} from './stuck-words.js';
import { areAllAway } from './too-few.js';

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
  const stream = `${kind}-${id}`;
  const all = await installation.engine.awaited([kind, stream], subject.personId, stands.assigned);
  const awaited = all.map(({ command }) => command);
  const kept = all.filter(({ isKept }) => isKept).map(({ command }) => command);
  const plain = letThrough(
    steps.filter(({ command }) => awaited.includes(command) && !APART.includes(command)),
    kind === 'clue' ? kept : [],
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
  if (waiting.length === 0) return undefined;
  const isLeft = waiting.every((step) => isOfNobodyElse(reading, step));
  return (isLeft ? toldToNobodyElse : told)(stands, { waiting, ways, cleared });
}

/** Without those from which everybody is kept as it stands, where others are left. A case says that of its panel. */
function letThrough(steps: readonly Asked[], kept: readonly string[]): readonly Asked[] {
  const free = steps.filter(({ command }) => !kept.includes(command));
  return free.length > 0 ? free : steps;
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
  if (answers.refused.has('nobody-to-join') || (canReplace && !(await hasOthers(reading, stands))))
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

/** Other ways than the next step; each only where it is open to who asks. */
const WAYS: readonly string[] = [
  ...LAST_RESORTS,
  ...['approveAllocation', 'approveTransfer', 'recallTransfer'],
];

/**
 * Cheap to ask, and seldom true: an office there shows nothing of it to who acts in it, nobody acts in one, or nobody else
 * might take the place of an officer, or may.
 */
function mayBeLeft(reading: Reading, stands: Stands, steps: readonly Asked[]): boolean {
  const excluded = peopleIn(stands.excluded);
  const isKeptAt = (path: string) =>
    actingAt(reading, path).some(({ personId, onBehalfOf = personId }) =>
      [personId, onBehalfOf].some((one) => excluded.includes(one)),
    );
  return (
    stands.kind === 'case' ||
    steps.some((step) => isOfNobodyElse(reading, step)) ||
    (steps.some(({ command }) => command === REPLACES) &&
      othersThan(reading, stands, stands.assigned).length === 0) ||
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
  if (!(await hasOthers(reading, stands))) leading.delete(REPLACES);
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
