import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { CN2 } from '../testing/office.js';
import { nine } from '../testing/rows.js';
import {
  approved,
  discovered,
  idOfClue,
  proposed,
  tell,
  type Told,
  upTo,
} from '../testing/told.js';
import { fourEyes } from './four-eyes.js';

const DISPOSAL = {
  clue: idOfClue,
  first: 'DisposalProposed',
  second: 'DisposalApproved',
  firstBy: 'li',
  secondBy: 'gao',
  firstAt: nine('2021-09-15'),
  secondAt: nine('2021-09-16'),
  imported: 0,
  breached: 0,
};

const answered = tell('gao', { type: 'SupervisionNoticeAnswered', on: '2021-09-15', data: {} });
const lifted = tell('gao', { type: 'SupervisionNoticeLifted', on: '2021-09-18', data: {} });

/** What a foreign log said of somebody's act. */
function activity(kind: string, by: string, on: string): Told {
  const data = { activity: kind, kind, by, rowId: on };
  return { ...discovered(), type: 'ActivityImported', on, data, change: undefined };
}

const CHECKED = {
  ...DISPOSAL,
  first: 'registration-confirmed',
  second: 'checked',
  firstAt: nine('2021-09-02'),
  secondAt: nine('2021-09-03'),
};

behaviour('four eyes', {
  'are no question before both acts are done': given(...upTo('DisposalProposed'))
    .project(fourEyes)
    .rows([]),
  'are kept by two persons': given(...upTo('DisposalApproved'))
    .project(fourEyes)
    .rows([DISPOSAL]),
  'are missed where one person did both': given(...upTo('DisposalProposed'), approved({ by: 'li' }))
    .project(fourEyes)
    .rows([{ ...DISPOSAL, secondBy: 'li', breached: 1 }]),
  'are told for every pair': given(...upTo('VerificationConcluded'))
    .project(fourEyes)
    .rows([
      DISPOSAL,
      {
        ...DISPOSAL,
        first: 'VerificationReportSubmitted',
        second: 'VerificationConcluded',
        firstAt: nine('2021-11-10'),
        secondAt: nine('2021-11-12'),
      },
    ]),
  'are missed where one person did both, whoever did one of them after him': given(
    ...upTo('DisposalProposed'),
    tell('gao', { type: 'DisposalReturned', on: '2021-09-16', data: {} })(),
    proposed({ by: 'wang', on: '2021-09-17' }),
    approved({ by: 'li', on: '2021-09-18' }),
  )
    .project(fourEyes)
    .rows([{ ...DISPOSAL, secondBy: 'li', secondAt: nine('2021-09-18'), breached: 1 }]),
  'are asked for by the procedure that the clue is pinned to': given(
    discovered(),
    answered(),
    answered({ by: 'du', on: '2021-09-17' }),
    lifted(),
  )
    .under(CN2)
    .project(fourEyes)
    .rows([
      {
        ...{ ...DISPOSAL, first: 'SupervisionNoticeAnswered', second: 'SupervisionNoticeLifted' },
        ...{ firstBy: 'gao', secondAt: nine('2021-09-18'), breached: 1 },
      },
    ]),
  'are missed in a foreign log by the person it names, not by who imported it': given(
    discovered(),
    activity('registration-confirmed', 'resource-21', '2021-09-02'),
    activity('checked', 'resource-21', '2021-09-03'),
  )
    .project(fourEyes)
    .rows([{ ...CHECKED, firstBy: 'resource-21', secondBy: 'resource-21', breached: 1 }]),
  'are not healed by doing it again: the first check counts': given(
    discovered(),
    activity('registration-confirmed', 'resource-21', '2021-09-02'),
    activity('checked', 'resource-21', '2021-09-03'),
    activity('checked', 'resource-22', '2021-09-04'),
  )
    .project(fourEyes)
    .rows([{ ...CHECKED, firstBy: 'resource-21', secondBy: 'resource-21', breached: 1 }]),
});
