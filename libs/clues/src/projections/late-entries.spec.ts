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
  corrects: null,
};
const moved = (version: number, from: string, to: string) =>
  corrected(
    version,
    { field: 'happenedAt', old: { ...happened(from) }, new: { ...happened(to) } },
    { on: '2021-10-05' },
  );
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
  'say it as it was told, also once the day was corrected': rows(
    signed(),
    { ...late, recorded: '2021-10-08T01:00:00.000000Z' },
    moved(9, '2021-09-20', '2021-09-20T12:00:00.000+08:00'),
  )([
    {
      ...{ ...ROW, event: idOfEvent(9), days: 18 },
      ...{ recordedAt: '2021-10-08T01:00:00.000000Z', countersignedBy: 'hu' },
    },
  ]),
  'tell a correction that moves a time to another day, with who countersigned it': rows(
    signed({ data: { command: 'correctFact', day: '2021-09-01' } }),
    moved(7, '2021-09-17', '2021-09-01'),
  )([
    {
      ...{ ...ROW, event: idOfEvent(9), type: 'FactCorrected', happenedAt: nine('2021-09-01') },
      ...{ recordedAt: '2021-10-05T01:00:00.000000Z', days: 16, recordedBy: 'gao' },
      ...{ countersignedBy: 'hu', corrects: idOfEvent(7) },
    },
  ]),
  'and not one that leaves the day': rows(
    moved(7, '2021-09-17', '2021-09-17T12:00:00.000+08:00'),
    moved(7, '2021-09-17T12:00:00.000+08:00', '2021-09-17'),
  )([]),
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
