import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { accepted, discovered, idOfClue, settled, transferred, upTo } from '../testing/told.js';
import { silences } from './silences.js';

function since(day: string, to: string | null) {
  return {
    happenedFrom: nine(day),
    happenedTo: to === null ? null : nine(to),
    row: { clue: idOfClue, lastEventAt: nine(day) },
  };
}

behaviour('the silences of a clue', {
  'last from one event to the next': given(...upTo('TransferAccepted'))
    .project(silences)
    .rows([
      since('2021-09-01', '2021-09-03'),
      since('2021-09-03', '2021-09-08'),
      since('2021-09-08', null),
    ]),
  'follow what happened, not what was recorded': given(
    discovered(),
    transferred(),
    accepted({ recorded: '2021-10-31' }),
  )
    .project(silences)
    .rows([
      since('2021-09-01', '2021-09-03'),
      since('2021-09-03', '2021-09-08'),
      since('2021-09-08', null),
    ]),
  'end with the clue: what is settled is not stalled': given(
    discovered(),
    transferred(),
    settled({ on: '2021-09-06' }),
  )
    .project(silences)
    .rows([since('2021-09-01', '2021-09-03'), since('2021-09-03', '2021-09-06')]),
});
