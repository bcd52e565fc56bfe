import { noEarlier, type Event } from '@cluetrail/event-sourcing';
import {
  doersOf,
  SYSTEM,
  type Circumstances,
  type Doer,
  type Objection,
} from '@cluetrail/workflow';
import type { Moved } from '../correcting.js';
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

/** It is filed no later than its case is, and settled after what ended that. */
export function outsideItsCase(
  { target, happenedAt }: Pick<Moved, 'target' | 'happenedAt'>,
  { history, known }: Circumstances,
): Objection {
  // Settled and filed again, it has another case: what is moved is bound by the one that it had then.
  const filing = history().findLast(
    ({ type, version, data }) =>
      version <= target.version && FILING.includes(type) && data.caseId !== undefined,
  );
  const file = filing && known(`case-${String(filing.data.caseId)}`);
  if (!file) return false;
  const { fileCase, ...acts } = file.actsAt;
  const isLate = target.eventId === filing.eventId && fileCase && !noEarlier(fileCase, happenedAt);
  const isEarly =
    target.type === 'ClueSettled' &&
    OF_CASE.InvestigationConcluded.some((act) => acts[act] && !noEarlier(happenedAt, acts[act]));
  return (isLate || isEarly) && 'happened-before-previous';
}

const FILING = ['InvestigationStarted', 'ClueTakenOver'];

const GOES_ON: readonly string[] = Object.values(joined)
  .filter((row) => 'goesOnElsewhere' in row && row.goesOnElsewhere)
  .map(({ event }) => event);

const OF_CASE: { readonly [type: string]: readonly string[] } = {
  AdjudicationBegun: ['acceptForAdjudication'],
  InvestigationResumed: ['returnForReinvestigation', 'returnForSupplement'],
  CaseDecided: ['decide'],
  InvestigationConcluded: ['concludeInvestigation', 'decide', 'executeDecision', 'withdrawCase'],
};
