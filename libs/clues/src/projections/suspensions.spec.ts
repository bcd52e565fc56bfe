import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { clockResumed, clockSuspended, idOfClue, submitted, upTo } from '../testing/told.js';
import { suspensions } from './suspensions.js';

const VERIFYING = upTo('VerificationStarted');

const STOPPED = {
  clue: idOfClue,
  obligation: 'verify#1',
  code: 'verify',
  ground: 'awaiting-other-organ',
  stoppedAt: nine('2021-10-11'),
  stoppedBy: 'gao',
  untilAt: null,
  how: null,
  resumedBy: null,
  days: null,
  unit: 'days',
  organ: 'nayong',
  recordedLateDays: null,
};
const RESUMED = {
  ...STOPPED,
  untilAt: nine('2021-10-21'),
  how: 'resumed',
  resumedBy: 'gao',
  days: 10,
};

function spell(row: object, from: string, to: string | null) {
  return { happenedFrom: nine(from), happenedTo: to === null ? null : nine(to), row };
}

behaviour('the suspensions of a clue', {
  'are none while its clocks run': given(...VERIFYING)
    .project(suspensions)
    .rows([]),
  'last without an end while a clock stands': given(...VERIFYING, clockSuspended())
    .project(suspensions)
    .rows([spell(STOPPED, '2021-10-11', null)]),
  'are told with their days once it runs again': given(
    ...VERIFYING,
    clockSuspended(),
    clockResumed(),
  )
    .project(suspensions)
    .rows([spell(STOPPED, '2021-10-11', '2021-10-21'), spell(RESUMED, '2021-10-21', null)]),
  'tell by how many days a stop was recorded after the due, as if it had happened before': given(
    ...VERIFYING,
    clockSuspended('verify', { recorded: '2021-11-20' }),
  )
    .project(suspensions)
    .rows([spell({ ...STOPPED, recordedLateDays: 3 }, '2021-10-11', null)]),
  'end with the clock that stood': given(...VERIFYING, clockSuspended(), submitted())
    .project(suspensions)
    .rows([
      spell(STOPPED, '2021-10-11', '2021-11-10'),
      spell(
        { ...STOPPED, untilAt: nine('2021-11-10'), how: 'ended', days: 30 },
        '2021-11-10',
        null,
      ),
    ]),
  'are each told of their own': given(
    ...VERIFYING,
    clockSuspended(),
    clockResumed(),
    clockSuspended('verify', {
      on: '2021-10-25',
      by: 'hu',
      data: { obligation: 'verify', ground: 'hearing' },
    }),
  )
    .project(suspensions)
    .rows([
      spell(STOPPED, '2021-10-11', '2021-10-21'),
      spell(RESUMED, '2021-10-21', '2021-10-25'),
      spell(RESUMED, '2021-10-25', null),
      spell(
        { ...STOPPED, ground: 'hearing', stoppedAt: nine('2021-10-25'), stoppedBy: 'hu' },
        '2021-10-25',
        null,
      ),
    ]),
});
