import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, Matches } from 'class-validator';
import { IsPersonId } from '@cluetrail/access';
import { transition } from '@cluetrail/workflow';
import { countedAmong, oneOf } from './entrusting.js';
import { notByProposer } from './proposer.js';
import type { Clue } from './state.js';
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
    unless: ({ subjects, recused, organ }, { participants: people }, circumstances) => {
      const { worksAt, above } = circumstances;
      // What is decided by rank is decided above: whoever acts there takes part, too.
      const organs = [organ, ...above(organ)];
      const strangers = people.filter((one) => !organs.some((at) => worksAt(one, at)));
      const counted = (those: readonly string[]) => countedAmong(people, those, circumstances);
      return (
        oneOf('officer-is-subject', { people, among: counted(subjects) }) ||
        oneOf('officer-recused', { people, among: counted(recused) }) ||
        oneOf('acts-nowhere-here', { people, among: strangers })
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

/** True where this way of disposal was approved. */
export function approvedWay({ disposal }: Clue, way: string): boolean {
  return disposal?.approved === true && disposal.way === way;
}
