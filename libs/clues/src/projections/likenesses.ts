import { derived, type Effective, idOf } from '@cluetrail/event-sourcing';
import { phaseOf } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import { discoveredAtOf, foldedClue } from './known.js';

export type LikenessRow = {
  readonly clue: string;
  readonly subject: string;
  /** One of its types of violation; empty where it names none. */
  readonly violationType: string;
  readonly discoveredAt: string;
  /** Since when it is closed, settled or not; null while it is not. */
  readonly closedAt: string | null;
};

/** They go on elsewhere, or were a mistake: nothing is a duplicate of them. */
const GONE = ['duplicate', 'mergedAway', 'splitParent', 'sealedUp', 'void'];

/** What makes two clues look alike: a row for each subject and type of violation. */
export const likenesses = derived<LikenessRow>({
  name: 'likenesses',
  version: 1,
  columns: {
    clue: 'text',
    subject: 'text',
    violationType: 'text',
    discoveredAt: 'text',
    closedAt: 'text?',
  },
  indexes: [
    ['clue'],
    ['subject', 'violationType', 'discoveredAt'],
    ['discoveredAt', 'clue'],
    ['closedAt', 'clue', 'subject'],
  ],
  of(matter) {
    const folded = foldedClue(matter);
    if (!folded || GONE.includes(folded.state.state)) return [];
    const { events, state } = folded;
    const [opening] = events;
    const closedAt = closingOf(events);
    const { violationTypes } = opening.data;
    const types =
      Array.isArray(violationTypes) && violationTypes.length > 0 ? violationTypes : [''];
    return state.subjects.flatMap((subject) =>
      types.map((violationType) => ({
        clue: idOf(matter.stream),
        subject,
        violationType: String(violationType),
        discoveredAt: discoveredAtOf(opening),
        closedAt,
      })),
    );
  },
});

function closingOf(events: readonly Effective[]): string | null {
  return events.reduce<string | null>((since, { change, effectiveAt }) => {
    if (!change) return since;
    return phaseOf(clue, change.to) === 'settled' ? (since ?? effectiveAt) : null;
  }, null);
}
