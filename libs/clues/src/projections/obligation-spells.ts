import { idOf, temporal } from '@cluetrail/event-sourcing';
import { CLOCK_COLUMNS, clockSpells, type ClockRow } from './clocks-row.js';
import { knownClue } from './known.js';

export type ObligationSpellRow = ClockRow & {
  readonly clue: string;
  /** The kind of stream that the clock watches: that of a report is told with the report. */
  readonly watch: string;
};

/** Every obligation over both axes. Overdue at T as known at K = the row of (T, K) is open and due < T. */
export const obligationSpells = temporal<ObligationSpellRow>({
  name: 'obligation_spells',
  version: 2,
  columns: { clue: 'text', watch: 'text', ...CLOCK_COLUMNS },
  indexes: [['clue'], ['state', 'due']],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const { all: events, procedure } = known;
    const clue = idOf(matter.stream);
    const watched = new Map(procedure.obligations.map(({ code, watch }) => [code, watch]));
    return clockSpells({ events, procedure }, references).map(({ row, ...when }) => ({
      ...when,
      row: { clue, watch: watched.get(row.code) ?? '', ...row },
    }));
  },
});
