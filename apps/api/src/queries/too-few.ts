import { sql } from 'kysely';
import { LEVELS, type Level } from '@cluetrail/access';
import { WORKED_ON } from '@cluetrail/clues';
import { type Asked, isOfNobodyElse, OFFICER, stepsOn } from './asked-steps.js';
import { type Candidates, type Condition, inState } from './candidates.js';
import { and, filtering } from './conditions.js';
import { atPlaces, literals } from './places.js';
import type { Reading } from './read-model.js';
import { actingAt, awayFrom } from './staffing.js';

interface Wanted {
  /** What replaces officers. */
  readonly asked: readonly Asked[];
  readonly paths: readonly string[];
  /** Of this level alone. */
  readonly level?: Level;
}

/** Worked on by too few: since others left, may not read it, or all are away. */
export function lackingOfficers(reading: Reading, { asked, paths, level }: Wanted): Candidates[] {
  const worked = asked.map(({ from, ...one }) => ({
    ...one,
    from: from.filter((state) => WORKED_ON.includes(state)),
  }));
  if (worked.every(({ from }) => from.length === 0)) return [];
  const ofLevel = level === undefined ? and([]) : sql<boolean>`level = ${level}`;
  const lacks = lacksThere(reading, paths);
  return [
    ...atPlaces('clue', worked, paths).map(
      (some): Candidates => sql`${some} and ${filtering(and([ofLevel, lacks]))}`,
    ),
    ...whoseOfficersAreAway(reading, paths, ofLevel),
  ];
}

/** The same where nobody may be left to take a place: whoever acts there as an officer is assigned to it, the first of them, too. */
export function leavingNobodyToJoin(reading: Reading, paths: readonly string[]): Candidates[] {
  const firsts = paths.flatMap((path) => officersAt(reading, { path }).slice(0, 1));
  if (firsts.length === 0) return [];
  const isOne = sql`i.person in (${literals([...new Set(firsts)])}) and i.part = 'assigned'`;
  const there = sql<boolean>`organ_path in (${literals(paths)})`;
  return [
    sql`select clue from clues where clue in (select i.clue from involved i where ${isOne})
      and ${filtering(and([there, inState(WORKED_ON), lacksThere(reading, paths)]))}`,
  ];
}

/** The same, and those who are away, where a procedure provides for nobody in their places. */
export function leftToNobodyElse(reading: Reading, paths: readonly string[]): Candidates[] {
  const steps = (['clue', 'case'] as const)
    .flatMap((kind) => stepsOn(reading, kind))
    .filter((step) => isOfNobodyElse(reading, step));
  if (steps.length === 0) return [];
  const pinned = Map.groupBy(steps, ({ procedure, version }) => `${procedure} ${version}`);
  const only = sql<boolean>`procedure || ' ' || procedure_version in (${literals([...pinned.keys()])})`;
  const there = sql<boolean>`organ_path in (${literals(paths)})`;
  return [
    sql`select clue from clues where ${there} and ${inState(WORKED_ON)}
      and ${filtering(and([only, hasUnreadBy(reading, paths)]))}`,
    ...whoseOfficersAreAway(reading, paths, only),
  ];
}

function lacksThere(reading: Reading, paths: readonly string[]): Condition {
  return sql<boolean>`(lacks_officers = 1 or ${hasUnreadBy(reading, paths)})`;
}

/**
 * Of those assigned to a clue somebody may not work on it: it was raised above his clearance, or he is no case officer there
 * any more.
 */
function hasUnreadBy({ installation, now }: Reading, paths: readonly string[]): Condition {
  const { directory } = installation.references;
  const there = new Set(paths);
  const staff = directory.holders({ on: now, at: (one) => there.has(one) }).flatMap((personId) =>
    directory
      .subject(personId, now)
      // An office that was lent makes nobody one of the house.
      .appointments.filter(
        (one) => one.role === OFFICER && there.has(one.organPath) && one.onBehalfOf === undefined,
      )
      .map(({ organPath, clearance }) => ({ person: `${organPath}${personId}`, clearance })),
  );
  const unread = LEVELS.map((level) => {
    const readers = staff.filter(({ clearance }) => clearance >= level);
    const people = [...new Set(readers.map(({ person }) => person))];
    return people.length === 0
      ? sql`clues.level = ${level}`
      : sql`clues.level = ${level} and clues.organ_path || i.person not in (${literals(people)})`;
  });
  return sql<boolean>`exists (select 1 from involved i where i._stream = clues._stream
    and i.part = 'assigned' and (${sql.join(unread, sql` or `)}))`;
}

/** All are on leave who are assigned to it. */
function whoseOfficersAreAway(
  reading: Reading,
  paths: readonly string[],
  only: Condition,
): Candidates[] {
  const away = [...new Set(paths.flatMap((path) => awayFrom(reading, path)))];
  if (away.length === 0) return [];
  const isOne = sql`i.person in (${literals(away)}) and i.part = 'assigned'`;
  const there = sql`organ_path in (${literals(paths)})`;
  const nobodyElse = sql`not exists (select 1 from involved i where i._stream = clues._stream
    and i.part = 'assigned' and i.person not in (${literals(away)}))`;
  return [
    sql`select clue from clues where clue in (select i.clue from involved i where ${isOne})
      and ${filtering(and([there, inState(WORKED_ON), only, nobodyElse]))}`,
  ];
}

interface Handled {
  readonly state: string;
  readonly organPath: string;
  readonly assigned: readonly string[];
  readonly level?: Level;
}

/** Those who are to work on it now do not act there. */
export function areAllAway(
  reading: Reading,
  { state, organPath, assigned, level }: Handled,
): boolean {
  if (!WORKED_ON.includes(state) || assigned.length === 0) return false;
  return !officersAt(reading, { path: organPath, level }).some((one) => assigned.includes(one));
}

/** Who acts there as an officer of the house, and may read what is of this level. */
export function officersAt(
  reading: Reading,
  { path, level = LEVELS[0] }: { path: string; level?: Level },
): readonly string[] {
  return actingAt(reading, path)
    .filter(
      ({ role, clearance, onBehalfOf }) =>
        role === OFFICER && clearance >= level && onBehalfOf === undefined,
    )
    .map(({ personId }) => personId);
}
