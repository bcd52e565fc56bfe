import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, Matches } from 'class-validator';
import { IsPersonId, readsContent, ROLES } from '@cluetrail/access';
import { organsFor, transition, type Circumstances, type Objection } from '@cluetrail/workflow';
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
    // What came in later was not weighed.
    after: ['proposeDisposal', 'takeMerged'],
    blocked: ({ disposal }) =>
      (!disposal && 'nothing-proposed') || (disposal?.approved && 'already-approved'),
    unless: (clue, { participants: people }, circumstances) => {
      const { subjects, recused } = clue;
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

/** In these offices one reads the clues of the house: whoever sees no more than a header cannot weigh one. */
const DELIBERATING = ROLES.filter(readsContent);

/** Whoever takes part is of the organ where it is or of that which decides on it, and may read it: its officers, too. */
function noDeliberator(
  clue: ClueState,
  people: readonly string[],
  circumstances: Circumstances,
): Objection {
  const { organ, level, officers, team } = clue;
  const { worksAt, isCleared, holdsOffice } = circumstances;
  const organs = [...new Set([organ, ...deciding(clue, circumstances)])];
  const without = (of: (one: string, organId: string) => boolean) =>
    people.find((one) => !organs.some((organId) => of(one, organId)));
  const stranger = without(worksAt);
  if (stranger !== undefined)
    return { code: 'deliberates-elsewhere', detail: { found: stranger, expected: organs } };
  const uncleared = without((one, organId) => isCleared(one, { organId, level }));
  if (uncleared !== undefined)
    return { code: 'not-cleared', detail: { found: uncleared, expected: level } };
  const found = without(
    (one, organId) =>
      [...officers, ...team].includes(one) ||
      holdsOffice(one, { roles: DELIBERATING, organId, level }),
  );
  return found !== undefined && { code: 'no-deliberator', detail: { found, organ } };
}

/** Where the way is approved, be it elsewhere by rank. */
function deciding(clue: ClueState, circumstances: Circumstances): readonly string[] {
  const { published, procedure, rolesFor } = circumstances;
  const { workflows, ranks } = published(procedure) ?? {};
  if (workflows?.clue.approveDisposal.at !== 'by-rank') return [];
  const edge = { at: 'by-rank', by: rolesFor('approveDisposal') } as const;
  return organsFor(edge, clue, { ...circumstances, ranks }) ?? [];
}

/** True where this way of disposal was approved. */
export function approvedWay({ disposal }: Clue, way: string): boolean {
  return disposal?.approved === true && disposal.way === way;
}
