import { idOf, temporal } from '@cluetrail/event-sourcing';
import { CLOCK_COLUMNS, clockSpells, type ClockRow } from './clocks-row.js';
import { knownReport } from './known-report.js';

export type ReportObligationSpellRow = ClockRow & { readonly report: string };

/** The same of every report, whether or not a clue names it. */
export const reportObligationSpells = temporal<ReportObligationSpellRow>({
  name: 'report_obligation_spells',
  version: 1,
  columns: { report: 'text', ...CLOCK_COLUMNS },
  indexes: [['report'], ['state', 'due']],
  of(matter, references) {
    const known = knownReport(matter, references);
    if (!known) return [];
    const report = idOf(matter.stream);
    return clockSpells(known, references).map(({ row, ...when }) => ({
      ...when,
      row: { report, ...row },
    }));
  },
});
