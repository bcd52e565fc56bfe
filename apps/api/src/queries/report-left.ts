import { OPEN } from '@cluetrail/event-sourcing';
import { WORKFLOWS } from '@cluetrail/clues';
import { isOptional } from '@cluetrail/workflow';
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
      office.organPath === organPath &&
      isToldOf(reading, { role: office.role, path: organPath }, organPath),
  );
  if (!isTold) return undefined;
  const steps = stepsOnReport(reading, stands);
  const acting = actingAt(reading, organPath);
  const missed = steps.filter(({ by }) => !acting.some(({ role }) => by.includes(role)));
  const isKept = acting.some(({ personId, onBehalfOf = personId }) =>
    peopleIn(stands.excluded).some((one) => [personId, onBehalfOf].includes(one)),
  );
  if ((missed.length === 0 && !isKept) || (await somebodyGoesOn(reading, stands, steps)))
    return undefined;
  const places = { receiverPath: null, deciderPath: null };
  const waiting = missed.length > 0 ? missed : steps;
  return told({ kind: 'report', ...stands, ...places }, { waiting, ways: [] });
}

function stepsOnReport({ installation }: Reading, stands: ReportStands) {
  const { state, procedure, procedureVersion, due } = stands;
  const pinned = installation.references
    .all()
    .find(({ name, version }) => name === procedure && version === procedureVersion);
  const { transitions } = WORKFLOWS.report;
  return Object.entries(pinned?.workflows.report ?? {})
    .map(([command, { at, by, from }]) => ({ command, at, by, from }))
    .filter(
      ({ command, by, from }) =>
        from.includes(state) &&
        command !== 'attachFiles' &&
        // To keep it is no answer where one is owed.
        (command !== 'keepForReference' || due === OPEN) &&
        !by.includes('system') &&
        !isOptional(transitions[command as keyof typeof transitions]), // a procedure names none but these
    );
}

async function somebodyGoesOn(
  reading: Reading,
  { id, organPath }: ReportStands,
  steps: readonly { readonly command: string; readonly by: readonly string[] }[],
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
