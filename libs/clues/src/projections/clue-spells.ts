import { idOf, temporal, type Spell } from '@cluetrail/event-sourcing';
import { isEnded, phaseOf } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import { knownClue, statesOf } from './known.js';

export type ClueSpellRow = {
  readonly clue: string;
  readonly state: string;
  readonly phase: string;
  readonly open: number;
  readonly organ: string;
};

/** Which state each clue was in, over both axes: what `totals` counts. */
export const clueSpells = temporal<ClueSpellRow>({
  name: 'clue_spells',
  version: 1,
  columns: { clue: 'text', state: 'text', phase: 'text', open: 'integer', organ: 'text' },
  indexes: [['clue']],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const opening = known.events[0].effectiveAt;
    const steps = statesOf(known.events).map(({ event, state }) => ({
      // Imported history may hold events before its opening one: nothing is registered before that.
      from: event.effectiveAt > opening ? event.effectiveAt : opening,
      row: {
        clue: idOf(matter.stream),
        state: state.state,
        phase: phaseOf(clue, state.state),
        open: isEnded(clue, state.state) ? 0 : 1,
        organ: state.organ,
      },
    }));
    return spellsOf(steps);
  },
});

/** Each step holds until the next one with a later instant; of several at one instant the last holds. */
function spellsOf(steps: readonly { from: string; row: ClueSpellRow }[]): Spell<ClueSpellRow>[] {
  const last = steps.filter((step, index) => steps[index + 1]?.from !== step.from);
  return last.map(({ from, row }, index) => ({
    happenedFrom: from,
    happenedTo: last[index + 1]?.from ?? null,
    row,
  }));
}
