import { IsIn, IsOptional } from 'class-validator';
import { sql } from 'kysely';
import { asKnown } from '@cluetrail/stores';
import type { Condition } from './candidates.js';
import { filtering } from './conditions.js';
import { countable, keyed } from './counted.js';
import { paged } from './paged.js';
import { type AskedAxes, IsCursor, IsLimit, Temporal } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

export class WorkloadBy extends Temporal {
  /** officer where none is given; unit = the organ that was responsible */
  @IsOptional() @IsIn(['officer', 'unit']) by?: 'officer' | 'unit';
  @IsCursor() page?: string;
  @IsLimit() limit?: string;
}

/** Of open clues; `age` by days since they were discovered. */
interface Load {
  open: number;
  overdue: number;
  readonly byState: Record<string, number>;
  readonly byAge: { upTo30: number; upTo90: number; over90: number };
}

export const workload = readModel({
  name: 'workload',
  title: { en: 'Workload', zh: '工作量' },
  about:
    'open clues per officer or unit: by state, by age since discovery, and how many are overdue',
  parameters: WorkloadBy,
  async answer(reading, parameters) {
    const { by = 'officer' } = parameters;
    const { page, next, axes } = await paged(
      reading,
      { name: 'workload', parameters },
      {
        rows: async (asked) => keyed(await loads(reading, parameters, asked.axes), asked),
        place: ([key]) => [key],
      },
    );
    return { items: page.map(([key, load]) => ({ [by]: key, ...load })), ...next, ...axes };
  },
});

async function loads(reading: Reading, parameters: WorkloadBy, axes: AskedAxes) {
  const found = new Map<string, Load>();
  const ofWhom = parameters.by === 'unit' ? byUnit : byOfficer;
  for await (const which of countable(reading, parameters))
    for (const { key, state, age, clues, overdue } of await ofWhom(reading, axes, which)) {
      const load = found.get(key) ?? nothing();
      found.set(key, load);
      load.open += clues;
      load.overdue += overdue;
      load.byState[state] = (load.byState[state] ?? 0) + clues;
      load.byAge[age] += clues;
    }
  for (const [key, load] of found) found.set(key, { ...load, byState: sorted(load.byState) });
  return found;
}

function nothing(): Load {
  return { open: 0, overdue: 0, byState: {}, byAge: { upTo30: 0, upTo90: 0, over90: 0 } };
}

function byUnit(reading: Reading, axes: AskedAxes, which: Condition) {
  return openClues(reading, axes, which)
    .select('s.organ as key')
    .groupBy(['s.organ', 's.state', 'age'])
    .execute();
}

function byOfficer(reading: Reading, axes: AskedAxes, which: Condition) {
  return openClues(reading, axes, which)
    .crossJoin('assignments as a')
    .whereRef('a.clue', '=', 'c.clue')
    .where(asKnown(axes, 'a'))
    .select('a.officer as key')
    .groupBy(['a.officer', 's.state', 'age'])
    .execute();
}

/** Cross joins: from the clues to what held of them at (T, K). */
function openClues({ installation }: Reading, axes: AskedAxes, which: Condition) {
  return installation.database.query
    .selectFrom('clues as c')
    .crossJoin('clueSpells as s')
    .whereRef('s.clue', '=', 'c.clue')
    .where(asKnown(axes, 's'))
    .where(filtering(sql`s.open = 1`))
    .where(which)
    .select(['s.state', ageAt(axes).as('age')])
    .select(sql<number>`count(*)`.as('clues'))
    .select(sql<number>`sum(case when ${isOverdue(axes)} then 1 else 0 end)`.as('overdue'));
}

/** Since it was discovered, as was known at K. */
function ageAt({ asOf, knownAt }: AskedAxes) {
  const ago = (days: number) => new Date(Date.parse(asOf) - days * 86_400_000).toISOString();
  const discovered = sql`(select min(b.happened_from) from clue_spells b where b.clue = c.clue
    and b.known_from <= ${knownAt} and ${knownAt} < b.known_to)`;
  return sql<keyof Load['byAge']>`case when ${discovered} >= ${ago(30)} then 'upTo30'
    when ${discovered} >= ${ago(90)} then 'upTo90' else 'over90' end`;
}

/** A clock of its own: what a report owes is told of the report. */
function isOverdue(axes: AskedAxes) {
  return sql<boolean>`exists (select 1 from obligation_spells o where o.clue = c.clue
    and ${asKnown(axes, 'o')} and ${filtering(sql`o.state = 'open' and o.due < ${axes.asOf} and o.watch <> 'report'`)})`;
}

function sorted(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
