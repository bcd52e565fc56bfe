import { inEffect, kindOf, type Effective, type Matter } from '@cluetrail/event-sourcing';
import { personList, placeList, type AccessRow } from '@cluetrail/access';
import { stateOf } from '@cluetrail/workflow';
import { caseWork, type CaseState } from '../case/case.js';
import { clueIn, excludedFromClue, highest, type Around } from './known.js';

/** A case as its projections look at it. */
export interface KnownCase {
  readonly events: readonly Effective[];
  readonly state: CaseState;
}

/** Undefined before the opening event is known, and for a matter of another kind. */
export function knownCase({ stream, events: recorded }: Matter): KnownCase | undefined {
  if (kindOf(stream) !== caseWork.kind) return undefined;
  const events = inEffect(recorded);
  return events.length === 0 ? undefined : { events, state: stateOf(caseWork, recorded) };
}

/** What the access policy compares: its clues' levels and exclusions are its own, too. */
export function accessOfCase(
  { clueIds, organ, level, officers, panel, subjects, recused, handedOver }: CaseState,
  around: Around,
): AccessRow {
  return {
    organPath: around.pathOf(organ),
    receiverPath: null,
    // A clue that is raised raises its case.
    level: highest([level, ...clueIds.flatMap((id) => clueIn(around, id)?.level ?? [])]),
    assigned: personList([...officers, ...panel]),
    // Its clue is asked, too: the case itself hears of a recusal only afterwards.
    excluded: personList([
      ...subjects,
      ...recused,
      ...clueIds.flatMap((id) => excludedFromClue(id, around)),
    ]),
    adjudicated: placeList(handedOver ? [around.pathOf(organ)] : []),
  };
}
