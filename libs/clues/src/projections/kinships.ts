import { derived, type Effective, idOf } from '@cluetrail/event-sourcing';
import type { ClueSplit } from '../clue/joined.js';
import { foldedClue } from './known.js';

export type KinshipRow = {
  readonly clue: string;
  readonly other: string;
  /** split (into the other) · merged · duplicate (the other goes on) · same-subject · same-matter · supplement */
  readonly relation: string;
  readonly since: string;
};

/** What joins two clues, told once: by the clue on which it was done. */
export const kinships = derived<KinshipRow>({
  name: 'kinships',
  version: 2,
  columns: { clue: 'text', other: 'text', relation: 'text', since: 'text' },
  indexes: [['clue'], ['other'], ['since', 'clue', 'other']],
  of: (matter) =>
    (foldedClue(matter)?.events ?? []).reduce<KinshipRow[]>(
      (rows, event) =>
        event.type === 'ClueGivenBack'
          ? rows.filter(({ relation }) => !['merged', 'duplicate'].includes(relation))
          : [...rows, ...joinedBy(event)],
      [],
    ),
});

function joinedBy({ type, stream, data, effectiveAt }: Effective): KinshipRow[] {
  const to = (other: unknown, relation: unknown): KinshipRow => ({
    clue: idOf(stream),
    other: String(other),
    relation: String(relation),
    since: effectiveAt,
  });
  switch (type) {
    case 'ClueSplit':
      return (data as unknown as ClueSplit).children.map(({ clueId }) => to(clueId, 'split')); // the type name says the shape
    case 'ClueMergedAway':
      return [to(data.survivor, 'merged')];
    case 'ClueMarkedDuplicate':
      return [to(data.survivor, 'duplicate')];
    case 'ClueLinked':
      return [to(data.clueId, data.relation)];
    default:
      return [];
  }
}
