import { idOf } from '@cluetrail/event-sourcing';
import { SEALED, STREAM, tell } from './told.js';

export const REPORT_ID = '5e3b9a58-2021-5003-9a58-0d6f7b525c0f';
export const REPORT_STREAM = `report-${REPORT_ID}`;

export const receivedReport = tell('an', {
  type: 'ReportReceived',
  on: '2021-09-01',
  organ: 'bijie',
  stream: REPORT_STREAM,
  change: { from: 'none', to: 'received' },
  data: { channel: 'letter', realName: true, higher: false, reporterId: 'qian', text: SEALED },
});

export const anonymousReport = () =>
  receivedReport({ data: { channel: 'online', realName: false, higher: false } });

/** It belongs to an organ above: without content. */
export const higherReport = () =>
  receivedReport({ data: { channel: 'letter', realName: true, higher: true } });

export const acknowledged = tell('an', {
  type: 'ReportAcknowledged',
  on: '2021-09-03',
  organ: 'bijie',
  stream: REPORT_STREAM,
  data: { method: 'letter' },
});

export const sentUp = tell('an', {
  type: 'ReportReferredUpSealed',
  on: '2021-09-03',
  organ: 'bijie',
  stream: REPORT_STREAM,
  change: { from: 'received', to: 'sealedUp' },
  data: { to: 'guizhou', receivedOn: '2021-09-01' },
});

/** The process tells it of the clue. */
export const becamePart = tell('an', {
  type: 'ReportBecamePart',
  on: '2021-09-02',
  organ: 'bijie',
  stream: REPORT_STREAM,
  change: { from: 'received', to: 'attached' },
  data: { clueId: idOf(STREAM), now: 'attached' },
});
