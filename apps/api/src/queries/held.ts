import { sql } from 'kysely';
import { PROJECTIONS } from '@cluetrail/clues';
import { and, peopleIn } from './conditions.js';
import { readModel } from './read-model.js';
import { listed } from './register.js';
import { IsYesNo, OfMoment } from './register-parameters.js';

export class HeldFilters extends OfMoment {
  /** `true` = the day of its review has passed. */
  @IsYesNo() pastReview?: string;
}

export const held = readModel({
  name: 'held',
  title: { en: 'Held clues', zh: '暂存待查' },
  about: 'clues held for later, by the day on which they are to be looked at again',
  parameters: HeldFilters,
  async answer(reading, parameters) {
    const { pastReview } = parameters;
    const { page, next, axes } = await listed(reading, {
      name: 'held',
      register: PROJECTIONS.holds,
      parameters,
      order: ['reviewBy', 'clue'],
      which: ({ asOf }) =>
        pastReview === undefined
          ? and([])
          : pastReview === 'true'
            ? sql<boolean>`r.review_by < ${asOf}`
            : sql<boolean>`r.review_by >= ${asOf}`,
    });
    const items = page.map(({ row: { reviewBy, ...row }, organ, assigned }) => ({
      ...row,
      pastReview: String(reviewBy) < axes.asOf,
      organ,
      officers: peopleIn(assigned),
    }));
    return { items, ...next, ...axes };
  },
});
