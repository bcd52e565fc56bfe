import { sql } from 'kysely';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { OPEN } from '@cluetrail/event-sourcing';
import { ID_PATTERN } from '@cluetrail/access';
import { report } from '@cluetrail/clues';
import { and, equals, filtering, visibleReport } from './conditions.js';
import { colourAt } from './clock-rows.js';
import { paged } from './paged.js';
import { IsCursor, IsLimit } from './parameters.js';
import { readModel } from './read-model.js';
import { ofReports } from './report-rows.js';

export class ReportFilters {
  /** That organ and all below it. */
  @IsOptional() @Matches(ID_PATTERN, { message: 'the id of an organ' }) organ?: string;
  @IsOptional() @IsIn(Object.keys(report.states)) state?: string;
  @IsOptional() @IsIn(['true', 'false']) open?: string;
  @IsCursor() page?: string;
  @IsLimit() limit?: string;
}

/** Reports as they stand now, the newest first; never who sent one. */
export const reportList = readModel({
  name: 'reports',
  title: { en: 'Reports', zh: '检举控告件' },
  parameters: ReportFilters,
  async answer(reading, parameters) {
    const { state, open } = parameters;
    const isOpen = open === undefined ? undefined : Number(open === 'true');
    const { page, next, axes } = await paged(
      reading,
      { name: 'reports', parameters },
      {
        rows: ({ after, limit }) =>
          reading.installation.database.query
            .selectFrom('reports as r')
            .select(['r.report', 'r.state', 'r.organ', 'r.channel', 'r.level', 'r.receivedAt'])
            .select(['r.realName', 'r.higher', 'r.revision', 'r.procedure', 'r.nextDue'])
            .select(['r.blueAt', 'r.yellowAt', 'r.redAt'])
            .where(and([visibleReport(reading, 'list'), ofReports(reading, parameters)]))
            .where(filtering(and([equals('r.state', state), equals('r.open', isOpen)])))
            .where(
              after
                ? sql<boolean>`(r.received_at, r.report) < (${after[0]}, ${after[1]})`
                : and([]),
            )
            .orderBy('r.receivedAt', 'desc')
            .orderBy('r.report', 'desc')
            .limit(limit)
            .execute(),
        place: (row) => [row.receivedAt, row.report],
      },
    );
    const items = page.map(({ blueAt, yellowAt, redAt, nextDue, ...row }) => ({
      ...row,
      realName: row.realName === 1,
      higher: row.higher === 1,
      nextDue: nextDue === OPEN ? null : nextDue,
      colour: colourAt({ blueAt, yellowAt, redAt }, axes.asOf),
    }));
    return { items, ...next };
  },
});
