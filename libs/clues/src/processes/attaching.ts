import { idOf, type Event } from '@cluetrail/event-sourcing';
import type { FollowUp, ProcessManager } from '@cluetrail/workflow';
import { streamOfReport } from '../report/state.js';

const TELL = {
  kind: 'report',
  command: 'recordAttached',
  anywhere: true,
  elsewhere: true,
} as const;
const SEND_UP = { kind: 'report', command: 'recordSentUp', anywhere: true } as const;

/** Tells a report which clues it is part of (n reports ↔ m clues), and when one of them goes up sealed. */
export const attaching: ProcessManager = {
  name: 'attaching',
  gives: {
    ClueDiscovered: [TELL],
    ReportAttached: [TELL],
    ClueMergedIn: [TELL],
    ClueSplitOff: [TELL],
    ClueReferredUpSealed: [SEND_UP],
  },
  on: {
    ClueDiscovered: tellReports,
    ReportAttached: tellReports,
    ClueMergedIn: tellReports,
    ClueSplitOff: tellReports,
    ClueReferredUpSealed: sendUp,
  },
};

function tellReports({ type, stream, data }: Event): FollowUp[] {
  return reportIdsIn(data).map((reportId) => ({
    step: `tell-${reportId}`,
    kind: 'report',
    stream: streamOfReport(reportId),
    command: 'recordAttached',
    input: { clueId: idOf(stream), ...gone(type, data) },
  }));
}

/** The clue that the report was part of before: it goes on in this one. */
function gone(type: string, { parent, clueId }: Event['data']): object {
  const insteadOf = type === 'ClueSplitOff' ? parent : type === 'ClueMergedIn' ? clueId : undefined;
  return typeof insteadOf === 'string' ? { insteadOf } : {};
}

function sendUp({ stream, data }: Event): FollowUp[] {
  return reportIdsIn(data).map((reportId) => ({
    step: `send-up-${reportId}`,
    kind: 'report',
    stream: streamOfReport(reportId),
    command: 'recordSentUp',
    input: { clueId: idOf(stream), to: String(data.to) },
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
