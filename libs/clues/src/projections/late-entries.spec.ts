import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { CN5 } from '../testing/office.js';
import { nine } from '../testing/rows.js';
import {
  corrected,
  happened,
  idOfClue,
  idOfEvent,
  stepRecorded,
  tell,
  upTo,
  type Told,
} from '../testing/told.js';
import { lateEntries } from './late-entries.js';

const late = stepRecorded({ on: '2021-09-20', recorded: '2021-10-01T01:00:00.000000Z' });
const signed = tell('hu', {
  type: 'LateEntryCountersigned',
  aside: true,
  on: '2021-10-01',
  data: { command: 'recordVerificationStep', day: '2021-09-20' },
});
const ROW = {
  clue: idOfClue,
  event: idOfEvent(8),
  kind: 'clue',
  type: 'VerificationStepRecorded',
  happenedAt: nine('2021-09-20'),
  recordedAt: '2021-10-01T01:00:00.000000Z',
  days: 11,
  recordedBy: 'li',
  countersignedBy: null,
};
const rows = (...told: readonly Told[]) =>
  given(...upTo('VerificationStarted'), ...told)
    .under(CN5)
    .project(lateEntries).rows;

behaviour('the late entries of a clue', {
  'are none where all was told within ten days': rows(
    stepRecorded({ on: '2021-09-20', recorded: '2021-09-30T15:59:59.999000Z' }),
  )([]),
  'say by whom, and how many days late': rows(late)([ROW]),
  'say who countersigned': rows(
    signed(),
    late,
  )([{ ...ROW, event: idOfEvent(9), countersignedBy: 'hu' }]),
  'also once the day was corrected: it was countersigned as it was told': rows(
    signed(),
    { ...late, recorded: '2021-10-08T01:00:00.000000Z' },
    corrected(9, {
      ...{ field: 'happenedAt', old: { ...happened('2021-09-20') } },
      new: { ...happened('2021-09-24') },
    }),
  )([
    {
      ...{ ...ROW, event: idOfEvent(9), happenedAt: nine('2021-09-24'), days: 14 },
      ...{ recordedAt: '2021-10-08T01:00:00.000000Z', countersignedBy: 'hu' },
    },
  ]),
  'not where that was for another day, or after it': rows(
    signed({ data: { command: 'recordVerificationStep', day: '2021-09-21' } }),
    late,
    signed(),
  )([{ ...ROW, event: idOfEvent(9) }]),
  'nor the same one twice': rows(
    signed(),
    late,
    late,
  )([
    { ...ROW, event: idOfEvent(9), countersignedBy: 'hu' },
    { ...ROW, event: idOfEvent(10) },
  ]),
  'leave out what opens, what is imported and what a process told': rows()([]),
});
