import { sql } from 'kysely';
import { LEVELS, type Standing } from '@cluetrail/access';
import type { Reading } from './read-model.js';

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
