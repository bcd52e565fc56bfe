import { localDate } from '@cluetrail/event-sourcing';
import { calendarOf, workingDaysBetween } from '@cluetrail/deadlines';
import { PROJECTIONS } from '@cluetrail/clues';
import { type Reading, readModel } from './read-model.js';
import { type Cells, listed } from './register.js';
import { OfMoment } from './register-parameters.js';

export const unsignedList = readModel({
  name: 'unsigned',
  title: { en: 'Not signed for', zh: '未签收' },
  about: 'transfers sent and not signed for, the longest ago first; the sender is responsible',
  parameters: OfMoment,
  async answer(reading, parameters) {
    const { page, next, axes } = await listed(reading, {
      name: 'unsigned',
      register: PROJECTIONS.unsigned,
      parameters,
      order: ['sentAt', 'clue', 'ordinal'],
    });
    const items = page.map(({ row }) => ({
      ...row,
      workingDays: workingDays(reading, row, axes.asOf),
    }));
    return { items, ...next, ...axes };
  },
});

/** Since it was sent, by the calendar of who is to sign. */
function workingDays({ installation, zone: own }: Reading, row: Cells, asOf: string): number {
  const receiver = installation.references.directory.organ(String(row.toOrgan));
  const zone = receiver?.zone ?? own;
  const [from, to] = [String(row.sentAt), asOf].map((at) => localDate(at, zone));
  return workingDaysBetween(from, to, calendarOf(receiver?.region ?? 'none')).count;
}
