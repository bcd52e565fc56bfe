import { Matches } from 'class-validator';
import { localDate } from '@cluetrail/event-sourcing';
import { triggers } from '@cluetrail/deadlines';
import { transition, type Circumstances, type Objection } from '@cluetrail/workflow';
import { isDay } from './day.js';
import { approvedWay } from './disposed.js';
import type { Clue } from './state.js';
import { PRESUPPOSING_NOTHING } from './states.js';
import { NoInput } from './transferred.js';

export class Hold {
  /** The day on which it is looked at again, at the latest: 2026-11-24. */
  @Matches(/^\d{4}-\d{2}-\d{2}$/) reviewOn!: string;
}

const row = transition<Clue>();

/** 暂存待查 */
export const held = {
  hold: row({
    title: { en: 'Hold for later', zh: '暂存待查' },
    input: Hold,
    event: 'ClueHeld',
    together: () => [['approveDisposal', 'concludeVerification', 'takeOver']],
    after: ['approveDisposal', 'concludeVerification'],
    blocked: (clue) =>
      !approvedWay(clue, 'hold') && clue.outcome !== 'hold' && 'disposal-not-approved',
    unless: (_, { reviewOn }, circumstances) =>
      notLater(reviewOn, circumstances) || tooLate(reviewOn, 'ClueHeld', circumstances),
    evolve: (clue) => clue,
  }),
  reviewHold: row({
    title: { en: 'Review a held clue', zh: '复查暂存线索' },
    input: Hold,
    event: 'HoldReviewed',
    awaited: () => true,
    unless: (_, { reviewOn }, circumstances) =>
      notLater(reviewOn, circumstances) || tooLate(reviewOn, 'HoldReviewed', circumstances),
    evolve: (clue) => clue,
  }),
  release: row({
    title: { en: 'Release a held clue', zh: '启用暂存线索' },
    input: NoInput,
    event: 'ClueReleasedFromHold',
    into: PRESUPPOSING_NOTHING,
    evolve: ({ disposal: _, outcome: __, ...clue }) => clue,
  }),
};

function notLater(day: string, { happenedAt: { at, zone } }: Circumstances): Objection {
  return (
    (!isDay(day) && { code: 'not-a-time', detail: { field: 'reviewOn' } }) ||
    (!(day > localDate(at, zone)) && 'review-not-later')
  );
}

/** What is to be reviewed within a time is not put off beyond it: it would be overdue before it is past its review. */
function tooLate(day: string, by: string, { startedBy, rules }: Circumstances): Objection {
  const review = { type: 'HoldReviewed', data: {} };
  const owed = rules.filter(({ meets }) => triggers(meets, review)).map(({ code }) => code);
  const [expected] = startedBy(by)
    .flatMap(({ code, dueOn }) => (owed.includes(code) && dueOn !== null ? [dueOn] : []))
    .sort();
  return (
    expected !== undefined &&
    day > expected && { code: 'review-after-due', detail: { field: 'reviewOn', expected } }
  );
}
