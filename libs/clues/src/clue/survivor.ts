import type { Circumstances, Objection } from '@cluetrail/workflow';
import { managedAbove } from './allocated.js';
import { approverAmong } from './entrusting.js';
import { notAnother } from './examined.js';
import { ownHead } from './own-head.js';
import { ownReport, streamsOfNamed } from './own-report.js';
import { streamOf, type Clue, type ClueState } from './state.js';
import { takesIn } from './taking-in.js';
import { underOtherRules } from './versions-alike.js';

/** Another clue takes no other one in, or not this one, or not from whoever asks it. */
export function notToTake(
  clue: ClueState,
  survivor: string,
  circumstances: Circumstances,
): Objection {
  const { who, known } = circumstances;
  const objection =
    managedAbove(clue, circumstances) ||
    ownHead(clue, circumstances) ||
    notAnother(survivor, circumstances) ||
    ownReport(survivorIn(survivor, known), who.personId, known);
  if (objection) return objection;
  const { organ } = clue;
  const other = circumstances.other(streamOf(survivor)) as ClueState; // found just now; its stream's name says a clue
  return (
    (other.organ !== organ && 'survivor-elsewhere') ||
    allocatedBySurvivor(clue, other, circumstances) ||
    underOtherRules(clue, other, circumstances) ||
    (!takesIn(other) && 'survivor-ended') ||
    // Who decided on what comes does not verify it there: he is replaced first.
    approverAmong(clue, other.team, circumstances)
  );
}

/** Whoever reported it by name gives it nothing to go on with either: its reports are asked for him alone. */
export function readOfSurvivor(survivor: string, known: Circumstances['known']): readonly string[] {
  return [streamOf(survivor), ...streamsOfNamed(survivorIn(survivor, known), known)];
}

function survivorIn(
  survivor: string,
  known: Circumstances['known'],
): Pick<Clue, 'reports' | 'splitFrom' | 'takenIn'> {
  const found = known(streamOf(survivor)) as ClueState | undefined; // its stream's name says a clue
  return found ?? { reports: [] };
}

/** What could not be allocated by itself does not come to be so with another: nobody would ask any more who manages the subjects. */
function allocatedBySurvivor(
  { state, subjects, managedBy }: ClueState,
  other: ClueState,
  { rolesFor }: Circumstances,
): Objection {
  if (rolesFor('proposeAllocation').length === 0) return false;
  if (!UNALLOCATED.includes(state) || UNALLOCATED.includes(other.state)) return false;
  const known = { ...managedBy, ...other.managedBy };
  return subjects.some((one) => known[one] === undefined) && 'managing-organ-unknown';
}

export const UNALLOCATED: readonly string[] = ['registered', 'pendingAllocation'];
