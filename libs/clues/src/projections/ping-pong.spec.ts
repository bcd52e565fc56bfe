import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { accepted, discovered, idOfClue, refused, transferred, upTo } from '../testing/told.js';
import { pingPong } from './ping-pong.js';

const ROW = {
  clue: idOfClue,
  returned: 1,
  transfers: 1,
  organs: '|bijie|nayong|',
  lastReturnedAt: nine('2021-09-08'),
};
const sentAgain = transferred({ on: '2021-09-10' });
const refusedAgain = refused({ on: '2021-09-14' });
const sentBack = transferred({
  on: '2021-09-10',
  by: 'chen',
  organ: 'nayong',
  data: { to: 'bijie', direction: 'up' },
});
const takenBack = accepted({ on: '2021-09-14', by: 'bai', organ: 'bijie' });

behaviour('a clue that comes back', {
  'has no row while it was never returned': given(...upTo('TransferAccepted'))
    .project(pingPong)
    .rows([]),
  'was refused': given(discovered(), transferred(), refused()).project(pingPong).rows([ROW]),
  'was refused again': given(discovered(), transferred(), refused(), sentAgain, refusedAgain)
    .project(pingPong)
    .rows([{ ...ROW, returned: 2, transfers: 2, lastReturnedAt: nine('2021-09-14') }]),
  'was signed for, and sent back to where it came from': given(
    ...upTo('TransferAccepted'),
    sentBack,
    takenBack,
  )
    .project(pingPong)
    .rows([{ ...ROW, transfers: 2, lastReturnedAt: nine('2021-09-14') }]),
  'is not back while nobody has signed for it': given(...upTo('TransferAccepted'), sentBack)
    .project(pingPong)
    .rows([]),
});
