import type { Standing } from '@cluetrail/workflow';
import { NO_EXTENSIONS, type Extensions } from '../extensions.js';

/** What decisions about a report depend on: ids, codes and flags, never its text. */
export interface Report {
  readonly realName: boolean;
  /** Belongs to an organ above: its content is not kept here. */
  readonly higher: boolean;
  /** Never there for an anonymous one. */
  readonly reporterId?: string;
  readonly subjects: readonly string[];
  /** Whether the reporter was told that it is dealt with, or need not be. */
  readonly answered?: 'acknowledged' | 'waived';
  /** The clues that name it. */
  readonly clueIds: readonly string[];
  /** One of its clues was sent up sealed while another one kept it here: it is for above, and its reporter is told there. */
  readonly wentUp?: true;
  readonly extensions: Extensions;
}

export type ReportState = Report & Standing;

export const NEW_REPORT: Report = {
  realName: false,
  higher: false,
  subjects: [],
  clueIds: [],
  extensions: NO_EXTENSIONS,
};

export const CHANNELS = ['letter', 'visit', 'call', 'online', 'other'] as const;
export const ACKNOWLEDGING = ['letter', 'call', 'talk', 'online', 'other'] as const;
export const WAIVERS = ['asked-not-to', 'endangers-identity', 'anonymous', 'repeat'] as const;
export const NOT_ACCEPTED = ['litigation-route', 'other-organ', 'no-substance', 'other'] as const;

export function streamOfReport(reportId: string): string {
  return `report-${reportId}`;
}
