import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { endOf, nine } from '../testing/rows.js';
import { idOfClue, tell, upTo } from '../testing/told.js';
import { holds } from './holds.js';

const held = tell('gao', {
  type: 'ClueHeld',
  on: '2021-09-20',
  change: { from: 'disposalPending', to: 'held' },
  data: { reviewOn: '2021-12-31' },
});
const reviewed = tell('du', {
  type: 'HoldReviewed',
  on: '2021-12-30',
  data: { reviewOn: '2022-03-31' },
});
const released = tell('gao', {
  type: 'ClueReleasedFromHold',
  on: '2022-02-10',
  change: { from: 'held', to: 'disposalPending' },
  data: {},
});

const APPROVED = upTo('DisposalApproved');
const HELD = {
  clue: idOfClue,
  heldAt: nine('2021-09-20'),
  heldBy: 'gao',
  reviewOn: '2021-12-31',
  reviewBy: endOf('2021-12-31'),
  reviews: 0,
};
const AGAIN = { ...HELD, reviewOn: '2022-03-31', reviewBy: endOf('2022-03-31'), reviews: 1 };

function spell(row: object, from: string, to: string | null) {
  return { happenedFrom: nine(from), happenedTo: to === null ? null : nine(to), row };
}

behaviour('a held clue', {
  'is none before': given(...APPROVED)
    .project(holds)
    .rows([]),
  'waits for its review by the end of that day': given(...APPROVED, held())
    .project(holds)
    .rows([spell(HELD, '2021-09-20', null)]),
  'is reviewed, and waits for the next': given(...APPROVED, held(), reviewed())
    .project(holds)
    .rows([spell(HELD, '2021-09-20', '2021-12-30'), spell(AGAIN, '2021-12-30', null)]),
  'is held no longer once released': given(...APPROVED, held(), reviewed(), released())
    .project(holds)
    .rows([spell(HELD, '2021-09-20', '2021-12-30'), spell(AGAIN, '2021-12-30', '2022-02-10')]),
});
