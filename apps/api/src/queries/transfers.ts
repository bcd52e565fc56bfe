import { IsIn, IsOptional } from 'class-validator';
import { type RawBuilder, sql } from 'kysely';
import { and, equals, filtering, ofClues, visible } from './conditions.js';
import { type Near, narrowed } from './narrow.js';
import { type After, type AskedPage, paged } from './paged.js';
import { PagedClues, says } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

export class TransferFilters extends PagedClues {
  @IsOptional() @IsIn(['true', 'false']) @says('true: only those not signed for') unsigned?: string;
}

/** Every hand-over: who holds the clue now, and what is not signed for. The sender is responsible until it is. */
export const transferList = readModel({
  name: 'transfers',
  title: { en: 'Transfers', zh: '移送' },
  about: 'every hand-over, and whether it is signed for',
  parameters: TransferFilters,
  async answer(reading, parameters) {
    const near = await narrowed(reading, { action: 'list', of: parameters });
    const { page: items, next } = await paged(
      reading,
      { name: 'transfers', parameters },
      {
        rows: (asked) => transferRows(reading, { parameters, near, ...asked }).execute(),
        place: ({ sentAt, clue, ordinal }) => [sentAt, clue, String(ordinal)],
      },
    );
    return { items, ...next };
  },
});

export function transferRows(
  reading: Reading,
  { parameters, near, after, limit }: { parameters: TransferFilters; near?: Near } & AskedPage,
) {
  const unsigned = equals('t.outcome', parameters.unsigned === 'true' ? 'waiting' : undefined);
  return reading.installation.database.query
    .selectFrom('transfers as t')
    .innerJoin('clues as c', 'c.clue', 't.clue')
    .select(['t.clue', 't.ordinal', 't.fromOrgan', 't.toOrgan', 't.direction', 't.sentAt'])
    .select(['t.outcome', 't.answeredAt', 'c.organ as heldBy'])
    .where(near ? and([near('t.clue'), filtering(unsigned)]) : unsigned)
    .where(and([visible(reading, 'list'), ofClues(reading, parameters)]))
    .where(behind(after))
    .orderBy('t.sentAt')
    .orderBy('t.clue')
    .orderBy('t.ordinal')
    .limit(limit);
}

function behind(after: After): RawBuilder<boolean> {
  if (!after) return and([]);
  const [sentAt, clue, ordinal] = after;
  return sql<boolean>`(t.sent_at, t.clue, t.ordinal) > (${sentAt}, ${clue}, ${Number(ordinal)})`;
}
