import { sql } from 'kysely';
import { countable, keyed } from './counted.js';
import { paged } from './paged.js';
import { PagedClues } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

interface Signing {
  readonly signed: number;
  readonly days: number;
  readonly longest: number;
  readonly refused: number;
}

export const signTimes = readModel({
  name: 'sign-times',
  title: { en: 'Sign times', zh: '签收用时' },
  about:
    'pairs of organs: how many transfers one signed for that the other sent, after how many days',
  parameters: PagedClues,
  async answer(reading, parameters) {
    const { page, next } = await paged(
      reading,
      { name: 'sign-times', parameters },
      {
        rows: async (asked) => keyed(await signings(reading, parameters), asked),
        place: ([pair]) => [pair],
      },
    );
    const items = page.map(([pair, { signed, refused, days, longest }]) => {
      const [fromOrgan, toOrgan] = pair.split(' ');
      const averageDays = signed === 0 ? null : Math.round((days / signed) * 10) / 10;
      const longestDays = signed === 0 ? null : Math.round(longest * 10) / 10;
      return { fromOrgan, toOrgan, signed, refused, averageDays, longestDays };
    });
    return { items, ...next };
  },
});

async function signings(reading: Reading, parameters: PagedClues) {
  const pairs = new Map<string, Signing>();
  for await (const which of countable(reading, parameters)) {
    const rows = await reading.installation.database.query
      .selectFrom('clues as c')
      .crossJoin('transfers as t')
      .whereRef('t.clue', '=', 'c.clue')
      .where('t.answeredAt', 'is not', null)
      .where(which)
      .select(['t.fromOrgan', 't.toOrgan'])
      .select(sql<number>`sum(case when t.outcome = 'accepted' then 1 else 0 end)`.as('signed'))
      .select(sql<number>`sum(case when t.outcome = 'refused' then 1 else 0 end)`.as('refused'))
      .select(sql<number>`sum(case when t.outcome = 'accepted' then ${TOOK} else 0 end)`.as('days'))
      .select(
        sql<number>`max(case when t.outcome = 'accepted' then ${TOOK} else 0 end)`.as('longest'),
      )
      .groupBy(['t.fromOrgan', 't.toOrgan'])
      .execute();
    for (const { fromOrgan, toOrgan, ...more } of rows) {
      const pair = `${fromOrgan} ${toOrgan}`;
      pairs.set(pair, added(pairs.get(pair), more));
    }
  }
  return pairs;
}

/** Days, with fractions. */
const TOOK = sql<number>`(julianday(t.answered_at) - julianday(t.sent_at))`;

function added(before: Signing | undefined, more: Signing): Signing {
  if (!before) return more;
  return {
    signed: before.signed + more.signed,
    refused: before.refused + more.refused,
    days: before.days + more.days,
    longest: Math.max(before.longest, more.longest),
  };
}
