import type { Event } from '@cluetrail/event-sourcing';
import { doersOf, SYSTEM, type Circumstances, type Doer } from '@cluetrail/workflow';
import { joined } from './joined.js';

/**
 * What a process told of a clue follows its cause, and what goes on in another clue stands there, too: moved here alone,
 * the matter would count twice or not at all, and who signed or was barred would do so again, or no more.
 */
export function isTiedElsewhere({ type, actor }: Event): boolean {
  return GOES_ON.includes(type) || (actor.role === SYSTEM && !Object.hasOwn(OF_CASE, type));
}

/** Of what a clue was told of its case: who gave there what it may answer. */
export function behindInCase({ type, data }: Event, { known }: Circumstances): readonly Doer[] {
  if (!Object.hasOwn(OF_CASE, type)) return [];
  const file = known(`case-${String(data.caseId)}`);
  return file ? OF_CASE[type].flatMap((command) => doersOf(file, command)) : [];
}

const GOES_ON: readonly string[] = Object.values(joined)
  .filter((row) => 'goesOnElsewhere' in row && row.goesOnElsewhere)
  .map(({ event }) => event);

const OF_CASE: { readonly [type: string]: readonly string[] } = {
  AdjudicationBegun: ['acceptForAdjudication'],
  InvestigationResumed: ['returnForReinvestigation', 'returnForSupplement'],
  CaseDecided: ['decide'],
  InvestigationConcluded: ['concludeInvestigation', 'decide', 'executeDecision', 'withdrawCase'],
};
