import { IsIn, IsOptional } from 'class-validator';
import { sql } from 'kysely';
import { PROJECTIONS } from '@cluetrail/clues';
import { and, equals } from './conditions.js';
import { readModel } from './read-model.js';
import { listed } from './register.js';
import { IsPerson, IsYesNo, OfNow } from './register-parameters.js';

export class RecusalFilters extends OfNow {
  @IsOptional() @IsIn(['asked', 'granted', 'refused', 'lapsed']) outcome?: string;
  /** Whose recusal was asked for. */
  @IsPerson() of?: string;
  /** `true` = a ground was named that is not refused, and he works on it all the same. */
  @IsYesNo() stillAssigned?: string;
}

export const recusalList = readModel({
  name: 'recusals',
  title: { en: 'Recusals', zh: '回避' },
  about: 'recusals asked for, with ground and decision, and whether the officer still works on it',
  parameters: RecusalFilters,
  async answer(reading, parameters) {
    const { outcome, of, stillAssigned } = parameters;
    const works = sql<boolean>`(r.assigned = 1 and r.outcome <> 'refused')`;
    const { page, next } = await listed(reading, {
      name: 'recusals',
      register: PROJECTIONS.recusals,
      parameters,
      order: ['askedAt', 'clue', 'ordinal'],
      which: () =>
        and([
          equals('r.outcome', outcome),
          equals('r.officer', of),
          stillAssigned === undefined
            ? and([])
            : stillAssigned === 'true'
              ? works
              : sql<boolean>`not ${works}`,
        ]),
    });
    const items = page.map(({ row: { ordinal: _, open: __, assigned, ...row }, organ, state }) => ({
      ...row,
      stillAssigned: assigned === 1 && row.outcome !== 'refused',
      organ,
      state,
    }));
    return { items, ...next };
  },
});
