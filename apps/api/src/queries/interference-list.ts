import { IsIn, IsOptional } from 'class-validator';
import { type AccessRow, allows, masked } from '@cluetrail/access';
import { PROJECTIONS } from '@cluetrail/clues';
import { equals } from './conditions.js';
import { type Reading, readModel } from './read-model.js';
import { type Listed, listed } from './register.js';
import { OfNow } from './register-parameters.js';
import { shown } from './shown.js';

export class InterferenceFilters extends OfNow {
  /** asked about it · pleaded for somebody · intervened */
  @IsOptional() @IsIn(['asked', 'pleaded', 'intervened']) how?: string;
}

export const interferenceList = readModel({
  name: 'interference',
  title: { en: 'Interference', zh: '过问干预' },
  about: 'who asked about a clue, pleaded for somebody or stepped in, the latest first',
  parameters: InterferenceFilters,
  async answer(reading, parameters) {
    const { page, next } = await listed(reading, {
      name: 'interference',
      register: PROJECTIONS.interference,
      parameters,
      order: ['reportedAt', 'clue', 'event'],
      direction: 'desc',
      which: () => equals('r.how', parameters.how),
    });
    return { items: await Promise.all(page.map((one) => itemOf(reading, one))), ...next };
  },
});

/** Who it was stands in the log alone, sealed: in clear for those who may read the clue's texts with the names. */
async function itemOf(
  reading: Reading,
  { row: { event: id, ...row }, organ, state, ...access }: Listed,
) {
  const { installation } = reading;
  const { events } = await installation.engine.streams.load(`clue-${row.clue}`);
  const event = events.find(({ eventId }) => eventId === id);
  const inClear = readsNames(reading, access);
  const text = (field: string) =>
    event &&
    shown(event.data[field] ?? null, { event, path: `data.${field}`, inClear, installation });
  return { ...row, who: text('who'), note: text('note'), organ, state };
}

function readsNames({ subject }: Reading, row: AccessRow): boolean {
  return allows(subject, 'content', row) && !masked(subject, 'content', row);
}
