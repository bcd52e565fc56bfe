import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { HIDDEN, TIMED } from '../testing/neighbours.js';
import { CN5 } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import {
  discovered as told,
  happened,
  idOfEvent,
  tell,
  wholeDay,
  type When,
} from '../testing/told.js';

// The report was received on 2021-09-01 at 9 o'clock.
const RECEIVED = '2021-09-01T01:00:00.000Z';
const THE_DAY_BEFORE = '2021-08-31T01:00:00.000Z';
const OF = { source: 'report', subjects: [{ personId: 'zhao' }], summary: 'paid to the dead' };

const from = (reportId: string, on: When) =>
  command('discover', { ...OF, reportIds: [reportId] })
    .by('an')
    .on(on)
    .recorded('2021-09-03');
const found = event('ClueDiscovered', {
  ...OF,
  reports: [{ reportId: TIMED, realName: true }],
})
  .moves('none', 'registered')
  .under('23');

behaviour('a clue that comes from a report', {
  'is discovered after that was received': after().when(from(TIMED, '2021-09-02')).then(found),
  'or on that day': after()
    .when(from(TIMED, wholeDay('2021-09-01')))
    .then(found),
  'and not before': after()
    .when(from(TIMED, '2021-08-31'))
    .refused('happened-before-previous', { expected: RECEIVED, found: THE_DAY_BEFORE }),
  'nor is the report attached before it was received': given(told())
    .under(CN5)
    .when(
      command('attachReport', { reportId: TIMED }).by('an').on('2021-08-31').recorded('2021-09-03'),
    )
    .refused('happened-before-previous', { expected: RECEIVED, found: THE_DAY_BEFORE }),
});

const come = (reportId: string) =>
  told({
    on: '2021-09-05',
    data: { ...OF, reports: [{ reportId, realName: true }] },
  });
const attached = tell('an', {
  ...{ type: 'ReportAttached', on: '2021-09-05', organ: 'bijie' },
  data: { reportId: HIDDEN, realName: true },
});
const moved = (version: number, to: string) =>
  command('correctFact', {
    ...{ targetEventId: idOfEvent(version), field: 'happenedAt' },
    ...{ old: { ...happened('2021-09-05') }, new: to },
  })
    .because('the register says otherwise')
    .by('kong')
    .on('2021-10-12');

behaviour('the discovery of such a clue, corrected', {
  'may lie after the report was received': given(come(TIMED))
    .when(moved(1, '2021-09-02'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOfEvent(1), field: 'happenedAt', approvedBy: 'kong' },
        ...{ old: { ...happened('2021-09-05') }, new: { ...wholeDay('2021-09-02') } },
      }),
    ),
  'and not before': given(come(TIMED))
    .when(moved(1, '2021-08-31'))
    .refused('happened-before-previous', {
      ...{ expected: RECEIVED, found: wholeDay('2021-08-31').at },
    }),
  'of a report that the giver may not see, nothing more is told': given(come(HIDDEN))
    .when(moved(1, '2021-08-31'))
    .refused('happened-before-previous'),
  'nor may a report be attached before it was received': given(told(), attached())
    .when(moved(2, '2021-08-31'))
    .refused('happened-before-previous'),
});
