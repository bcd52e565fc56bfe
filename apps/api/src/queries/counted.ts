import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Condition } from './candidates.js';
import { and, ofClues, visible, visibleReport } from './conditions.js';
import { narrowed } from './narrow.js';
import type { AskedPage } from './paged.js';
import type { OfClues } from './parameters.js';
import type { Reading } from './read-model.js';
import { ofReports } from './report-rows.js';

const SLICE = 20_000;

/**
 * The clues that the person may count, on the row `c`: the few in question, or all of them slice by slice, so that
 * others are answered in between.
 */
export async function* countable(
  reading: Reading,
  parameters: OfClues,
): AsyncGenerator<Condition, void> {
  const near = await narrowed(reading, { action: 'count', of: parameters });
  const of = (part: Condition) =>
    and([part, visible(reading, 'count'), ofClues(reading, parameters)]);
  if (near) return yield of(near('c.clue'));
  for await (const slice of slices(reading, { table: 'clues', row: 'c' })) yield of(slice);
}

/** The same of reports, on the row `r`; none where an officer is asked for: they have none. */
export async function* countableReports(
  reading: Reading,
  parameters: OfClues,
): AsyncGenerator<Condition, void> {
  if (parameters.officer !== undefined) return;
  const mine = and([visibleReport(reading, 'count'), ofReports(reading, parameters)]);
  for await (const slice of slices(reading, { table: 'reports', row: 'r' }))
    yield and([slice, mine]);
}

async function* slices(
  { installation }: Reading,
  { table, row }: { readonly table: 'clues' | 'reports'; readonly row: string },
): AsyncGenerator<Condition, void> {
  const { last } = await installation.database.query
    .selectFrom(table)
    .select(sql<number | null>`max(_id)`.as('last'))
    .executeTakeFirstOrThrow();
  const id = sql.ref(`${row}._id`);
  for (let from = 0; from < (last ?? 0); from += SLICE) {
    yield sql<boolean>`(${id} > ${from} and ${id} <= ${from + SLICE})`;
    await setImmediate();
  }
}

/** A page of what was counted, by its key: it is counted anew for each, at the moment of the first. */
export function keyed<T>(counted: ReadonlyMap<string, T>, { after, limit }: AskedPage) {
  const [last = ''] = after ?? [];
  const left = [...counted].filter(([key]) => key > last);
  return left.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, limit);
}
