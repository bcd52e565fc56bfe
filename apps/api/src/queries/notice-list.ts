import { IsIn, IsOptional } from 'class-validator';
import { sql } from 'kysely';
import { PROJECTIONS } from '@cluetrail/clues';
import { and, equals } from './conditions.js';
import { IsColour, type Colour } from './parameters.js';
import { readModel } from './read-model.js';
import { listed } from './register.js';
import { OfMoment } from './register-parameters.js';

export class NoticeFilters extends OfMoment {
  /** open = neither lifted yet nor gone up with its clue */
  @IsOptional() @IsIn(['issued', 'answered', 'lifted', 'lapsed', 'open']) status?: string;
  @IsColour() colour?: Colour;
}

export const noticeList = readModel({
  name: 'notices',
  title: { en: 'Supervision notices', zh: '督办通知' },
  about: 'supervision notices issued, answered and lifted, in the order of their issue',
  parameters: NoticeFilters,
  async answer(reading, parameters) {
    const { status, colour } = parameters;
    const { page, next, axes } = await listed(reading, {
      name: 'notices',
      register: PROJECTIONS.notices,
      parameters,
      order: ['issuedAt', 'clue', 'notice'],
      which: () =>
        and([
          equals('r.colour', colour),
          status === 'open' ? sql`r.status in ('issued', 'answered')` : equals('r.status', status),
        ]),
    });
    const items = page.map(({ row, organ, state }) => ({ ...row, organ, state }));
    return { items, ...next, ...axes };
  },
});
