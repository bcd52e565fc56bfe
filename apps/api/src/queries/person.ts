import { sql } from 'kysely';
import { readable, readableReport } from './conditions.js';
import type { Reading } from './read-model.js';

/**
 * A name in clear: one's own, those of office holders for who holds an office himself, and those of subjects of clues
 * whose content the caller may read with the names in it, as of who sent reports that he may read. What went up sealed
 * shows nobody: its text is erased, and its people are the higher organ's.
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
      .where('c.state', '!=', 'sealedUp')
      .where(readable(reading))
      .limit(1)
      .executeTakeFirst();
    if (!about && !(await isReporterFor(reading, personId))) return undefined;
  }
  const row = await database.query
    .selectFrom('people')
    .select(['person', 'name', 'unit', 'post'])
    .where('person', '=', personId)
    .executeTakeFirst();
  return row ?? { person: personId, destroyed: true };
}

async function isReporterFor(reading: Reading, personId: string): Promise<boolean> {
  const report = await reading.installation.database.query
    .selectFrom('reports as r')
    .select(sql<number>`1`.as('one'))
    .where('r.reporter', '=', personId)
    .where(readableReport(reading))
    .limit(1)
    .executeTakeFirst();
  return report !== undefined;
}
