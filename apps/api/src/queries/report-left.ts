import { OPEN } from '@cluetrail/event-sourcing';
import { WORKFLOWS } from '@cluetrail/clues';
import { typeOf } from '@cluetrail/deadlines';
import { asKnown } from '@cluetrail/stores';
import { type Edge, isOptional } from '@cluetrail/workflow';
import { GRANTS } from './asked-steps.js';
import { peopleIn } from './conditions.js';
import { isToldOf } from './left-behind.js';
import type { Reading } from './read-model.js';
import { actingAt } from './staffing.js';
import { type Stuck, told } from './stuck-words.js';

/** Where a report stands, as its row says it. */
interface ReportStands {
  readonly id: string;
  readonly state: string;
  readonly organPath: string;
  readonly procedure: string;
  readonly procedureVersion: number;
  /** `|id|id|` */
  readonly excluded: string;
  /** When the first is due of what is owed; `~` = nothing is. */
  readonly due: string;
}

/**
 * Undefined where somebody may do what is owed on a report, or where it is not for the person who asks to see to that.
 * Those above know of no report that is not theirs: it is told at its organ alone.
 */
export async function reportStuckFor(
  reading: Reading,
  stands: ReportStands,
): Promise<Stuck | undefined> {
  const { organPath } = stands;
  const isTold = reading.subject.appointments.some(
    (office) =>
      !office.onLeave &&
      office.organPath === organPath &&
      isToldOf(reading, { role: office.role, path: organPath }, organPath),
  );
  if (!isTold) return undefined;
  const steps = await stepsOwed(reading, stands);
  const places = { receiverPath: null, deciderPath: null };
  const tell = (waiting: readonly Step[]) =>
    told({ kind: 'report', ...stands, ...places }, { waiting, ways: [] });
  const acting = actingAt(reading, organPath);
  const missed = steps.filter(({ by }) => !acting.some(({ role }) => by.includes(role)));
  const isKept = acting.some(({ personId, onBehalfOf = personId }) =>
    peopleIn(stands.excluded).some((one) => [personId, onBehalfOf].includes(one)),
  );
  const mayBeLeft = missed.length > 0 || (isKept && steps.length > 0);
  if (mayBeLeft && !(await somebodyGoesOn(reading, stands, leadingOn(steps))))
    return tell(missed.length > 0 ? missed : steps);
  const granting = await grantsAsked(reading, stands);
  return granting.length > 0 && !(await somebodyGoesOn(reading, stands, granting))
    ? tell(granting)
    : undefined;
}

interface Step extends Pick<Edge, 'at' | 'by' | 'to'> {
  readonly command: string;
}

/** What ends the clock that is due next; where none runs, what decides what the report comes to. */
async function stepsOwed(reading: Reading, stands: ReportStands): Promise<readonly Step[]> {
  const steps = stepsOnReport(reading, stands);
  if (stands.due === OPEN) return steps.filter(({ to }) => to !== undefined);
  const running = await reading.installation.database.query
    .selectFrom('reportObligationSpells')
    .select('code')
    .where('report', '=', stands.id)
    .where('state', '=', 'open')
    .where('due', '=', stands.due)
    .where(asKnown({ asOf: reading.now }))
    .execute();
  const ending = (pinned(reading, stands)?.obligations ?? [])
    .filter((rule) => running.some(({ code }) => code === rule.code))
    .flatMap(({ meets, cancels }) => [...meets, ...cancels].map(typeOf));
  return steps.filter(
    // To keep it is no answer where one is owed.
    ({ command }) => command !== 'keepForReference' && ending.includes(rowOf(command).event),
  );
}

/** Where it may be answered and go on, nobody is to end it since he may do no more. */
function leadingOn(steps: readonly Step[]): readonly Step[] {
  const staying = steps.filter(({ to }) => to === undefined);
  return staying.length > 0 ? staying : steps;
}

/** More time was asked for, and nobody has answered. */
async function grantsAsked(reading: Reading, stands: ReportStands): Promise<readonly Step[]> {
  const { engine } = reading.installation;
  const { personId } = reading.subject;
  const awaited = await engine.awaited(['report', `report-${stands.id}`], personId, []);
  return stepsOnReport(reading, stands).filter(
    ({ command }) => command === GRANTS && awaited.some((one) => one.command === command),
  );
}

function stepsOnReport(reading: Reading, stands: ReportStands): readonly Step[] {
  return Object.entries(pinned(reading, stands)?.workflows.report ?? {})
    .filter(
      ([command, { by, from }]) =>
        from.includes(stands.state) &&
        command !== 'attachFiles' &&
        !by.includes('system') &&
        !isOptional(rowOf(command)),
    )
    .map(([command, { at, by, to }]) => ({ command, at, by, to }));
}

function pinned({ installation }: Reading, { procedure, procedureVersion }: ReportStands) {
  return installation.references
    .all()
    .find(({ name, version }) => name === procedure && version === procedureVersion);
}

function rowOf(command: string) {
  const { transitions } = WORKFLOWS.report;
  return transitions[command as keyof typeof transitions]; // a procedure names none but these
}

async function somebodyGoesOn(
  reading: Reading,
  { id, organPath }: ReportStands,
  steps: readonly Step[],
): Promise<boolean> {
  const leading = new Set(steps.map(({ command }) => command));
  const roles = new Set(steps.flatMap(({ by }) => by));
  const acting = actingAt(reading, organPath).filter(({ role }) => roles.has(role));
  for (const personId of new Set(acting.map((one) => one.personId))) {
    const open = await reading.installation.engine.waiting('report', `report-${id}`, personId);
    if (open.some(({ command }) => leading.has(command))) return true;
  }
  return false;
}
