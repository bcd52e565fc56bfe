import { sql } from 'kysely';
import { asKnown } from '@cluetrail/stores';
import type { Condition } from './candidates.js';
import { filtering } from './conditions.js';
import { countable } from './counted.js';
import { type AskedAxes, axesOf, Temporal } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

/** How many clues were registered, open and overdue at T as known at K, and where they stood. */
export const totals = readModel({
  name: 'totals',
  title: { en: 'Totals', zh: '统计' },
  about: 'how many clues are registered, open and overdue, and in which phase and state',
  parameters: Temporal,
  async answer(reading, parameters) {
    const axes = axesOf(reading, parameters);
    const told = { registered: 0, open: 0, overdue: 0 };
    const byPhase: Counts = {};
    const byState: Counts = {};
    const overdueBy: Counts = {};
    for await (const which of countable(reading, parameters)) {
      for (const { state, phase, open, clues } of await statesOf(reading, axes, which)) {
        told.registered += clues;
        told.open += open * clues;
        add(byPhase, phase, clues);
        add(byState, state, clues);
      }
      for (const { code, clocks } of await overdueOf(reading, axes, which))
        if (code === null) told.overdue += clocks;
        else add(overdueBy, code, clocks);
    }
    const sorted = { byPhase, byState: inOrder(byState), overdueBy: inOrder(overdueBy) };
    return { ...told, ...axes, ...sorted };
  },
});

type Counts = Record<string, number>;

/** Cross joins: from the clues to their spells, never the other way round. */
async function statesOf({ installation }: Reading, axes: AskedAxes, which: Condition) {
  return installation.database.query
    .selectFrom('clues as c')
    .crossJoin('clueSpells as s')
    .whereRef('s.clue', '=', 'c.clue')
    .where(asKnown(axes, 's'))
    .where(which)
    .select(['s.state', 's.phase', 's.open'])
    .select(({ fn }) => fn.countAll<number>().as('clues'))
    .groupBy(['s.state', 's.phase', 's.open'])
    .execute();
}

/** Clocks by code; the row without a code counts the clues that have one at least. */
async function overdueOf({ installation }: Reading, axes: AskedAxes, which: Condition) {
  return installation.database.query
    .with('late', (db) =>
      db
        .selectFrom('clues as c')
        .crossJoin('obligationSpells as o')
        .whereRef('o.clue', '=', 'c.clue')
        .where(asKnown(axes, 'o'))
        .where(filtering(sql`o.state = 'open' and o.due < ${axes.asOf}`))
        .where(which)
        .select(['o.clue', sql<string | null>`o.code`.as('code')]),
    )
    .selectFrom('late')
    .select(['code', sql<number>`count(*)`.as('clocks')])
    .groupBy('code')
    .unionAll((db) =>
      db
        .selectFrom('late')
        .select([
          sql<string | null>`null`.as('code'),
          sql<number>`count(distinct clue)`.as('clocks'),
        ]),
    )
    .execute();
}

function add(counts: Counts, key: string, clues: number): void {
  counts[key] = (counts[key] ?? 0) + clues;
}

function inOrder(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
