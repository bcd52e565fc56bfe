import { sql } from 'kysely';
import { LEVELS, type Standing } from '@cluetrail/access';
import { type Asked, askedSteps, LAST_RESORTS } from './asked-steps.js';
import { below, type Candidates, inState } from './candidates.js';
import { and, filtering, peopleIn } from './conditions.js';
import type { Reading } from './read-model.js';

/**
 * Clues below a path of which somebody may know nothing who works there: those from which anybody was recused, and those
 * about a holder of this role. Few are, wherever, and each tells by itself.
 */
export function leftToAbove(
  { installation, now }: Reading,
  { role, path, ways }: { role: string; path: string; ways: readonly Asked[] },
): Candidates[] {
  const { directory } = installation.references;
  const isBelow = (one: string) => one.startsWith(path) && one !== path;
  if (directory.holders({ on: now, at: isBelow }).length === 0) return [];
  const people = directory.holders({ on: now, at: isBelow, role });
  const place = [below('c.organ_path', path), sql`c.organ_path <> ${path}`];
  const isOpenTo = [inState(ways.flatMap(({ from }) => from)), ...place];
  return [
    sql`select r.clue from recusals r join clues c on c.clue = r.clue
      where r.outcome = 'granted' and r.open = 1 and ${filtering(and(isOpenTo))}`,
    ...(people.length === 0
      ? []
      : [
          sql`select clue from involved where person in (${sql.join([...people])})
            and part = 'subject'` satisfies Candidates,
        ]),
  ];
}

/**
 * Of those assigned to a clue of this organ somebody may not read it: it was raised above his clearance, or he holds no
 * office there any more. On the row of the table `clues` itself.
 */
export function hasUnreadBy({ installation, now }: Reading, path: string) {
  const { directory } = installation.references;
  const staff = directory.holders({ on: now, at: (one) => one === path }).map((personId) => ({
    personId,
    clearances: directory
      .subject(personId, now)
      .appointments.filter(ownAt(path))
      .map(({ clearance }) => clearance),
  }));
  const unread = LEVELS.map((level) => {
    const readers = staff.filter(({ clearances }) => clearances.some((one) => one >= level));
    const people = readers.map(({ personId }) => personId);
    return people.length === 0
      ? sql`clues.level = ${level}`
      : sql`clues.level = ${level} and i.person not in (${sql.join(people)})`;
  });
  return sql<boolean>`exists (select 1 from involved i where i._stream = clues._stream
    and i.part = 'assigned' and (${sql.join(unread, sql` or `)}))`;
}

/** An office of one's own at an organ: one that was lent makes nobody one of the house. */
function ownAt(path: string): (office: Standing) => boolean {
  return ({ organPath, onBehalfOf }) => organPath === path && onBehalfOf === undefined;
}

interface Placed {
  readonly organPath: string;
  /** `|id|id|` */
  readonly excluded: string;
}

/** Whether somebody of the organ where it is may know nothing of it. */
export function isKeptFromHouse(
  { installation, now }: Reading,
  { organPath, excluded }: Placed,
): boolean {
  return peopleIn(excluded).some((person) =>
    installation.references.directory.subject(person, now).appointments.some(ownAt(organPath)),
  );
}

interface Waiting {
  readonly kind: 'clue' | 'case';
  readonly id: string;
  readonly state: string;
  readonly organPath: string;
}

/** Whether nobody of an organ can take a step with a clue or a case that is waited for. */
export async function nobodyGoesOn(
  reading: Reading,
  { kind, id, state, organPath }: Waiting,
): Promise<boolean> {
  const { engine, references } = reading.installation;
  const roles = askedSteps(reading, kind)
    .filter(({ from }) => from.includes(state))
    .flatMap(({ by }) => by);
  const at = (path: string) => path === organPath;
  const holders = [...new Set(roles)].flatMap((role) =>
    references.directory.holders({ on: reading.now, at, role }),
  );
  for (const person of new Set(holders)) {
    const open = await engine.waiting(kind, `${kind}-${id}`, person);
    if (open.some(({ command, awaited }) => awaited && !LAST_RESORTS.includes(command)))
      return false;
  }
  return true;
}
