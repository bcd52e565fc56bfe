import { sql } from 'kysely';
import { allows, type AccessRow, type Subject } from '@cluetrail/access';
import { NoParameters } from './house.js';
import { type Reading, readModel } from './read-model.js';

/** Who can give somebody a clearance, or see to it. */
const TOLD = ['sysadmin', 'leader', 'supervisor', 'auditor'];

interface Place extends AccessRow {
  readonly organ: string;
  readonly clues: number;
}

/**
 * Open clues that nobody in office may list: whoever was cleared for them has left. Counted alone, by organ and level;
 * that one is there is told to those above whatever they are cleared for, and nothing else of it.
 */
export const uncleared = readModel({
  name: 'uncleared',
  title: { en: 'Clues that nobody is cleared for', zh: '无人有权知悉的线索' },
  about:
    'for leaders, supervisors, auditors and sysadmins of an organ or above: how many open clues of which level nobody in office may list',
  parameters: NoParameters,
  async answer(reading) {
    const staff = staffOf(reading);
    const items = [];
    for (const place of await places(reading)) {
      if (staff.some((one) => allows(one, 'list', place))) continue;
      const read = await readByTheirOfficers(reading, place, staff);
      const { organ, level, clues } = place;
      if (clues > read) items.push({ organ, level, clues: clues - read });
    }
    return { items };
  },
});

function staffOf({ installation, now }: Reading): readonly Subject[] {
  const { directory } = installation.references;
  return directory.staff().map((personId) => directory.subject(personId, now));
}

/** Where open clues are, of those places that the asker has an office at or above. */
async function places({ installation, subject }: Reading): Promise<readonly Place[]> {
  const offices = subject.appointments.filter(({ role }) => TOLD.includes(role));
  const found = await installation.database.query
    .selectFrom('clues')
    .select(['organ', 'organPath', 'receiverPath', 'level'])
    .select([sql<string>`''`.as('assigned'), sql<string>`''`.as('excluded')])
    .select(sql<number>`count(*)`.as('clues'))
    .where('open', '=', 1)
    .groupBy(['organ', 'organPath', 'receiverPath', 'level'])
    .orderBy('organ')
    .orderBy('level')
    .execute();
  return found
    .filter(({ organPath }) => offices.some((office) => organPath.startsWith(office.organPath)))
    .map((one) => ({ ...one, clues: Number(one.clues) }));
}

async function readByTheirOfficers(
  { installation }: Reading,
  { organPath, receiverPath, level }: Place,
  staff: readonly Subject[],
): Promise<number> {
  const rows = await installation.database.query
    .selectFrom('clues')
    .select(['organPath', 'receiverPath', 'level', 'assigned', 'excluded', 'adjudicated'])
    .where('open', '=', 1)
    .where('organPath', '=', organPath)
    .where('receiverPath', 'is', receiverPath)
    .where('level', '=', level)
    .where('assigned', '<>', '')
    .execute();
  return rows.filter((row) => staff.some((one) => allows(one, 'list', row))).length;
}
