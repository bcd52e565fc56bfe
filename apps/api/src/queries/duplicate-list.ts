import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { type RawBuilder, sql } from 'kysely';
import { visibleSql } from '@cluetrail/access';
import { and, equals, filtering, ofClues, visible } from './conditions.js';
import { type Near, narrowed } from './narrow.js';
import { type AskedPage, paged } from './paged.js';
import { PagedClues } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

const RELATIONS = [
  ...['split', 'merged', 'duplicate'],
  ...['same-subject', 'same-matter', 'supplement'],
] as const;

export class DuplicateFilters extends PagedClues {
  /** The whole tree of this clue's matter, on one page. */
  @IsOptional() @IsUUID() clue?: string;
  @IsOptional() @IsIn(RELATIONS) relation?: string;
}

/** A tree larger than this is no matter any more; what is read of it is told. */
const MOST = 1000;

export const duplicateList = readModel({
  name: 'duplicates',
  title: { en: 'Duplicates, mergers, splits and links', zh: '重复、并案、拆分与关联' },
  about:
    'which clues were split, merged, marked as duplicates or linked; `clue` tells the whole tree',
  parameters: DuplicateFilters,
  async answer(reading, parameters) {
    const { clue } = parameters;
    if (clue !== undefined) return { items: await treeOf(reading, clue, parameters) };
    const near = await narrowed(reading, { action: 'list', of: parameters });
    const { page: items, next } = await paged(
      reading,
      { name: 'duplicates', parameters },
      {
        rows: (asked) => kinshipRows(reading, { parameters, near, ...asked }).execute(),
        place: ({ since, clue: one, other }) => [since, one, other],
      },
    );
    return { items, ...next };
  },
});

/** What joins two clues is seen by who may see both. */
function joined(reading: Reading) {
  const other = filtering(visibleSql(reading.subject, 'list', 'd'));
  return reading.installation.database.query
    .selectFrom('kinships as r')
    .crossJoin('clues as c')
    .crossJoin('clues as d')
    .whereRef('c.clue', '=', 'r.clue')
    .whereRef('d.clue', '=', 'r.other')
    .where(and([visible(reading, 'list'), other]))
    .select(['r.clue', 'r.relation', 'r.other', 'r.since'])
    .select(['c.state', 'c.organ', 'd.state as otherState', 'd.organ as otherOrgan']);
}

/** The latest first. */
export function kinshipRows(
  reading: Reading,
  { parameters, near, after, limit }: { parameters: DuplicateFilters; near?: Near } & AskedPage,
) {
  return joined(reading)
    .where(near ? near('r.clue') : and([]))
    .where(and([ofClues(reading, parameters), equals('r.relation', parameters.relation)]))
    .where(
      after
        ? sql<boolean>`(r.since, r.clue, r.other) < (${after[0]}, ${after[1]}, ${after[2]})`
        : and([]),
    )
    .orderBy('r.since', 'desc')
    .orderBy('r.clue', 'desc')
    .orderBy('r.other', 'desc')
    .limit(limit);
}

/** From the clue on in both directions, as far as the person may see, in the order in which it came about. */
async function treeOf(reading: Reading, clue: string, { relation }: DuplicateFilters) {
  const found = new Map<string, Awaited<ReturnType<typeof edgesOf>>[number]>();
  const seen = new Set<string>();
  for (let next = [clue]; next.length > 0 && found.size < MOST;) {
    next.forEach((one) => seen.add(one));
    const edges = await edgesOf(reading, next, relation);
    for (const edge of edges) found.set(`${edge.clue} ${edge.other} ${edge.relation}`, edge);
    next = [...new Set(edges.flatMap((edge) => [edge.clue, edge.other]))].filter(
      (one) => !seen.has(one),
    );
  }
  return [...found.values()].sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
}

async function edgesOf(reading: Reading, clues: readonly string[], relation: string | undefined) {
  const here = (column: string): RawBuilder<boolean> =>
    sql<boolean>`${sql.ref(column)} in (${sql.join([...clues])})`;
  const of = (column: string) =>
    joined(reading)
      .where(and([here(column), equals('r.relation', relation)]))
      .execute();
  return [...(await of('r.clue')), ...(await of('r.other'))];
}
