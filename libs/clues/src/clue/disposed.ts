import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, Matches } from 'class-validator';
import { IsPersonId, ROLES } from '@cluetrail/access';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { countedAmong, countingAsOne, oneOf } from './entrusting.js';
import { notByProposer } from './proposer.js';
import type { Clue, ClueState } from './state.js';
import { NoInput } from './transferred.js';

export class Deliberate {
  @IsPersonId({ each: true })
  @ArrayUnique()
  @ArrayMinSize(3)
  @ArrayMaxSize(50)
  participants!: string[];
  /** SHA-256 of the minutes, 64 hex digits. */
  @IsOptional() @Matches(/^[0-9a-f]{64}$/) minutes?: string;
}

const row = transition<Clue>();

/** 处置意见: beside proposing and approving it. */
export const disposed = {
  deliberate: row({
    title: { en: 'Record the collective deliberation', zh: '集体研究' },
    input: Deliberate,
    event: 'CollectivelyDeliberated',
    together: () => [['proposeDisposal', 'takeOver']],
    after: ['proposeDisposal'],
    blocked: ({ disposal }) =>
      (!disposal && 'nothing-proposed') || (disposal?.approved && 'already-approved'),
    unless: ({ subjects, recused, ...clue }, { participants: people }, circumstances) => {
      const counted = (those: readonly string[]) => countedAmong(people, those, circumstances);
      return (
        oneOf('officer-is-subject', { people, among: counted(subjects) }) ||
        oneOf('officer-recused', { people, among: counted(recused) }) ||
        countingAsOne(people, 3, circumstances) ||
        noDeliberator(clue, people, circumstances)
      );
    },
    evolve: (clue) => clue,
  }),
  returnDisposal: row({
    title: { en: 'Return the disposal', zh: '退回处置意见' },
    input: NoInput,
    event: 'DisposalReturned',
    together: () => [['proposeDisposal', 'takeOver']],
    after: ['proposeDisposal'],
    blocked: (clue, { who }) =>
      (!clue.disposal && 'nothing-proposed') ||
      (clue.disposal?.approved && 'already-approved') ||
      notByProposer(clue, who),
    evolve: ({ disposal: _, ...clue }) => clue,
  }),
};

/** Who looks at what others decide, counts it or keeps the machine does not decide with them. */
const DECIDING_NOTHING: readonly string[] = ['auditor', 'statistician', 'sysadmin'];
const DELIBERATING = ROLES.filter((role) => !DECIDING_NOTHING.includes(role));

/** Whoever takes part may read what it is about, in an office in which he may take part. */
function noDeliberator(
  { organ, level }: Pick<ClueState, 'organ' | 'level'>,
  people: readonly string[],
  { worksAt, isCleared, holdsOffice, above }: Circumstances,
): Objection {
  // What is decided by rank is decided above: whoever acts there takes part, too.
  const organs = [organ, ...above(organ)];
  const without = (of: (one: string, organId: string) => boolean) =>
    people.find((one) => !organs.some((organId) => of(one, organId)));
  const stranger = without(worksAt);
  if (stranger !== undefined) return { code: 'acts-nowhere-here', detail: { found: stranger } };
  const uncleared = without((one, organId) => isCleared(one, { organId, level }));
  if (uncleared !== undefined)
    return { code: 'not-cleared', detail: { found: uncleared, expected: level } };
  const found = without((one, organId) =>
    holdsOffice(one, { roles: DELIBERATING, organId, level }),
  );
  return found !== undefined && { code: 'no-deliberator', detail: { found, organ } };
}

/** True where this way of disposal was approved. */
export function approvedWay({ disposal }: Clue, way: string): boolean {
  return disposal?.approved === true && disposal.way === way;
}
