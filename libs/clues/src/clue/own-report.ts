import type { Circumstances, Objection } from '@cluetrail/workflow';
import { streamOfReport, type ReportState } from '../report/state.js';
import { originsOf, wholeOf } from './origins.js';
import type { Clue } from './state.js';

type OfReports = Pick<Clue, 'reports' | 'splitFrom' | 'takenIn'>;
type Known = Circumstances['known'];

/** What bars its reporters: the named reports of a clue, and of those that it comes from, as far as they are known by now. */
export function streamsOfNamed(clue: OfReports, known: Known): readonly string[] {
  return wholeOf(clue, known).flatMap((one) => [...originsOf(one), ...namedIn(one)]);
}

/**
 * 回避: whoever reported a matter by name has no part in handling it. He may be named an officer, since a refusal would
 * tell whoever named him; what he gives himself is refused, to nobody else. Nor to whom he lent his office: that one
 * would know it then. Source: docs/adr/0021.
 */
export function ownReport(clue: OfReports, personId: string, known: Known): Objection {
  const own = wholeOf(clue, known)
    .flatMap(namedIn)
    .some((stream) => {
      const report = known(stream) as Partial<ReportState> | undefined; // its stream's name says a report
      return report?.reporterId === personId;
    });
  return own && 'own-report';
}

function namedIn({ reports }: OfReports): readonly string[] {
  return reports.filter(({ realName }) => realName).map(({ reportId }) => streamOfReport(reportId));
}
