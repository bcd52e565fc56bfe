import { sql } from 'kysely';
import { and, ofClues, visible } from './conditions.js';
import { type After, paged } from './paged.js';
import { OfClues } from './parameters.js';
import { readModel } from './read-model.js';

/** Where one person did both acts of a four-eyes pair; `of` = clues on which both acts stand. */
export const breachList = readModel({
  name: 'four-eyes-breaches',
  title: { en: 'Four-eyes breaches', zh: '双人复核缺失' },
  parameters: OfClues,
  async answer(reading, parameters) {
    const pairs = reading.installation.database.query
      .selectFrom('fourEyes as b')
      .innerJoin('clues as c', 'c.clue', 'b.clue')
      .where(and([visible(reading, 'list'), ofClues(reading, parameters)]));
    const counts = await pairs
      .select(sql<number>`count(distinct case when b.breached = 1 then b.clue end)`.as('total'))
      .select(sql<number>`count(distinct b.clue)`.as('of'))
      .executeTakeFirstOrThrow();
    const rows = ({ after, limit }: { after: After; limit: number }) =>
      pairs
        .select([
          'b.clue',
          'b.first',
          'b.second',
          'b.secondBy as person',
          'b.firstAt',
          'b.secondAt',
        ])
        .select(['b.imported'])
        .where('b.breached', '=', 1)
        .where(after ? sql<boolean>`(b.clue, b.first) > (${after[0]}, ${after[1]})` : and([]))
        .orderBy('b.clue')
        .orderBy('b.first')
        .limit(limit)
        .execute();
    const { page: items, next } = await paged(
      reading,
      { name: 'four-eyes-breaches', parameters },
      { rows, place: ({ clue, first }) => [clue, first] },
    );
    return { ...counts, items, ...next };
  },
});
