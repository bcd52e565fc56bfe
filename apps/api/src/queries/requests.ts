import { sql } from 'kysely';
import { extensionOf } from '@cluetrail/deadlines';
import { below, type Candidates } from './candidates.js';
import { filtering } from './conditions.js';
import { literals } from './places.js';
import type { Reading } from './read-model.js';

/** Few are undecided at any time, wherever. */
export const RECUSALS: Candidates = sql`select clue from recusals where outcome = 'asked'`;

/** So are those for more time. What nobody answered has no approver. */
export const REQUESTS: Candidates = sql`select clue from extensions where approver is null and outcome = 'asked'`;

/**
 * More time was asked for here, or below where an organ above grants it. Few are,
 * wherever.
 */
export function askingForTime(reading: Reading, path: string): Candidates {
  const above = ['', ...grantedAbove(reading)]; // never empty: PostgreSQL knows no empty list
  const isAbove = sql`x.obligation || ' ' || x.ordinal in (${literals(above)})`;
  const there = sql`(c.organ_path = ${path} or (${isAbove} and ${below('c.organ_path', path)}))`;
  return sql`select x.clue from extensions x join clues c on c.clue = x.clue
    where x.approver is null and ${filtering(sql`x.outcome = 'asked' and ${there}`)}`;
}

/** `verify 2`: the second extension, by any procedure. */
function grantedAbove({ installation }: Reading): readonly string[] {
  return installation.references.all().flatMap(({ obligations }) =>
    obligations.flatMap((rule) => {
      const { max = 0, further = [] } = rule.extension ?? {};
      return [...Array(max + further.length).keys()]
        .map((index) => index + 1)
        .filter((ordinal) => extensionOf(rule, ordinal)?.at === 'above')
        .map((ordinal) => `${rule.code} ${ordinal}`);
    }),
  );
}
