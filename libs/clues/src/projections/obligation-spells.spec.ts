import { behaviour } from '../testing/behaviour.js';
import { given, givenReport } from '../testing/given.js';
import { shipped } from '../testing/office.js';
import { endOf, nine } from '../testing/rows.js';
import { accepted, discovered, idOfClue, tell, upTo } from '../testing/told.js';
import {
  acknowledged,
  anonymousReport,
  receivedReport,
  REPORT_ID,
} from '../testing/told-report.js';
import { obligationSpells } from './obligation-spells.js';
import { reportObligationSpells } from './report-obligation-spells.js';

/** It goes on in another clue, or does so no more. */
const joined = (type: string, on: string) =>
  tell('gao', { type, on, organ: 'bijie', data: { survivor: 'one' } })();

const SECOND = shipped('cn-2019-example', 2);

const SIGN = {
  clue: idOfClue,
  watch: 'clue',
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

const ALLOCATE = {
  ...SIGN,
  obligation: 'allocate#1',
  code: 'allocate',
  startedAt: nine('2021-09-01'),
  due: endOf('2021-09-08'),
  dueOn: '2021-09-08',
  blueAt: endOf('2021-08-31'),
  redAt: endOf('2021-09-08'),
};

const ACKNOWLEDGE = {
  ...SIGN,
  watch: 'report',
  obligation: 'acknowledge#1',
  code: 'acknowledge',
  startedAt: nine('2021-08-30'),
  due: endOf('2021-09-18'),
  dueOn: '2021-09-18',
  blueAt: endOf('2021-09-12'),
  redAt: endOf('2021-09-18'),
};
const { clue: _, watch: __, ...ANSWER } = ACKNOWLEDGE;

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
  'include those of its reports, told as of them': given(
    discovered({ data: { reports: [{ reportId: REPORT_ID, realName: true }] } }),
  )
    .under(SECOND)
    .beside(receivedReport({ on: '2021-08-30' }))
    .project(obligationSpells)
    .rows([
      { happenedFrom: nine('2021-09-01'), happenedTo: null, row: ALLOCATE },
      { happenedFrom: nine('2021-09-01'), happenedTo: null, row: ACKNOWLEDGE },
    ]),
  'hold nothing of its reports while it goes on in another clue': given(
    discovered({ data: { reports: [{ reportId: REPORT_ID, realName: true }] } }),
    joined('ClueMergedAway', '2021-09-06'),
    joined('ClueGivenBack', '2021-09-07'),
    joined('ClueMergedAway', '2021-09-08'),
  )
    .under(SECOND)
    .beside(receivedReport({ on: '2021-08-30' }))
    .project(obligationSpells)
    .rows([
      { happenedFrom: nine('2021-09-01'), happenedTo: nine('2021-09-06'), row: ALLOCATE },
      { happenedFrom: nine('2021-09-01'), happenedTo: nine('2021-09-06'), row: ACKNOWLEDGE },
      {
        happenedFrom: nine('2021-09-06'),
        happenedTo: null,
        row: { ...ALLOCATE, state: 'cancelled', endedAt: nine('2021-09-06'), daysLate: 0 },
      },
      { happenedFrom: nine('2021-09-07'), happenedTo: nine('2021-09-08'), row: ACKNOWLEDGE },
    ]),
});

behaviour('the obligations of a report', {
  'run without any clue': givenReport(receivedReport({ on: '2021-08-30' }), acknowledged())
    .under(SECOND)
    .project(reportObligationSpells)
    .rows([
      {
        happenedFrom: nine('2021-08-30'),
        happenedTo: nine('2021-09-03'),
        row: { report: REPORT_ID, ...ANSWER },
      },
      {
        happenedFrom: nine('2021-09-03'),
        happenedTo: null,
        row: {
          report: REPORT_ID,
          ...ANSWER,
          state: 'met',
          endedAt: nine('2021-09-03'),
          daysLate: 0,
        },
      },
    ]),
  'are none of an anonymous one': givenReport(anonymousReport())
    .under(SECOND)
    .project(reportObligationSpells)
    .rows([]),
  'are none of a clue': given(...upTo('ClueTransferred'))
    .project(reportObligationSpells)
    .rows([]),
});
