import { IsIn, IsOptional } from 'class-validator';
import { type RawBuilder, sql } from 'kysely';
import { and, equals, ofClues, visible } from './conditions.js';
import { type After, paged } from './paged.js';
import { OfClues } from './parameters.js';
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
    const rows = ({ after, limit }: { after: After; limit: number }) =>
      reading.installation.database.query
        .selectFrom('transfers as t')
        .innerJoin('clues as c', 'c.clue', 't.clue')
        .select(['t.clue', 't.ordinal', 't.fromOrgan', 't.toOrgan', 't.direction', 't.sentAt'])
        .select(['t.outcome', 't.answeredAt', 'c.organ as heldBy'])
        .where(and([visible(reading, 'list'), ofClues(reading, parameters)]))
        .where(equals('t.outcome', parameters.unsigned === 'true' ? 'waiting' : undefined))
        .where(behind(after))
        .orderBy('t.sentAt')
        .orderBy('t.clue')
        .orderBy('t.ordinal')
        .limit(limit)
        .execute();
    const { page: items, next } = await paged(
      reading,
      { name: 'transfers', parameters },
      { rows, place: ({ sentAt, clue, ordinal }) => [sentAt, clue, String(ordinal)] },
    );
    return { items, ...next };
  },
});

function behind(after: After): RawBuilder<boolean> {
  if (!after) return and([]);
  const [sentAt, clue, ordinal] = after;
  return sql<boolean>`(t.sent_at, t.clue, t.ordinal) > (${sentAt}, ${clue}, ${Number(ordinal)})`;
}
