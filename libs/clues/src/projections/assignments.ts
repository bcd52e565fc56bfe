import { idOf, temporal } from '@cluetrail/event-sourcing';
import { isEnded } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import { foldedClue } from './known.js';
import { spellsOf } from './spells-of.js';

export type AssignmentRow = {
  readonly clue: string;
  /** One of its officers or its team. */
  readonly officer: string;
};

/** Who works on an open clue, over both axes: what `workload` is counted by. */
export const assignments = temporal<AssignmentRow>({
  name: 'assignments',
  version: 1,
  columns: { clue: 'text', officer: 'text' },
  indexes: [['clue'], ['officer']],
  of(matter) {
    const id = idOf(matter.stream);
    return spellsOf<AssignmentRow>(foldedClue(matter)?.events ?? [], (_, { state }) =>
      isEnded(clue, state.state)
        ? []
        : [...new Set([...state.officers, ...state.team])].map((officer) => ({
            clue: id,
            officer,
          })),
    );
  },
});
