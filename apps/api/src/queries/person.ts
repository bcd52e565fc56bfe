import { sql } from 'kysely';
import { readable, readableReport } from './conditions.js';
import type { Reading } from './read-model.js';
import { recordReporter } from './reporter-record.js';

/**
 * A name in clear: one's own, those of office holders for who holds an office himself, and those of subjects of clues
 * whose content the caller may read with the names in it, as of who sent reports that he may read. What went up sealed
 * shows nobody: its text is erased, and its people are the higher organ's. Whom he may know as a reporter alone he was
 * told as one: recorded on those reports.
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
    if (!about) {
      const sent = await reportsOf(reading, personId);
      if (sent.length === 0) return undefined;
      await recordReporter(reading, sent);
    }
  }
  const row = await database.query
    .selectFrom('people')
    .select(['person', 'name', 'unit', 'post'])
    .where('person', '=', personId)
    .executeTakeFirst();
  return row ?? { person: personId, destroyed: true };
}

/** That he may read: their streams. */
async function reportsOf(reading: Reading, personId: string): Promise<readonly string[]> {
  const reports = await reading.installation.database.query
    .selectFrom('reports as r')
    .select('r.report')
    .where('r.reporter', '=', personId)
    .where(readableReport(reading))
    .execute();
  return reports.map(({ report }) => `report-${report}`);
}
