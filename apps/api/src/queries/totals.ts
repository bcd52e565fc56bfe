import { asKnown } from '@cluetrail/stores';
import { and, ofClues, visible } from './conditions.js';
import { axesOf, echoed, Temporal } from './parameters.js';
import { readModel } from './read-model.js';

/** How many clues were registered, open and overdue at T as known at K, and where they stood. */
export const totals = readModel({
  name: 'totals',
  title: { en: 'Totals', zh: '统计' },
  parameters: Temporal,
  async answer(reading, parameters) {
    const axes = axesOf(reading, parameters);
    const may = and([visible(reading, 'count'), ofClues(reading, parameters)]);
    const { query } = reading.installation.database;
    const states = await query
      .selectFrom('clueSpells as s')
      .innerJoin('clues as c', 'c.clue', 's.clue')
      .select(['s.state', 's.phase', 's.open'])
      .select(({ fn }) => fn.countAll<number>().as('clues'))
      .where(asKnown(axes, 's'))
      .where(may)
      .groupBy(['s.state', 's.phase', 's.open'])
      .execute();
    const overdue = query
      .selectFrom('obligationSpells as o')
      .innerJoin('clues as c', 'c.clue', 'o.clue')
      .where(asKnown(axes, 'o'))
      .where('o.state', '=', 'open')
      .where('o.due', '<', axes.asOf)
      .where(may);
    const { late } = await overdue
      .select(({ fn }) => fn.count<number>('o.clue').distinct().as('late'))
      .executeTakeFirstOrThrow();
    const codes = await overdue
      .select(['o.code'])
      .select(({ fn }) => fn.countAll<number>().as('clocks'))
      .groupBy('o.code')
      .orderBy('o.code')
      .execute();
    return {
      registered: sum(states),
      open: sum(states.filter(({ open }) => open === 1)),
      overdue: Number(late),
      ...echoed(reading, axes),
      byPhase: counted(states, ({ phase }) => phase),
      byState: counted(states, ({ state }) => state),
      overdueBy: Object.fromEntries(codes.map(({ code, clocks }) => [code, Number(clocks)])),
    };
  },
});

function sum(rows: readonly { readonly clues: number }[]): number {
  return rows.reduce((total, { clues }) => total + Number(clues), 0);
}

function counted<R extends { readonly clues: number }>(
  rows: readonly R[],
  by: (row: R) => string,
): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const row of rows) totals[by(row)] = (totals[by(row)] ?? 0) + Number(row.clues);
  return totals;
}
