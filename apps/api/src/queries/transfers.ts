import { IsIn, IsOptional } from 'class-validator';
import { sql } from 'kysely';
import { and, cursorOf, nextOf, ofClues, questionOf, visible } from './conditions.js';
import { limitOf, OfClues } from './parameters.js';
import { readModel } from './read-model.js';

export class TransferFilters extends OfClues {
  /** Only those not signed for. */
  @IsOptional() @IsIn(['true', 'false']) unsigned?: string;
}

/** Every hand-over: who holds the clue now, and what is not signed for. The sender is responsible until it is. */
export const transferList = readModel({
  name: 'transfers',
  title: { en: 'Transfers', zh: '移送' },
  parameters: TransferFilters,
  async answer(reading, parameters) {
    const question = questionOf('transfers', parameters);
    const after = cursorOf(reading, question, parameters.page);
    const limit = limitOf(parameters);
    const rows = await reading.installation.database.query
      .selectFrom('transfers as t')
      .innerJoin('clues as c', 'c.clue', 't.clue')
      .select([
        't.clue',
        't.ordinal',
        't.fromOrgan',
        't.toOrgan',
        't.direction',
        't.sentAt',
        't.outcome',
        't.answeredAt',
      ])
      .select(['c.organ as heldBy'])
      .where(and([visible(reading, 'list'), ofClues(reading, parameters)]))
      .where(parameters.unsigned === 'true' ? sql<boolean>`t.outcome = 'waiting'` : and([]))
      .where(
        after
          ? sql<boolean>`(t.sent_at, t.clue, t.ordinal) > (${after[0]}, ${after[1]}, ${Number(after[2])})`
          : and([]),
      )
      .orderBy('t.sentAt')
      .orderBy('t.clue')
      .orderBy('t.ordinal')
      .limit(limit + 1)
      .execute();
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const more = rows.length > limit && last;
    return {
      items,
      ...(more && {
        next: nextOf(reading, question, [last.sentAt, last.clue, String(last.ordinal)]),
      }),
    };
  },
});
