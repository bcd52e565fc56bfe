import { sql } from 'kysely';
import { readable } from './conditions.js';
import type { Reading } from './read-model.js';

/**
 * A name in clear: one's own, those of office holders for who holds an office himself, and those of subjects of clues
 * whose content the caller may read with the names in it.
 */
export async function nameOf(reading: Reading, personId: string) {
  const { installation, subject } = reading;
  const { database, references } = installation;
  const isOfHouse = subject.setup === true || subject.appointments.length > 0;
  const isColleague =
    personId === subject.personId ||
    (isOfHouse && references.directory.appointmentsOf(personId).length > 0);
  if (!isColleague) {
    const about = await database.query
      .selectFrom('involved as i')
      .innerJoin('clues as c', 'c.clue', 'i.clue')
      .select(sql<number>`1`.as('one'))
      .where('i.person', '=', personId)
      .where('i.part', '=', 'subject')
      .where(readable(reading))
      .limit(1)
      .executeTakeFirst();
    if (!about) return undefined;
  }
  const row = await database.query
    .selectFrom('people')
    .select(['person', 'name', 'unit', 'post'])
    .where('person', '=', personId)
    .executeTakeFirst();
  return row ?? { person: personId, destroyed: true };
}
