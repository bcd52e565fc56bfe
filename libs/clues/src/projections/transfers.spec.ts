import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { discovered, idOfClue, refused, tell, transferred, upTo } from '../testing/told.js';
import { transfers } from './transfers.js';

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
  outcome: 'waiting',
  answeredAt: null,
};

behaviour('the hand-overs of a clue', {
  'are none before it was sent': given(...upTo('ClueDiscovered'))
    .project(transfers)
    .rows([]),
  'wait to be signed for': given(...upTo('ClueTransferred'))
    .project(transfers)
    .rows([SENT]),
  'are accepted': given(...upTo('TransferAccepted'))
    .project(transfers)
    .rows([{ ...SENT, outcome: 'accepted', answeredAt: nine('2021-09-08') }]),
  'are refused': given(discovered(), transferred(), refused())
    .project(transfers)
    .rows([{ ...SENT, outcome: 'refused', answeredAt: nine('2021-09-08') }]),
  'are recalled': given(discovered(), transferred(), recalled())
    .project(transfers)
    .rows([{ ...SENT, outcome: 'recalled', answeredAt: nine('2021-09-07') }]),
  'count up': given(
    discovered(),
    transferred(),
    refused(),
    transferred({ on: '2021-09-10', data: { to: 'qianxi', direction: 'across' } }),
  )
    .project(transfers)
    .rows([
      { ...SENT, outcome: 'refused', answeredAt: nine('2021-09-08') },
      {
        ...SENT,
        ordinal: 2,
        toOrgan: 'qianxi',
        direction: 'across',
        sentAt: nine('2021-09-10'),
      },
    ]),
});
