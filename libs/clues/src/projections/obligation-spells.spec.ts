import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { endOf, nine } from '../testing/rows.js';
import { accepted, idOfClue, upTo } from '../testing/told.js';
import { obligationSpells } from './obligation-spells.js';

const SIGN = {
  clue: idOfClue,
  obligation: 'sign#1',
  code: 'sign',
  state: 'open',
  startedAt: nine('2021-09-03'),
  due: endOf('2021-09-10'),
  dueOn: '2021-09-10',
  provisional: 0,
  endedAt: null,
  daysLate: null,
  blueAt: endOf('2021-09-02'),
  yellowAt: null,
  redAt: endOf('2021-09-10'),
};

const DISPOSE = {
  ...SIGN,
  obligation: 'dispose#1',
  code: 'dispose',
  startedAt: nine('2021-09-13'),
  due: endOf('2021-10-13'),
  dueOn: '2021-10-13',
  blueAt: endOf('2021-09-29'),
  redAt: endOf('2021-10-13'),
};

behaviour('the obligations of a clue', {
  'are none before the first clock starts': given(...upTo('ClueDiscovered'))
    .project(obligationSpells)
    .rows([]),
  'run from their start, with their due and their colours': given(...upTo('ClueTransferred'))
    .project(obligationSpells)
    .rows([{ happenedFrom: nine('2021-09-03'), happenedTo: null, row: SIGN }]),
  'stay missed for ever when they are met late': given(
    ...upTo('ClueTransferred'),
    accepted({ on: '2021-09-13' }),
  )
    .project(obligationSpells)
    .rows([
      { happenedFrom: nine('2021-09-03'), happenedTo: nine('2021-09-13'), row: SIGN },
      {
        happenedFrom: nine('2021-09-13'),
        happenedTo: null,
        row: { ...SIGN, state: 'met', endedAt: nine('2021-09-13'), daysLate: 3 },
      },
      { happenedFrom: nine('2021-09-13'), happenedTo: null, row: DISPOSE },
    ]),
});
