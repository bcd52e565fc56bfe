import { IsBoolean, IsOptional } from 'class-validator';
import { IsPersonId } from '@cluetrail/access';
import { transition } from '@cluetrail/workflow';
import { tooFew } from '../clue/entrusting.js';
import type { Case } from './state.js';

/** What the process `investigation` tells the case when an officer of its clue is recused or replaced. */
export class ChangeCaseOfficers {
  @IsPersonId() leaving!: string;
  @IsOptional() @IsPersonId() joining?: string;
  @IsBoolean() recused!: boolean;
}

const row = transition<Case>();

export const officersChanged = {
  changeCaseOfficers: row({
    title: { en: 'Change the officers of the case', zh: '变更办案人员' },
    input: ChangeCaseOfficers,
    event: 'CaseOfficersChanged',
    // The clue knows nothing of people who were added here, nor of the panel: none of them comes to investigate. Nor does
    // anybody in the place of one who never did, but had another part in the clue.
    data: ({ subjects, judges, officers, vacated }, { joining, ...input }) => ({
      ...input,
      ...(joining !== undefined &&
        ![...subjects, ...judges].includes(joining) &&
        ([...officers, ...vacated].includes(input.leaving) || tooFew(officers)) && { joining }),
    }),
    evolve: (file, { leaving, joining, recused }) => ({
      ...file,
      officers: [
        ...file.officers.filter((one) => one !== leaving && one !== joining),
        ...(joining === undefined ? [] : [joining]),
      ],
      vacated:
        joining === undefined
          ? [...file.vacated, ...file.officers.filter((one) => one === leaving)]
          : file.vacated.filter((one) => one !== leaving),
      panel: file.panel.filter((one) => one !== leaving),
      former: [...new Set([...file.former, leaving])].filter((one) => one !== joining),
      recused: recused ? [...file.recused, leaving] : file.recused,
    }),
  }),
};
