import { OPEN } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { given, givenReport } from '../testing/given.js';
import { shipped } from '../testing/office.js';
import { endOf, nine } from '../testing/rows.js';
import { discovered, upTo } from '../testing/told.js';
import {
  acknowledged,
  anonymousReport,
  becamePart,
  receivedReport,
  REPORT_ID,
  sentUp,
} from '../testing/told-report.js';
import { reports } from './reports.js';

const SECOND = shipped('cn-2019-example', 2);
const RECEIVED = {
  report: REPORT_ID,
  procedure: 'cn-2019-example',
  procedureVersion: 2,
  revision: 1,
  state: 'received',
  open: 1,
  organ: 'bijie',
  channel: 'letter',
  realName: 1,
  higher: 0,
  reporter: 'qian',
  receivedAt: nine('2021-09-01'),
  nextDue: endOf('2021-09-23'),
  blueAt: endOf('2021-09-14'),
  yellowAt: OPEN,
  redAt: endOf('2021-09-23'),
  organPath: '/bijie/',
  receiverPath: null,
  level: 'L1',
  assigned: '',
  excluded: '',
};
const NOTHING_DUE = { nextDue: OPEN, blueAt: OPEN, yellowAt: OPEN, redAt: OPEN };

behaviour('a report as it stands', {
  'owes an answer to who gave his name': givenReport(receivedReport())
    .under(SECOND)
    .project(reports)
    .rows([RECEIVED]),
  'stays open until it is decided what it comes to': givenReport(receivedReport(), acknowledged())
    .under(SECOND)
    .project(reports)
    .rows([{ ...RECEIVED, revision: 2, ...NOTHING_DUE }]),
  'owes nothing to nobody': givenReport(anonymousReport())
    .under(SECOND)
    .project(reports)
    .rows([{ ...RECEIVED, channel: 'online', realName: 0, reporter: null, ...NOTHING_DUE }]),
  'keeps no sender once it was sent up': givenReport(receivedReport(), sentUp())
    .under(SECOND)
    .project(reports)
    .rows([
      { ...RECEIVED, revision: 2, state: 'sealedUp', open: 0, reporter: null, ...NOTHING_DUE },
    ]),
  'is not there for whom a clue is about that it is part of': givenReport(
    anonymousReport(),
    becamePart(),
  )
    .beside(discovered())
    .under(SECOND)
    .project(reports)
    .rows([
      {
        ...{ ...RECEIVED, revision: 2, state: 'attached', open: 0, channel: 'online' },
        ...{ realName: 0, reporter: null, excluded: '|zhao|', ...NOTHING_DUE },
      },
    ]),
  'is of the level of its clue, once that is raised': givenReport(receivedReport(), becamePart())
    .beside(discovered({ level: 'L3' }))
    .under(SECOND)
    .project(reports)
    .rows([{ ...RECEIVED, revision: 2, state: 'attached', level: 'L3', excluded: '|zhao|' }]),
  'is no clue': given(...upTo('ClueTransferred'))
    .project(reports)
    .rows([]),
});
