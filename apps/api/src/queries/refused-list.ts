import { sql } from 'kysely';
import { IsOptional, Matches } from 'class-validator';
import { ID_PATTERN, visibleSql } from '@cluetrail/access';
import { and, equals, filtering } from './conditions.js';
import { paged } from './paged.js';
import { Page } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

export class RefusedFilters extends Page {
  @IsOptional() @Matches(ID_PATTERN, { message: 'the id of a person' }) person?: string;
  @IsOptional() @Matches(/^[a-z][a-z-]{0,39}$/, { message: 'the code of a refusal' }) code?: string;
}

export const refusedList = readModel({
  name: 'refused-commands',
  title: { en: 'Refused commands', zh: '被拒操作' },
  about:
    'for auditors: who was refused what for who he is (office, four eyes, recusal), the latest first',
  parameters: RefusedFilters,
  async answer(reading, parameters) {
    const { person, code } = parameters;
    const { page: items, next } = await paged(
      reading,
      { name: 'refused-commands', parameters },
      {
        rows: ({ after, limit }) =>
          reading.installation.database.query
            .selectFrom('refusedCommands as r')
            .leftJoin('clues as c', (join) =>
              join.onRef('c.clue', '=', 'r.id').on('r.kind', '=', 'clue'),
            )
            .select(['r.refusedAt', 'r.person', 'r.kind', 'r.id', 'r.command', 'r.code', 'r.event'])
            .where(visibleToAuditors(reading))
            .where(filtering(and([equals('r.person', person), equals('r.code', code)])))
            .where(
              after ? sql<boolean>`(r.refused_at, r.event) < (${after[0]}, ${after[1]})` : and([]),
            )
            .orderBy('r.refusedAt', 'desc')
            .orderBy('r.event', 'desc')
            .limit(limit)
            .execute(),
        place: ({ refusedAt, event }) => [refusedAt, event],
      },
    );
    return { items, ...next };
  },
});

/** Of a clue where it stands now, with whoever may not know of it; of anything else where it stood then. */
function visibleToAuditors({ subject }: Reading) {
  const auditor = {
    ...subject,
    appointments: subject.appointments.filter(({ role }) => role === 'auditor'),
  };
  const [ofClue, ofRest] = ['c', 'r'].map((alias) => visibleSql(auditor, 'list', alias));
  return filtering(sql`case when c.clue is null then ${ofRest} else ${ofClue} end`);
}
