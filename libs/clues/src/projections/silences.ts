import { idOf, temporal } from '@cluetrail/event-sourcing';
import { isEnded } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import { foldedClue } from './known.js';
import { spellsOf } from './spells-of.js';

export type SilenceRow = {
  readonly clue: string;
  /** Since then nothing has happened to it. */
  readonly lastEventAt: string;
};

/** Since when nothing has happened to an open clue, over both axes: what `stalled` is asked of. */
export const silences = temporal<SilenceRow>({
  name: 'silences',
  version: 1,
  columns: { clue: 'text', lastEventAt: 'text' },
  indexes: [['clue'], ['lastEventAt', 'clue']],
  of(matter) {
    const events = foldedClue(matter)?.events ?? [];
    return spellsOf<SilenceRow>(events, (_, { state, from }) =>
      isEnded(clue, state.state) ? [] : [{ clue: idOf(matter.stream), lastEventAt: from }],
    );
  },
});
