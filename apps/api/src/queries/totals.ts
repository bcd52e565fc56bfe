import { type Expression, sql } from 'kysely';
import { asKnown } from '@cluetrail/stores';
import type { Condition } from './candidates.js';
import { filtering } from './conditions.js';
import { countable, countableReports } from './counted.js';
import { type AskedAxes, axesOf, Temporal } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

/** How many clues were registered, open and overdue at T as known at K, and where they stood; with what reports owed. */
export const totals = readModel({
  name: 'totals',
  title: { en: 'Totals', zh: '统计' },
  about:
    'how many clues are registered, open and overdue (reports that are overdue with them), and in which phase and state',
  parameters: Temporal,
  async answer(reading, parameters) {
    const axes = axesOf(reading, parameters);
    const told = { registered: 0, open: 0, overdue: 0 };
    const byPhase: Counts = {};
    const byState: Counts = {};
    const overdueBy: Counts = {};
    const addLate = (late: Awaited<ReturnType<typeof overdueOf>>) => {
      for (const { code, count } of late)
        if (code === null) told.overdue += count;
        else add(overdueBy, code, count);
    };
    for await (const which of countable(reading, parameters)) {
      for (const { state, phase, open, clues } of await statesOf(reading, axes, which)) {
        told.registered += clues;
        told.open += open * clues;
        add(byPhase, phase, clues);
        add(byState, state, clues);
      }
      addLate(await overdueOf(reading, lateOfClues(reading, axes, which)));
    }
    for await (const which of countableReports(reading, parameters))
      addLate(await overdueOf(reading, lateOfReports(reading, axes, which)));
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

interface Late {
  readonly id: string;
  readonly code: string | null;
}

/** Clocks by code; the row without a code counts what has one at least. */
async function overdueOf({ installation }: Reading, late: Expression<Late>) {
  return installation.database.query
    .with('late', () => late)
    .selectFrom('late')
    .select(['code', sql<number>`count(*)`.as('count')])
    .groupBy('code')
    .unionAll((db) =>
      db
        .selectFrom('late')
        .select([sql<string | null>`null`.as('code'), sql<number>`count(distinct id)`.as('count')]),
    )
    .execute();
}

/** Without what reports owe, which is owed once, of however many clues they were part. */
function lateOfClues(
  { installation }: Reading,
  axes: AskedAxes,
  which: Condition,
): Expression<Late> {
  return installation.database.query
    .selectFrom('clues as c')
    .crossJoin('obligationSpells as o')
    .whereRef('o.clue', '=', 'c.clue')
    .where(asKnown(axes, 'o'))
    .where(filtering(sql`${isLate(axes)} and o.watch <> 'report'`))
    .where(which)
    .select(['o.clue as id', sql<string | null>`o.code`.as('code')]);
}

function lateOfReports(
  { installation }: Reading,
  axes: AskedAxes,
  which: Condition,
): Expression<Late> {
  return installation.database.query
    .selectFrom('reports as r')
    .crossJoin('reportObligationSpells as o')
    .whereRef('o.report', '=', 'r.report')
    .where(asKnown(axes, 'o'))
    .where(filtering(isLate(axes)))
    .where(which)
    .select(['o.report as id', sql<string | null>`o.code`.as('code')]);
}

function isLate({ asOf }: AskedAxes): Condition {
  return sql<boolean>`(o.state = 'open' and o.due < ${asOf})`;
}

function add(counts: Counts, key: string, clues: number): void {
  counts[key] = (counts[key] ?? 0) + clues;
}

function inOrder(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
