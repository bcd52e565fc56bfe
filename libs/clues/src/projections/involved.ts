import { derived, idOf } from '@cluetrail/event-sourcing';
import { knownClue } from './known.js';

export type InvolvedRow = {
  readonly clue: string;
  readonly person: string;
  /** assigned (officer or team) · subject */
  readonly part: string;
};

/** Which clues a person has to do with: the packed lists of `clues`, the other way round, to be found by index. */
export const involved = derived<InvolvedRow>({
  name: 'involved',
  version: 1,
  columns: { clue: 'text', person: 'text', part: 'text' },
  indexes: [['person', 'part', 'clue']],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const { officers, team, subjects } = known.state;
    const clue = idOf(matter.stream);
    const rows = (people: readonly string[], part: string) =>
      [...new Set(people)].sort().map((person) => ({ clue, person, part }));
    return [...rows([...officers, ...team], 'assigned'), ...rows(subjects, 'subject')];
  },
});
