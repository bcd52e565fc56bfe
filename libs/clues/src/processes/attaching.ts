import { idOf, type Event } from '@cluetrail/event-sourcing';
import type { FollowUp, ProcessManager } from '@cluetrail/workflow';
import { streamOfReport } from '../report/state.js';

/** Tells a report which clues it is part of: n reports ↔ m clues. */
export const attaching: ProcessManager = {
  name: 'attaching',
  on: {
    ClueDiscovered: tellReports,
    ReportAttached: tellReports,
    ClueMergedIn: tellReports,
    ClueSplitOff: tellReports,
  },
};

function tellReports({ stream, data }: Event): FollowUp[] {
  return reportIdsIn(data).map((reportId) => ({
    step: `tell-${reportId}`,
    kind: 'report',
    stream: streamOfReport(reportId),
    command: 'recordAttached',
    input: { clueId: idOf(stream) },
  }));
}

/** From `reports: [{ reportId }]`, or `reportId` itself. */
export function reportIdsIn(data: Event['data']): string[] {
  const listed = Array.isArray(data.reports) ? data.reports : [];
  return [...listed, data].flatMap((one) => {
    const { reportId } = Object(one) as { reportId?: unknown }; // events of other rows have none
    return typeof reportId === 'string' ? [reportId] : [];
  });
}
