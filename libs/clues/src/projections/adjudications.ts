import { derived, idOf } from '@cluetrail/event-sourcing';
import { adjudicatedAt, aroundIn, foldedClue } from './known.js';

export type AdjudicationRow = {
  readonly clue: string;
  /** Before whose adjudicators its case has come. */
  readonly organPath: string;
};

/** Which clues the adjudicators of an organ see: the packed list of `clues`, the other way round, to be found by index. */
export const adjudications = derived<AdjudicationRow>({
  name: 'adjudications',
  version: 1,
  columns: { clue: 'text', organPath: 'text' },
  indexes: [['organPath', 'clue']],
  of(matter, references) {
    const folded = foldedClue(matter);
    if (!folded) return [];
    const clue = idOf(matter.stream);
    const places = [...new Set(adjudicatedAt(folded.state, aroundIn(references)))].sort();
    return places.map((organPath) => ({ clue, organPath }));
  },
});
