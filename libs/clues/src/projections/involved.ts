import { derived, idOf } from '@cluetrail/event-sourcing';
import { heirsIn, knownClue } from './known.js';

export type InvolvedRow = {
  readonly clue: string;
  readonly person: string;
  /** assigned (officer or team) · reads (handles what it went on in) · subject */
  readonly part: string;
};

/** Which clues a person has to do with: the packed lists of `clues`, the other way round, to be found by index. */
export const involved = derived<InvolvedRow>({
  name: 'involved',
  version: 4,
  columns: { clue: 'text', person: 'text', part: 'text' },
  indexes: [['person', 'part', 'clue']],
  of(matter, references) {
    const known = knownClue(matter, references);
    if (!known) return [];
    const { officers, team, subjects } = known.state;
    const clue = idOf(matter.stream);
    const rows = (people: readonly string[], part: string) =>
      [...new Set(people)].sort().map((person) => ({ clue, person, part }));
    const heirs = heirsIn(known.state, references);
    return [
      ...rows([...officers, ...team], 'assigned'),
      ...rows(
        heirs.flatMap((heir) => [...heir.officers, ...heir.team]),
        'reads',
      ),
      ...rows(subjects, 'subject'),
    ];
  },
});
