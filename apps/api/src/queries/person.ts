import { sql } from 'kysely';
import { visibleSql } from '@cluetrail/access';
import type { Reading } from './read-model.js';

/** A name in clear: of colleagues who hold an office, and of subjects of clues whose content the caller may read. */
export async function nameOf({ installation, subject }: Reading, personId: string) {
  const { database, references } = installation;
  const isColleague = references.directory.appointmentsOf(personId).length > 0;
  if (!isColleague) {
    const unmasked = {
      ...subject,
      appointments: subject.appointments.filter(({ role }) => role !== 'auditor'),
    };
    const about = await database.query
      .selectFrom('involved as i')
      .innerJoin('clues as c', 'c.clue', 'i.clue')
      .select(sql<number>`1`.as('one'))
      .where('i.person', '=', personId)
      .where('i.part', '=', 'subject')
      .where(visibleSql(unmasked, 'content', 'c'))
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
