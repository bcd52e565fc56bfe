import { behaviour } from '../testing/behaviour.js';
import { given, givenReport } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { discovered } from '../testing/told.js';
import { receivedReport, REPORT_ID, sentUp } from '../testing/told-report.js';
import { reportSubjects } from './report-subjects.js';

const about = receivedReport({
  data: { channel: 'letter', realName: false, higher: false, subjects: ['zhao', 'qian'] },
});
const ROW = { report: REPORT_ID, subject: 'zhao', receivedAt: nine('2021-09-01') };

behaviour('whom a report is about', {
  'are the people whom it names': givenReport(about)
    .project(reportSubjects)
    .rows([ROW, { ...ROW, subject: 'qian' }]),
  'is nobody where it names nobody': givenReport(receivedReport()).project(reportSubjects).rows([]),
  'is not kept once it was sent up': givenReport(about, sentUp()).project(reportSubjects).rows([]),
  'is nothing of a clue': given(discovered()).project(reportSubjects).rows([]),
});
