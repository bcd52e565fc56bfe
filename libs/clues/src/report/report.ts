import { workflow } from '@cluetrail/workflow';
import { streamsOfClocks, streamsOfClues } from '../case/its-clues.js';
import { correctingTimes } from '../correcting.js';
import { countersigning } from '../countersigning.js';
import { extending } from '../extending.js';
import { answeredTo } from './answered-to.js';
import { received } from './received.js';
import { NEW_REPORT, type Report } from './state.js';

/** 检举控告件: one received message, about any number of clues. Source: domain.md §3.3. */
export const report = workflow<Report>({
  kind: 'report',
  title: { en: 'Report', zh: '检举控告件' },
  initial: NEW_REPORT,
  states: {
    received: { phase: 'discovered', title: { en: 'Received', zh: '已收件' } },
    attached: { phase: 'discovered', title: { en: 'Part of a clue', zh: '已转线索' }, ended: true },
    notAccepted: {
      phase: 'discovered',
      title: { en: 'Not accepted', zh: '不予受理' },
      ended: true,
    },
    keptForReference: {
      phase: 'discovered',
      title: { en: 'Kept for reference', zh: '留存备查' },
      ended: true,
    },
    sealedUp: { phase: 'discovered', title: { en: 'Sent up sealed', zh: '径送上级' }, ended: true },
  },
  transitions: {
    ...received,
    ...answeredTo,
    ...correctingTimes<Report>({
      reads: streamsOfClocks,
      watching: (one, { self }) => [self, ...streamsOfClues(one)],
    }),
    ...countersigning<Report>(),
    ...extending<Report>({
      of: ({ extensions }) => extensions,
      with: (one, extensions) => ({ ...one, extensions }),
    }),
  },
});
