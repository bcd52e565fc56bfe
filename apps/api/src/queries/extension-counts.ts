import { IsIn, IsOptional } from 'class-validator';
import { sql } from 'kysely';
import { countable, keyed } from './counted.js';
import { outcomeAt } from './extension-list.js';
import { paged } from './paged.js';
import { PagedClues } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

const BY = { officer: 'asked_by', unit: 'unit', approver: 'approver' } as const;

export class ExtensionsBy extends PagedClues {
  /** officer = who asked, and where none is given · unit = responsible then · approver = who answered */
  @IsOptional() @IsIn(Object.keys(BY)) by?: keyof typeof BY;
}

type Counts = { readonly [outcome: string]: number };
const NONE: Counts = { asked: 0, granted: 0, refused: 0, lapsed: 0, second: 0 };

export const extensionCounts = readModel({
  name: 'extension-counts',
  title: { en: 'Extensions counted', zh: '延期统计' },
  about: 'how many extensions were asked for and what came of them, per officer, unit or approver',
  parameters: ExtensionsBy,
  async answer(reading, parameters) {
    const { by = 'officer' } = parameters;
    const { page, next } = await paged(
      reading,
      { name: 'extension-counts', parameters },
      {
        rows: async (asked) => keyed(await counts(reading, parameters), asked),
        place: ([key]) => [key],
      },
    );
    return { items: page.map(([key, all]) => ({ [by]: key, ...all })), ...next };
  },
});

/** asked = still waits; second = granted as the second one of its clock, or a later one. */
async function counts(reading: Reading, parameters: ExtensionsBy) {
  const found = new Map<string, Counts>();
  const key = sql<string | null>`${sql.ref(`r.${BY[parameters.by ?? 'officer']}`)}`;
  for await (const which of countable(reading, parameters)) {
    const rows = await reading.installation.database.query
      .selectFrom('clues as c')
      .crossJoin('extensions as r')
      .whereRef('r.clue', '=', 'c.clue')
      .where(which)
      .where(sql<boolean>`${key} is not null`)
      .select([key.as('key'), outcomeAt(reading.now).as('outcome')])
      .select(sql<number>`count(*)`.as('requests'))
      .select(
        sql<number>`sum(case when r.outcome = 'granted' and r.ordinal > 1 then 1 else 0 end)`.as(
          'second',
        ),
      )
      .groupBy([sql`1`, sql`2`])
      .execute();
    for (const { key: one, outcome, requests, second } of rows) {
      const before = found.get(one ?? '') ?? NONE;
      const here = { [outcome]: before[outcome] + requests, second: before.second + second };
      found.set(one ?? '', { ...before, ...here });
    }
  }
  return found;
}
