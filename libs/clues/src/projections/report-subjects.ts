import { derived, idOf } from '@cluetrail/event-sourcing';
import { knownReport } from './known-report.js';

export type ReportSubjectRow = {
  readonly report: string;
  readonly subject: string;
  readonly receivedAt: string;
};

/** Whom the reports are about: to see which of them come after a clue about the same person was closed. */
export const reportSubjects = derived<ReportSubjectRow>({
  name: 'report_subjects',
  version: 1,
  columns: { report: 'text', subject: 'text', receivedAt: 'text' },
  indexes: [['report'], ['subject', 'receivedAt']],
  of(matter, references) {
    const known = knownReport(matter, references);
    if (!known) return [];
    const [opening] = known.events;
    const subjects = [...new Set(known.state.subjects)];
    const { effectiveAt: receivedAt } = opening;
    return subjects.map((subject) => ({ report: idOf(matter.stream), subject, receivedAt }));
  },
});
