import { IsIn, IsOptional } from 'class-validator';
import { sql } from 'kysely';
import { calendarOf, momentOf, stoodStill } from '@cluetrail/deadlines';
import { PROJECTIONS } from '@cluetrail/clues';
import { and, equals } from './conditions.js';
import { IsObligationCode } from './parameters.js';
import { type Reading, readModel } from './read-model.js';
import { type Cells, listed } from './register.js';
import { IsYesNo, OfMoment } from './register-parameters.js';

const GROUNDS = [
  'force-majeure',
  'awaiting-other-organ',
  'subject-unavailable',
  'hearing',
  'other',
] as const;

export class SuspensionFilters extends OfMoment {
  @IsOptional() @IsIn(GROUNDS) ground?: (typeof GROUNDS)[number];
  @IsObligationCode() obligation?: string;
  /** `true` = the clock still stands. */
  @IsYesNo() stillStopped?: string;
}

export const suspensionList = readModel({
  name: 'suspensions',
  title: { en: 'Suspensions', zh: '中止' },
  about: 'clocks that were stopped: why, for how long, and whether they still stand',
  parameters: SuspensionFilters,
  async answer(reading, parameters) {
    const { ground, obligation, stillStopped } = parameters;
    const { page, next, axes } = await listed(reading, {
      name: 'suspensions',
      register: PROJECTIONS.suspensions,
      parameters,
      order: ['stoppedAt', 'clue', 'obligation'],
      which: () =>
        and([
          equals('r.ground', ground),
          equals('r.code', obligation),
          stillStopped === undefined
            ? and([])
            : stillStopped === 'true'
              ? sql`r.until_at is null`
              : sql`r.until_at is not null`,
        ]),
    });
    const items = page.map(({ row, organ, state }) => ({
      ...told(row),
      days: row.days ?? daysUntil(reading, row, axes.asOf),
      stillStopped: row.untilAt === null,
      organ,
      state,
    }));
    return { items, ...next, ...axes };
  },
});

function told({ organ: _, code: __, ...row }: Cells): Cells {
  return row;
}

/** How long a clock has stood that still does: in the unit, the calendar and the zone of its limit. */
function daysUntil({ installation, zone }: Reading, row: Cells, asOf: string): number {
  const owes = installation.references.directory.organ(String(row.organ));
  const place = { calendar: calendarOf(owes?.region ?? 'none'), zone: owes?.zone ?? zone };
  const unit = row.unit === 'days' ? 'd' : 'W';
  const [since, until] = [String(row.stoppedAt), asOf].map((at) => momentOf(at, place));
  return stoodStill(since, until, { place, unit }).days;
}
