import type { Level } from '@cluetrail/access';
import { caseWork, clue, WORKFLOWS } from '@cluetrail/clues';
import { stateOf, type Words } from '@cluetrail/workflow';
import { ACCEPTS, APART, type Asked, LAST_RESORTS } from './asked-steps.js';
import { peopleIn } from './conditions.js';
import { isAttended, isToldOf, NAMING, stepsOn } from './left-behind.js';
import type { Reading } from './read-model.js';
import { actingAt, organOf } from './staffing.js';

/** Where a clue or a case stands, as its row says it. */
export interface Stands extends Standing {
  readonly kind: 'clue' | 'case';
}

interface Standing {
  readonly kind: 'clue' | 'case' | 'report';
  readonly id: string;
  readonly state: string;
  readonly organPath: string;
  readonly receiverPath: string | null;
  readonly deciderPath: string | null;
  readonly superiorPath?: string | null;
  /** What nobody reads who is not cleared for it; absent where its organ's offices tell enough. */
  readonly level?: Level;
  /** `|id|id|` */
  readonly excluded: string;
}

/** Nobody may go on with it: what waits, where, for which offices, and what leads on. */
export interface Stuck {
  readonly waits: readonly string[];
  readonly organ: string;
  readonly roles: readonly string[];
  readonly detail: Words;
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
  const place = stands.receiverPath ?? stands.organPath;
  const isTold = reading.subject.appointments.some(({ role, organPath }) =>
    isToldOf(reading, { role, path: organPath }, place),
  );
  const asked = stepsOn(reading, stands.kind).filter(({ from }) => from.includes(stands.state));
  if (!isTold || !mayBeLeft(reading, stands, asked)) return undefined;
  const pinned = await procedureOf(reading, stands);
  const steps = asked.filter(
    ({ procedure, version }) => procedure === pinned.name && version === pinned.version,
  );
  const { installation, subject } = reading;
  const { kind, id } = stands;
  const awaited = await installation.engine.awaited(kind, `${kind}-${id}`, subject.personId);
  const awaitedOf = (isOne: (command: string) => boolean) =>
    steps.filter(({ command }) => awaited.includes(command) && isOne(command));
  const plain = awaitedOf((command) => !APART.includes(command));
  const entrusting = awaitedOf((command) => NAMING.includes(command));
  if (plain.length + entrusting.length === 0 || (await somebodyGoesOn(reading, stands, steps)))
    return undefined;
  // Until somebody works on it no other step is taken.
  const isFirst = plain.length === 0 || !(await hasNobodyToJoin(reading, stands, entrusting));
  const waiting =
    entrusting.length > 0 && isFirst ? entrusting : missedElsewhere(reading, stands, plain);
  const ways = open.filter((command) => WAYS.includes(command));
  return told(stands, { waiting, ways, cleared: unreadLevel(reading, stands, waiting) });
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

/** Where those are all there who act where it is, it waits for who would decide elsewhere. */
function missedElsewhere(
  reading: Reading,
  stands: Stands,
  steps: readonly Asked[],
): readonly Asked[] {
  const missed = steps.filter((step) =>
    placesOf(step, stands).some(
      (path) => !isAttended(reading, step, { path, level: stands.level }),
    ),
  );
  const isElsewhere = (step: Asked) => !placesOf(step, stands).includes(stands.organPath);
  return missed.length > 0 && missed.every(isElsewhere) ? missed : steps;
}

/** Who names is there, and finds nobody to name. */
async function hasNobodyToJoin(
  reading: Reading,
  stands: Stands,
  entrusting: readonly Asked[],
): Promise<boolean> {
  const { kind, id } = stands;
  for (const personId of actingFor(reading, stands, entrusting)) {
    const { engine } = reading.installation;
    const commands = (await engine.openCommands(kind, `${kind}-${id}`, personId)) ?? [];
    if (commands.some(({ refused }) => refused?.code === 'nobody-to-join')) return true;
  }
  return false;
}

/** Other ways than the next step; each only where it is open to who asks. */
const WAYS: readonly string[] = [...LAST_RESORTS, 'approveTransfer', 'recallTransfer'];

async function procedureOf({ installation }: Reading, { kind, id }: Stands) {
  const { events } = await installation.engine.streams.load(`${kind}-${id}`);
  return kind === 'clue' ? stateOf(clue, events).procedure : stateOf(caseWork, events).procedure;
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

function placesOf({ at }: Pick<Asked, 'at'>, stands: Standing): readonly string[] {
  const { organPath, receiverPath, deciderPath, superiorPath } = stands;
  switch (at) {
    case 'receiver':
      return receiverPath ? [receiverPath] : [];
    case 'by-rank':
      return [deciderPath ?? organPath];
    case 'common-superior':
      return superiorPath ? [superiorPath] : [];
    default:
      return [organPath];
  }
}

/** What is about one who decides by rank is decided above him, as far up as that goes: each there tells by himself. */
function whoMayBe(step: Asked, stands: Stands): readonly string[] {
  if (step.at !== 'by-rank') return placesOf(step, stands);
  const ids = stands.organPath.split('/').filter(Boolean);
  return ids.map((_, index) => `/${ids.slice(0, index + 1).join('/')}/`);
}

interface WaysOn {
  readonly waiting: readonly Pick<Asked, 'command' | 'at' | 'by'>[];
  readonly ways: readonly string[];
  /** For which whoever acts there is to be cleared, too. */
  readonly cleared?: Level;
}

/** What nobody may go on with, for whoever sees to it. */
export function told(stands: Standing, { waiting, ways, cleared }: WaysOn): Stuck {
  const waits = [...new Set(waiting.map(({ command }) => command))];
  const roles = [...new Set(waiting.flatMap(({ by }) => by))];
  const [place = stands.organPath] = waiting.flatMap((step) => placesOf(step, stands));
  const organ = organOf(place);
  const isPanel = waits.includes(ACCEPTS);
  const en = { waits: titles(stands, waits, 'en'), ways: titles(stands, ways, 'en') };
  const zh = { waits: titles(stands, waits, 'zh'), ways: titles(stands, ways, 'zh') };
  return {
    ...{ waits, organ, roles },
    detail: {
      en: `Nobody at ${organ} may go on with it${isPanel ? ' (a panel are two)' : ''}. What may wait there: ${en.waits.join(', ')}. Have somebody else appointed to an office for that (${roles.join(', ')}${cleared ? `; cleared for ${cleared}` : ''}), or have the office of who is on leave lent${ways.length > 0 ? `; or: ${en.ways.join(', ')}` : ''}.`,
      zh: `${organ} 无人可以继续办理${isPanel ? '（审理须有二人）' : ''}。可能等待的有：${zh.waits.join('、')}。请另行任命相应职务的人员（${roles.join('、')}${cleared ? `；有权知悉 ${cleared} 级内容` : ''}），或者将请假人员的职务委托他人${ways.length > 0 ? `；也可以：${zh.ways.join('、')}` : ''}。`,
    },
  };
}

function titles({ kind }: Standing, commands: readonly string[], language: keyof Words): string[] {
  const { transitions } = WORKFLOWS[kind];
  return commands.map(
    (command) => transitions[command as keyof typeof transitions].title[language], // all of this kind
  );
}
