import { IsInt, Max, Min } from 'class-validator';
import { IsOrganId } from '@cluetrail/access';
import { transition } from '@cluetrail/workflow';
import type { Clue } from './state.js';

export class AssignNumber {
  @IsOrganId() organ!: string;
  @IsInt() @Min(1900) @Max(9999) year!: number;
  /** The place in the register of that organ and year. */
  @IsInt() @Min(1) ordinal!: number;
}

/** 编号: by the process `numbering` alone; for ever, also where the clue is void. */
export const numbered = {
  assignNumber: transition<Clue>()({
    title: { en: 'Assign a number', zh: '编号' },
    input: AssignNumber,
    event: 'NumberAssigned',
    says: { number: [] },
    blocked: ({ number }) => number !== undefined && 'has-number',
    data: (_, input) => ({ number: numberOf(input) }),
    evolve: (clue, _, { data }) => ({ ...clue, number: String(data.number) }),
  }),
};

/** `bijie-2021-0042` */
function numberOf({ organ, year, ordinal }: AssignNumber): string {
  return `${organ}-${year}-${String(ordinal).padStart(4, '0')}`;
}
