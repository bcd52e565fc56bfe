import type { Json } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { agreed } from '../testing/correcting-times.js';
import { givenReport } from '../testing/given.js';
import { FOUND } from '../testing/neighbours.js';
import { CN5, shipped, SYSTEM } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { happened, idOfEvent, tell, wholeDay, type Told } from '../testing/told.js';
import { acknowledged, becamePart, receivedReport, REPORT_STREAM } from '../testing/told-report.js';

const EU = shipped('eu-2019-1937-example', 2);
const late = { recorded: '2021-09-08T01:00:00.000000Z' };
const given = (...told: readonly Told[]) => givenReport(receivedReport(late), ...told).under(CN5);
const agreedTo = (day: string) => agreed(day, { stream: REPORT_STREAM, organ: 'bijie' });
const idOf = (version: number) => idOfEvent(version, REPORT_STREAM);

function correct(version: number, field: string, old: Json, next: Json) {
  const input = { targetEventId: idOf(version), field, old, new: next };
  return command('correctFact', input).because('the postmark').on('2021-09-10');
}

const moved = (version: number, from: string, to: string) =>
  correct(version, 'happenedAt', { ...happened(from) }, to);
const fact = (version: number, from: string, to: string, approvedBy: string) =>
  event('FactCorrected', {
    ...{ targetEventId: idOf(version), field: 'happenedAt', approvedBy },
    ...{ old: { ...happened(from) }, new: { ...wholeDay(to) } },
  });
const ofFound = becamePart({
  ...{ by: SYSTEM, on: '2021-09-05' },
  data: { clueId: FOUND, now: 'attached' },
});

behaviour('correcting when something of a report happened', {
  'tells when it was received': given(agreedTo('2021-08-31'))
    .when(moved(1, '2021-09-01', '2021-08-31').by('kong'))
    .then(fact(1, '2021-09-01', '2021-08-31', 'kong')),
  'and when the reporter was told': given(acknowledged(), agreedTo('2021-09-02'))
    .when(moved(2, '2021-09-03', '2021-09-02').by('kong'))
    .then(fact(2, '2021-09-03', '2021-09-02', 'kong')),
  'also by the other procedure': given(agreedTo('2021-08-31'))
    .under(EU)
    .when(moved(1, '2021-09-01', '2021-08-31').by('kong'))
    .then(fact(1, '2021-09-01', '2021-08-31', 'kong')),
  'is refused to the one who received it': given()
    .when(moved(1, '2021-09-01', '2021-08-31').by('an', 'leader'))
    .refused('four-eyes'),
  'leaves it received before all else': given(acknowledged())
    .when(moved(1, '2021-09-01', '2021-09-06').by('kong'))
    .refused('happened-before-previous'),
  'leaves it received before a clue came of it': given(becamePart({ by: SYSTEM }))
    .when(moved(1, '2021-09-01', '2021-09-03').by('kong'))
    .refused('happened-before-previous'),
  'also where that was told later, and the discovery was corrected': given(ofFound)
    .when(moved(1, '2021-09-01', '2021-09-04').by('kong'))
    .refused('happened-before-previous', {
      ...{ expected: wholeDay('2021-09-04').at, found: happened('2021-09-02').at },
    }),
  'may bring it up to the discovery': given(ofFound, agreedTo('2021-09-02'))
    .when(moved(1, '2021-09-01', '2021-09-02').by('kong'))
    .then(fact(1, '2021-09-01', '2021-09-02', 'kong')),
  'is for leaders': given()
    .when(moved(1, '2021-09-01', '2021-08-31').by('bai'))
    .refused('wrong-role', { expected: ['leader'] }),
  'of its organ': given()
    .when(moved(1, '2021-09-01', '2021-08-31').by('ren'))
    .refused('wrong-organ', { expected: 'bijie' }),
  'touches nothing else': given()
    .when(correct(1, 'channel', 'letter', 'visit').by('kong'))
    .refused('not-correctable'),
  'nor its text, to which a file is attached': given()
    .when(correct(1, 'text', 'the mayor', 'a mayor').by('kong'))
    .refused('text-not-correctable'),
  'leaves what a process told of its clue where it was': given(becamePart({ by: SYSTEM }))
    .when(moved(2, '2021-09-02', '2021-09-01').by('kong'))
    .refused('not-correctable'),
});

const ofFeedback = (type: string, on: string) =>
  tell('an', {
    ...{ type, on, organ: 'bijie', stream: REPORT_STREAM },
    data: { obligation: 'feedback', ordinal: 1, ...(type === 'ExtensionGranted' && { by: '3M' }) },
  })();

// Told on the third of September that it is dealt with, the reporter is told the result by the third of December.
const extended = given(
  acknowledged(),
  ofFeedback('ExtensionRequested', '2021-12-01'),
  ofFeedback('ExtensionGranted', '2021-12-03'),
).under(EU);

behaviour('a corrected time of what the limit of an extended clock counts from', {
  'leaves its due behind the extension': extended
    .when(moved(2, '2021-09-03', '2021-09-02').by('kong').on('2021-12-06'))
    .refused('extension-too-late'),
  'is free within the day': extended
    .when(moved(2, '2021-09-03', '2021-09-03').by('kong').on('2021-12-06'))
    .then(fact(2, '2021-09-03', '2021-09-03', 'kong')),
});
