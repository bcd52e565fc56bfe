import { sql } from 'kysely';
import { IsOptional, Matches } from 'class-validator';
import { dayEnd, localDate } from '@cluetrail/event-sourcing';
import { addPeriod, calendarOf, parsePeriod } from '@cluetrail/deadlines';
import { obligationList } from './obligation-list.js';
import { OfObligations, says } from './parameters.js';
import { type Reading, readModel } from './read-model.js';

/** Open at T by what was known at K, and due before T. */
export const overdue = readModel({
  name: 'overdue',
  title: { en: 'Overdue', zh: '超期' },
  about: 'clocks that ran out, the longest ago first',
  parameters: OfObligations,
  answer: (reading, parameters) =>
    obligationList(reading, 'overdue', {
      parameters,
      dueIs: ({ asOf }) => sql<boolean>`o.due < ${asOf}`,
    }),
});

export class Within extends OfObligations {
  @IsOptional()
  @Matches(/^[1-9][0-9]{0,2}[WdM]$/, { message: 'a period: nW, nd or nM' })
  @says('how far ahead: working days, days or months')
  within?: string;
}

/** Open at T, and due from then on within a period (default 5 working days). */
export const dueSoon = readModel({
  name: 'due-soon',
  title: { en: 'Due soon', zh: '即将到期' },
  about: 'clocks that run out within a period (5 working days where none is given)',
  parameters: Within,
  answer: (reading, parameters) =>
    obligationList(reading, 'due-soon', {
      parameters,
      dueIs: ({ asOf }) =>
        sql<boolean>`(o.due >= ${asOf} and o.due <= ${horizon(reading, asOf, parameters.within ?? '5W')})`,
    }),
});

/** Counted in the calendar of the first office of him who asks. */
function horizon(
  { installation, subject, zone: own }: Reading,
  asOf: string,
  within: string,
): string {
  const organ = installation.references.directory.organ(subject.appointments[0]?.organId ?? '');
  const zone = organ?.zone ?? own;
  const calendar = calendarOf(organ?.region ?? 'CN');
  const { dueOn } = addPeriod(localDate(asOf, zone), parsePeriod(within), calendar, {
    roll: false,
  });
  return dayEnd(dueOn, zone);
}
