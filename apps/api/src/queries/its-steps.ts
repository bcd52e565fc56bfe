import { type CaseState, caseWork, clue } from '@cluetrail/clues';
import { stateOf } from '@cluetrail/workflow';
import type { Asked } from './asked-steps.js';
import type { Reading } from './read-model.js';
import { actingAt, pathsTo } from './staffing.js';
import { placesOf, type Stands } from './stuck-words.js';

/** Of these steps, by any procedure, those that its own one has where it stands. */
export async function ofItsProcedure(
  { installation }: Reading,
  { kind, id, state }: Stands,
  steps: readonly Asked[],
): Promise<readonly Asked[]> {
  const { events } = await installation.engine.streams.load(`${kind}-${id}`);
  const { procedure } = kind === 'clue' ? stateOf(clue, events) : stateOf(caseWork, events);
  return steps.filter((one) => isOneOf({ procedure, state }, one));
}

/** Of the procedure that it is pinned to, and from where it stands. */
export function isOneOf(
  { procedure: { name, version }, state }: Pick<CaseState, 'procedure' | 'state'>,
  step: Asked,
): boolean {
  return step.procedure === name && step.version === version && step.from.includes(state);
}

/** What those who act in the offices for some steps may give, and why they may not give the rest. */
export async function answersTo(reading: Reading, stands: Stands, steps: readonly Asked[]) {
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

/** Each once. */
export function actingFor(
  reading: Reading,
  stands: Stands,
  steps: readonly Asked[],
): ReadonlySet<string> {
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
