import { idOf, temporal, type Effective, type Spell } from '@cluetrail/event-sourcing';
import { goesOnIn } from '../clue/state.js';
import { report } from '../report/report.js';
import { CLOCK_COLUMNS, clockSpells, type ClockRow } from './clocks-row.js';
import { knownClue, statesOf } from './known.js';

export type ObligationSpellRow = ClockRow & {
  readonly clue: string;
  /** The kind of stream that the clock watches: that of a report is told with the report. */
  readonly watch: string;
};

/** Every obligation over both axes. Overdue at T as known at K = the row of (T, K) is open and due < T. */
export const obligationSpells = temporal<ObligationSpellRow>({
  name: 'obligation_spells',
  version: 5,
  columns: { clue: 'text', watch: 'text', ...CLOCK_COLUMNS },
  indexes: [['clue'], ['state', 'due']],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const { all: events, events: own, procedure } = known;
    const clue = idOf(matter.stream);
    const watched = new Map(procedure.obligations.map(({ code, watch }) => [code, watch]));
    const away = awayIn(own);
    return clockSpells({ events, procedure }, references)
      .map(({ row, ...when }) => ({
        ...when,
        row: { clue, watch: watched.get(row.code) ?? '', ...row },
      }))
      .flatMap((spell) => (spell.row.watch === report.kind ? outside(away, spell) : spell));
  },
});

type While = Pick<Spell<ClockRow>, 'happenedFrom' | 'happenedTo'>;

/** While its reports are part of the clues in which it went on, what they owe is told of those. */
function awayIn(events: readonly Effective[]): readonly While[] {
  const steps = statesOf(events);
  return steps.flatMap(({ event, state }, index) =>
    goesOnIn(state).length === 0
      ? []
      : [
          {
            happenedFrom: event.effectiveAt,
            happenedTo: steps[index + 1]?.event.effectiveAt ?? null,
          },
        ],
  );
}

/** What of a spell lies in none of these, which are in order. */
function outside<S extends While>(away: readonly While[], spell: S): readonly S[] {
  return away.reduce<readonly S[]>((left, gone) => left.flatMap((one) => cut(one, gone)), [spell]);
}

function cut<S extends While>(spell: S, { happenedFrom: from, happenedTo: to }: While): S[] {
  const end = spell.happenedTo;
  const before =
    spell.happenedFrom < from
      ? [{ ...spell, happenedTo: end !== null && end <= from ? end : from }]
      : [];
  const goesOnAfter = to !== null && (end === null || to < end);
  if (!goesOnAfter) return before;
  return [...before, { ...spell, happenedFrom: spell.happenedFrom < to ? to : spell.happenedFrom }];
}
