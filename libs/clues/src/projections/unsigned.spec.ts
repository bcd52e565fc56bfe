import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { discovered, idOfClue, refused, tell, transferred, upTo } from '../testing/told.js';
import { unsigned } from './unsigned.js';

const recalled = tell('bai', {
  type: 'TransferRecalled',
  on: '2021-09-07',
  organ: 'bijie',
  change: { from: 'inTransit', to: 'returned' },
  data: {},
});

const SENT = {
  clue: idOfClue,
  ordinal: 1,
  fromOrgan: 'bijie',
  toOrgan: 'nayong',
  direction: 'down',
  sentAt: nine('2021-09-03'),
  sentBy: 'bai',
};

function spell(row: object, from: string, to: string | null) {
  return { happenedFrom: nine(from), happenedTo: to === null ? null : nine(to), row };
}

behaviour('a transfer that is not signed for', {
  'is none before it was sent': given(discovered()).project(unsigned).rows([]),
  'waits, with its sender': given(discovered(), transferred())
    .project(unsigned)
    .rows([spell(SENT, '2021-09-03', null)]),
  'waits no more once it is signed for': given(...upTo('OfficersAssigned'))
    .project(unsigned)
    .rows([spell(SENT, '2021-09-03', '2021-09-08')]),
  'waits no more once it is recalled': given(discovered(), transferred(), recalled())
    .project(unsigned)
    .rows([spell(SENT, '2021-09-03', '2021-09-07')]),
  'waits no more once it is refused, and the next one waits anew': given(
    discovered(),
    transferred(),
    refused(),
    transferred({ on: '2021-09-10', data: { to: 'qianxi', direction: 'across' } }),
  )
    .project(unsigned)
    .rows([
      spell(SENT, '2021-09-03', '2021-09-08'),
      spell(
        {
          ...SENT,
          ordinal: 2,
          toOrgan: 'qianxi',
          direction: 'across',
          sentAt: nine('2021-09-10'),
        },
        '2021-09-10',
        null,
      ),
    ]),
});
