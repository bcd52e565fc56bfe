import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { assigned, idOfClue, upTo } from '../testing/told.js';
import { assignments } from './assignments.js';

function works(officer: string, from: string, to: string | null) {
  return {
    happenedFrom: nine(from),
    happenedTo: to === null ? null : nine(to),
    row: { clue: idOfClue, officer },
  };
}

behaviour('who works on a clue', {
  'is nobody before officers are assigned': given(...upTo('TransferAccepted'))
    .project(assignments)
    .rows([]),
  'are its officers': given(...upTo('OfficersAssigned'))
    .project(assignments)
    .rows([works('li', '2021-09-09', null), works('wang', '2021-09-09', null)]),
  'are others once others are assigned': given(
    ...upTo('OfficersAssigned'),
    assigned({ on: '2021-09-12', data: { officers: ['li', 'fang'] } }),
  )
    .project(assignments)
    .rows([
      works('li', '2021-09-09', '2021-09-12'),
      works('wang', '2021-09-09', '2021-09-12'),
      works('li', '2021-09-12', null),
      works('fang', '2021-09-12', null),
    ]),
});
