import { IsOptional, Matches } from 'class-validator';
import { sql } from 'kysely';
import { PROJECTIONS } from '@cluetrail/clues';
import { peopleIn } from './conditions.js';
import { readModel } from './read-model.js';
import { listed } from './register.js';
import { OfNow } from './register-parameters.js';

export class PingPongFilters extends OfNow {
  /** Returned so often or more; 2 where none is given. */
  @IsOptional() @Matches(/^[1-9][0-9]?$/, { message: 'a number from 1 to 99' }) times?: string;
}

export const pingPongList = readModel({
  name: 'ping-pong',
  title: { en: 'Ping-pong', zh: '反复移送' },
  about: 'clues that were refused or sent back twice (or `times`) or more, the most often first',
  parameters: PingPongFilters,
  async answer(reading, parameters) {
    const { page, next } = await listed(reading, {
      name: 'ping-pong',
      register: PROJECTIONS.pingPong,
      parameters,
      order: ['returned', 'clue'],
      direction: 'desc',
      which: () => sql<boolean>`r.returned >= ${Number(parameters.times ?? 2)}`,
    });
    const items = page.map(({ row: { organs, ...row }, organ, state }) => ({
      ...row,
      organs: peopleIn(String(organs)),
      organ,
      state,
    }));
    return { items, ...next };
  },
});
