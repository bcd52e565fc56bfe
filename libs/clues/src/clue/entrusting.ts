import type { Circumstances, Objection } from '@cluetrail/workflow';
import type { ClueState } from './state.js';

/** A clue is entrusted to nobody whom it is about or who was recused from it, and to people of the organ that handles it alone. */
export function notToBeEntrusted(
  { subjects, recused, organ }: Pick<ClueState, 'subjects' | 'recused' | 'organ'>,
  people: readonly string[],
  { worksAt }: Circumstances,
): Objection {
  return (
    (people.some((one) => subjects.includes(one)) && 'officer-is-subject') ||
    (people.some((one) => recused.includes(one)) && 'officer-recused') ||
    (people.some((one) => !worksAt(one, organ)) && 'works-elsewhere')
  );
}

/** What says who handles a clue, without a state between: each comes after the ones before, or it would be lost. */
export const ENTRUSTING = [
  'assignOfficers',
  'replaceOfficer',
  'decideRecusal',
  'designate',
  'raise',
  'takeMerged',
] as const;
