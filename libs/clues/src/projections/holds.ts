import { dayEnd, idOf, temporal } from '@cluetrail/event-sourcing';
import { foldedClue } from './known.js';
import { type Moment, spellsOf } from './spells-of.js';

export type HoldRow = {
  readonly clue: string;
  readonly heldAt: string;
  readonly heldBy: string;
  /** The day on which it is looked at again, at the latest, and the last millisecond of that day. */
  readonly reviewOn: string;
  readonly reviewBy: string;
  /** How often it has been looked at. */
  readonly reviews: number;
};

/** 暂存待查: held clues and when they are to be looked at again, over both axes. */
export const holds = temporal<HoldRow>({
  name: 'holds',
  version: 1,
  columns: {
    clue: 'text',
    heldAt: 'text',
    heldBy: 'text',
    reviewOn: 'text',
    reviewBy: 'text',
    reviews: 'integer',
  },
  indexes: [['clue'], ['reviewBy', 'clue']],
  of: (matter) => spellsOf<HoldRow>(foldedClue(matter)?.events ?? [], next),
});

function next(rows: readonly HoldRow[], { event, state, from }: Moment): readonly HoldRow[] {
  const { type, stream, data, happenedAt, actor } = event;
  if (state.state !== 'held') return [];
  if (type !== 'ClueHeld' && type !== 'HoldReviewed' && type !== 'ClueTakenOver') return rows;
  const reviewOn = String(type === 'ClueTakenOver' ? data.dueOn : data.reviewOn);
  const review = { reviewOn, reviewBy: dayEnd(reviewOn, happenedAt.zone) };
  if (type === 'HoldReviewed')
    return rows.map((row) => ({ ...row, ...review, reviews: row.reviews + 1 }));
  return [{ clue: idOf(stream), heldAt: from, heldBy: actor.personId, ...review, reviews: 0 }];
}
