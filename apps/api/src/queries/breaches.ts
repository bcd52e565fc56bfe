import { sql } from 'kysely';
import { and, ofClues, visible } from './conditions.js';
import { narrowed } from './narrow.js';
import { paged } from './paged.js';
import { PagedClues } from './parameters.js';
import { readModel } from './read-model.js';

/** Where one person did both acts of a four-eyes pair; `of` = clues on which both acts stand. */
export const breachList = readModel({
  name: 'four-eyes-breaches',
  title: { en: 'Four-eyes breaches', zh: '双人复核缺失' },
  about: 'where one person did both acts of a pair',
  parameters: PagedClues,
  async answer(reading, parameters) {
    const near = await narrowed(reading, { action: 'list', of: parameters });
    const pairs = reading.installation.database.query
      .selectFrom('fourEyes as b')
      .crossJoin('clues as c')
      .whereRef('c.clue', '=', 'b.clue')
      .where(near ? near('b.clue') : and([]))
      .where(and([visible(reading, 'list'), ofClues(reading, parameters)]));
    const counts = await pairs
      .select(sql<number>`count(distinct case when b.breached = 1 then b.clue end)`.as('total'))
      .select(sql<number>`count(distinct b.clue)`.as('of'))
      .executeTakeFirstOrThrow();
    const { page: items, next } = await paged(
      reading,
      { name: 'four-eyes-breaches', parameters },
      {
        rows: ({ after, limit }) =>
          pairs
            .select(['b.clue', 'b.first', 'b.second', 'b.secondBy as person'])
            .select(['b.firstAt', 'b.secondAt', 'b.imported', 'c.organ', 'c.procedure'])
            .where('b.breached', '=', 1)
            .where(
              after
                ? sql<boolean>`(b.second_at, b.clue, b.first, b.second) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})`
                : and([]),
            )
            .orderBy('b.secondAt')
            .orderBy('b.clue')
            .orderBy('b.first')
            .orderBy('b.second')
            .limit(limit)
            .execute(),
        place: ({ secondAt, clue, first, second }) => [secondAt, clue, first, second],
      },
    );
    return { ...counts, items, ...next };
  },
});
