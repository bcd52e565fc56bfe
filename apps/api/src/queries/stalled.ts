import { IsOptional, Matches } from 'class-validator';
import { sql } from 'kysely';
import { localDate } from '@cluetrail/event-sourcing';
import { PROJECTIONS } from '@cluetrail/clues';
import { peopleIn } from './conditions.js';
import { readModel } from './read-model.js';
import { listed } from './register.js';
import { OfMoment } from './register-parameters.js';

const DAY = 86_400_000;

export class StalledFilters extends OfMoment {
  /** For how many days nothing has happened; 30 where none is given. */
  @IsOptional()
  @Matches(/^[1-9][0-9]{0,3}$/, { message: 'a number of days from 1 to 9999' })
  days?: string;
}

export const stalled = readModel({
  name: 'stalled',
  title: { en: 'Stalled', zh: '无进展' },
  about: 'open clues to which nothing has happened for more than 30 days (or `days`)',
  parameters: StalledFilters,
  async answer(reading, parameters) {
    const days = Number(parameters.days ?? 30);
    const { page, next, axes } = await listed(reading, {
      name: 'stalled',
      register: PROJECTIONS.silences,
      parameters,
      order: ['lastEventAt', 'clue'],
      which: ({ asOf }) => {
        const since = new Date(Date.parse(asOf) - days * DAY).toISOString();
        return sql<boolean>`r.last_event_at < ${since}`;
      },
    });
    const { directory } = reading.installation.references;
    const items = page.map(({ row, organ, state, assigned }) => {
      const zone = directory.organ(organ)?.zone ?? reading.zone;
      const [last, today] = [String(row.lastEventAt), axes.asOf].map((at) =>
        Date.parse(localDate(at, zone)),
      );
      return { ...row, days: (today - last) / DAY, state, organ, officers: peopleIn(assigned) };
    });
    return { items, ...next, ...axes };
  },
});
