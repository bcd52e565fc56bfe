import { type RawBuilder, sql } from 'kysely';
import { WORKFLOWS } from '@cluetrail/clues';
import { isEnded, NONE } from '@cluetrail/workflow';
import type { Asked } from './asked-steps.js';
import { type Candidates, inState } from './candidates.js';
import { filtering } from './conditions.js';

const PLACES = ['responsible', 'receiver', 'by-rank', 'common-superior'] as const;
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
    const states = statesAt(kind, asked, place);
    return states.length === 0 ? [] : inStates(kind, { place, states, paths });
  });
}

/** Those on which one of these organs decides, by rank or in a dispute, that is not theirs. */
export function decidedBy(
  kind: keyof typeof TABLES,
  asked: readonly Asked[],
  paths: readonly string[],
): Candidates[] {
  if (paths.length === 0) return [];
  const byRank = statesAt(kind, asked, 'by-rank');
  const disputed = statesAt(kind, asked, 'common-superior');
  return [
    ...(byRank.length > 0 ? [few(kind, sql`decider_path`, { states: byRank, paths })] : []),
    ...(disputed.length > 0 ? [few(kind, sql`superior_path`, { states: disputed, paths })] : []),
  ];
}

/** In which they wait there. */
function statesAt(
  kind: keyof typeof TABLES,
  asked: readonly Asked[],
  place: Asked['at'],
): readonly string[] {
  const states = asked.filter(({ at }) => at === place).flatMap(({ from }) => from);
  return [...new Set(states)].filter((state) => state !== NONE && !isEnded(WORKFLOWS[kind], state));
}

interface Waiting {
  readonly states: readonly string[];
  readonly paths: readonly string[];
}

function inStates(
  kind: keyof typeof TABLES,
  { place, ...waiting }: Waiting & { readonly place: (typeof PLACES)[number] },
): Candidates[] {
  const { table, id } = TABLES[kind];
  const there = at(sql`organ_path`, waiting.paths);
  const here: Candidates = sql`select ${id} from ${table} where ${there} and ${inState(waiting.states)}`;
  switch (place) {
    case 'receiver':
      return [few(kind, sql`receiver_path`, waiting)];
    case 'by-rank':
      return [few(kind, sql`decider_path`, waiting), sql`${here} and decider_path is null`];
    case 'common-superior':
      return [few(kind, sql`superior_path`, waiting)];
    default:
      return [here];
  }
}

/** Few wait for a receiver, or for another organ that decides, by rank or in a dispute: by place alone. */
function few(
  kind: keyof typeof TABLES,
  column: RawBuilder<unknown>,
  { states, paths }: Waiting,
): Candidates {
  const { table, id } = TABLES[kind];
  return sql`select ${id} from ${table} where ${at(column, paths)} and ${filtering(inState(states))}`;
}

function at(column: RawBuilder<unknown>, paths: readonly string[]) {
  return paths.length === 1 ? sql`${column} = ${paths[0]}` : sql`${column} in (${literals(paths)})`;
}

/** Ids or paths in the text itself: of organs and people there may be more than a statement takes parameters. */
export function literals(ids: readonly string[]): RawBuilder<unknown> {
  return sql.join(ids.map((id) => sql.lit(id)));
}
