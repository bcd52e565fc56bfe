import type { Effective, Row, Spell } from '@cluetrail/event-sourcing';
import { evolve, initial } from '@cluetrail/workflow';
import { clue } from '../clue/clue.js';
import type { ClueState } from '../clue/state.js';

/** What is known of a clue once one of its events has happened. */
export interface Moment {
  readonly event: Effective;
  /** After the event. */
  readonly state: ClueState;
  /** From when that holds: in imported history nothing does before the opening event. */
  readonly from: string;
}

/**
 * The rows that each event of a clue makes of those before it, for as long as they hold: until the next event with a
 * later instant. Of several at one instant those after the last hold.
 */
export function spellsOf<R extends Row>(
  events: readonly Effective[],
  next: (rows: readonly R[], moment: Moment) => readonly R[],
): Spell<R>[] {
  let state: ClueState = initial(clue);
  let rows: readonly R[] = [];
  const steps = events.map((event) => {
    const from =
      event.effectiveAt > events[0].effectiveAt ? event.effectiveAt : events[0].effectiveAt;
    state = evolve(clue, state, event);
    rows = next(rows, { event, state, from });
    return { from, rows };
  });
  return steps.flatMap((step, index) => {
    const happenedTo = steps[index + 1]?.from ?? null;
    if (happenedTo === step.from) return [];
    return step.rows.map((row) => ({ happenedFrom: step.from, happenedTo, row }));
  });
}
