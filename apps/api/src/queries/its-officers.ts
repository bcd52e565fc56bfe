import { type CaseState, caseWork, clue, isWithCase } from '@cluetrail/clues';
import { stateOf } from '@cluetrail/workflow';
import { askedSteps, OFFICER } from './asked-steps.js';
import { peopleIn } from './conditions.js';
import { isOneOf } from './its-steps.js';
import type { Reading } from './read-model.js';
import type { Stands } from './stuck-words.js';
import { officersAt } from './too-few.js';

/** Of a clue with a case: the case is where its officers work on it. */
export async function isWithOfficers(reading: Reading, stands: Stands): Promise<boolean> {
  const file = await caseOf(reading, stands);
  if (!file) return true;
  return askedSteps(reading, 'case').some(
    (step) => step.by.includes(OFFICER) && isOneOf(file, step),
  );
}

/** The case that a clue has now. */
async function caseOf({ installation }: Reading, { id }: Stands): Promise<CaseState | undefined> {
  const { streams } = installation.engine;
  const { caseId, state } = stateOf(clue, (await streams.load(`clue-${id}`)).events);
  if (caseId === undefined || !isWithCase(state)) return undefined;
  return stateOf(caseWork, (await streams.load(`case-${caseId}`)).events);
}

/** Others act there as officers who might take a place: for whom its level keeps from it that may be lowered. */
export async function hasOthers(reading: Reading, stands: Stands): Promise<boolean> {
  const file = stands.kind === 'clue' ? await caseOf(reading, stands) : undefined;
  return othersThan(reading, stands, file?.officers ?? stands.assigned).length > 0;
}

export function othersThan(
  reading: Reading,
  { organPath, excluded }: Stands,
  named: readonly string[],
): readonly string[] {
  const kept = [...peopleIn(excluded), ...named];
  return officersAt(reading, { path: organPath }).filter((one) => !kept.includes(one));
}
