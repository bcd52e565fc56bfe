import { sql } from 'kysely';
import { asKnown } from '@cluetrail/stores';
import { below, type Condition } from './candidates.js';
import { and, equals, filtering, visibleReport } from './conditions.js';
import { behind, coloured, type ObligationQuestion } from './clock-rows.js';
import type { AskedPage } from './paged.js';
import type { OfClues } from './parameters.js';
import { pathOf, type Reading } from './read-model.js';

/** Running clocks of reports, in the order of what is due. */
export function reportObligationRows(
  reading: Reading,
  { parameters, dueIs, axes, after, limit }: ObligationQuestion & AskedPage,
) {
  return reading.installation.database.query
    .selectFrom('reportObligationSpells as o')
    .innerJoin('reports as r', 'r.report', 'o.report')
    .select(['o.report', 'o.obligation', 'o.code', 'o.due', 'o.dueOn', 'o.provisional'])
    .select(['o.blueAt', 'o.yellowAt', 'o.redAt', 'r.organ', 'r.state', 'r.assigned'])
    .select(['r.procedure', 'r.procedureVersion'])
    .where(and([sql`o.state = 'open'`, dueIs(axes)]))
    .where(asKnown(axes, 'o'))
    .where(and([visibleReport(reading, 'list'), ofReports(reading, parameters)]))
    .where(equals('o.code', parameters.obligation))
    .where(coloured(parameters.colour, axes.asOf))
    .where(behind(after, 'o.report'))
    .orderBy('o.due')
    .orderBy('o.report')
    .orderBy('o.obligation')
    .limit(limit);
}

/** At an organ or below. */
export function ofReports(reading: Reading, { organ }: OfClues): Condition {
  if (organ === undefined) return and([]);
  return filtering(below('r.organ_path', pathOf(reading, organ)));
}

/** Reports of my offices on which something is to be done, by next due. */
export function reportDeskRows(reading: Reading, { after, limit }: AskedPage) {
  const { appointments } = reading.subject;
  const paths = ['', ...new Set(appointments.map(({ organPath }) => organPath))]; // never empty: PostgreSQL knows no empty list
  return reading.installation.database.query
    .selectFrom('reports as r')
    .select(['r.report', 'r.state', 'r.organ', 'r.receivedAt', 'r.nextDue as due'])
    .select(['r.organPath', 'r.excluded', 'r.procedure', 'r.procedureVersion'])
    .where('r.open', '=', 1)
    .where('r.organPath', 'in', paths)
    .where(visibleReport(reading, 'list'))
    .where(after ? sql<boolean>`(r.next_due, r.report) > (${after[0]}, ${after[1]})` : and([]))
    .orderBy('r.nextDue')
    .orderBy('r.report')
    .limit(limit);
}
