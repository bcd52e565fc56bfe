import { sql } from 'kysely';
import { columnOf } from '@cluetrail/event-sourcing';
import { PROJECTIONS } from '@cluetrail/clues';
import type { Words } from '@cluetrail/workflow';
import { and, ofClues, visible } from './conditions.js';
import { narrowed } from './narrow.js';
import { type AskedPage, paged } from './paged.js';
import { PagedClues } from './parameters.js';
import { type ReadModel, readModel } from './read-model.js';

/** Clear text or rows of other rights: never served as they lie. */
const OWN_QUERY = new Set([
  'clues',
  'cases',
  'transfers',
  'search',
  'people',
  'organs',
  'four_eyes',
  'involved',
  'adjudications',
  'recusals',
  'interference',
  'extensions',
  'ping_pong',
  'kinships',
  'likenesses',
]);

/** What people call them; one that is not named here goes by its name. */
const TITLES: { readonly [name: string]: Words } = {
  late_entries: { en: 'Late entries', zh: '补录登记' },
};

/** A read model of clues without a query of its own is listed as it lies, joined with the rights on its clues. */
export function genericReadModels(): ReadModel<PagedClues>[] {
  return Object.values<Listed>(PROJECTIONS)
    .filter((one) => !OWN_QUERY.has(one.name) && 'clue' in one.columns && one.temporal !== true)
    .map((projection) => generic(projection));
}

/** What listing needs to know of a projection, whatever its rows. */
interface Listed {
  readonly name: string;
  readonly columns: object;
  readonly temporal?: boolean;
}

function generic({ name, columns }: Listed): ReadModel<PagedClues> {
  const path = name.replaceAll('_', '-');
  return readModel({
    name: path,
    title: TITLES[name] ?? { en: path, zh: path },
    parameters: PagedClues,
    async answer(reading, parameters) {
      const fields = Object.keys(columns).map(
        (field) => sql`r.${sql.ref(columnOf(field))} as ${sql.ref(field)}`,
      );
      const near = await narrowed(reading, { action: 'list', of: parameters });
      const may = and([
        ...(near ? [near('r.clue')] : []),
        visible(reading, 'list'),
        ofClues(reading, parameters),
      ]);
      const rows = async ({ after, limit }: AskedPage) => {
        const found = await sql<Readonly<Record<string, unknown>> & { placeId: number }>`
          select r._id as place_id, ${sql.join(fields)} from ${sql.table(name)} r
          cross join clues c where c.clue = r.clue and ${may} and r._id > ${Number(after?.[0] ?? 0)}
          order by r._id limit ${limit}`.execute(reading.installation.database.query);
        return found.rows;
      };
      const { page, next } = await paged(
        reading,
        { name: path, parameters },
        { rows, place: ({ placeId }) => [String(placeId)] },
      );
      return { items: page.map(({ placeId: _, ...row }) => row), ...next };
    },
  });
}
