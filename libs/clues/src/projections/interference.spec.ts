import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { idOfClue, idOfEvent, SEALED, tell, upTo } from '../testing/told.js';
import { interference } from './interference.js';

const reported = tell('li', {
  type: 'InterferenceReported',
  on: '2021-09-10',
  data: { how: 'pleaded', who: SEALED },
});

const ROW = {
  clue: idOfClue,
  event: idOfEvent(5),
  how: 'pleaded',
  reportedAt: nine('2021-09-10'),
  reportedBy: 'li',
};

behaviour('the interferences with a clue', {
  'are none where nobody stepped in': given(...upTo('OfficersAssigned'))
    .project(interference)
    .rows([]),
  'name what was done and by whom it was reported; who it was stays sealed in the event': given(
    ...upTo('OfficersAssigned'),
    reported(),
    reported({ on: '2021-09-12', by: 'wang', data: { how: 'asked', who: SEALED, note: SEALED } }),
  )
    .project(interference)
    .rows([
      ROW,
      {
        ...ROW,
        event: idOfEvent(6),
        how: 'asked',
        reportedAt: nine('2021-09-12'),
        reportedBy: 'wang',
      },
    ]),
});
