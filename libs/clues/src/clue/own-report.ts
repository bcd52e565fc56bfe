import type { Circumstances, Objection } from '@cluetrail/workflow';
import { streamOfReport, type ReportState } from '../report/state.js';
import type { Clue } from './state.js';

type OfReports = Pick<Clue, 'reports'>;

/** The reports of a clue that somebody gave his name to: their streams. */
export function streamsOfNamed({ reports }: OfReports): readonly string[] {
  return reports.filter(({ realName }) => realName).map(({ reportId }) => streamOfReport(reportId));
}

/**
 * 回避: whoever reported a matter by name has no part in handling it. He may be named an officer, since a refusal would
 * tell whoever named him; what he gives himself is refused, to nobody else. Nor to whom he lent his office: that one
 * would know it then. Source: docs/adr/0021.
 */
export function ownReport(
  clue: OfReports,
  personId: string,
  known: Circumstances['known'],
): Objection {
  const own = streamsOfNamed(clue).some((stream) => {
    const report = known(stream) as Partial<ReportState> | undefined; // its stream's name says a report
    return report?.reporterId === personId;
  });
  return own && 'own-report';
}
