import { type RawBuilder, sql } from 'kysely';
import { WORKFLOWS } from '@cluetrail/clues';
import { isEnded, NONE } from '@cluetrail/workflow';
import type { Asked } from './asked-steps.js';
import { type Candidates, inState } from './candidates.js';
import { filtering } from './conditions.js';

const PLACES = ['responsible', 'receiver', 'by-rank'] as const;
const TABLES = {
  clue: { table: sql`clues`, id: sql`clue` },
  case: { table: sql`cases`, id: sql`case_id` },
} as const;

/** Those that stand where one of these steps may be waited for, with the office for it at one of these organs: by index. */
export function atPlaces(
  kind: keyof typeof TABLES,
  asked: readonly Asked[],
  paths: readonly string[],
): Candidates[] {
  if (paths.length === 0) return [];
  return PLACES.flatMap((place) => {
    const states = asked.filter(({ at }) => at === place).flatMap(({ from }) => from);
    const open = [...new Set(states)].filter(
      (state) => state !== NONE && !isEnded(WORKFLOWS[kind], state),
    );
    return open.length === 0 ? [] : inStates(kind, { place, states: open, paths });
  });
}

interface Placed {
  readonly place: (typeof PLACES)[number];
  readonly states: readonly string[];
  readonly paths: readonly string[];
}

function inStates(kind: keyof typeof TABLES, { place, states, paths }: Placed): Candidates[] {
  const { table, id } = TABLES[kind];
  const at = (column: RawBuilder<unknown>) =>
    paths.length === 1 ? sql`${column} = ${paths[0]}` : sql`${column} in (${literals(paths)})`;
  // Few wait for a receiver, or for another organ that decides: by place alone.
  const few = (column: RawBuilder<unknown>): Candidates =>
    sql`select ${id} from ${table} where ${at(column)} and ${filtering(inState(states))}`;
  const here: Candidates = sql`select ${id} from ${table} where ${at(sql`organ_path`)} and ${inState(states)}`;
  switch (place) {
    case 'receiver':
      return [few(sql`receiver_path`)];
    case 'by-rank':
      return [few(sql`decider_path`), sql`${here} and decider_path is null`];
    default:
      return [here];
  }
}

/** Ids or paths in the text itself: of organs and people there may be more than a statement takes parameters. */
export function literals(ids: readonly string[]): RawBuilder<unknown> {
  return sql.join(ids.map((id) => sql.lit(id)));
}
