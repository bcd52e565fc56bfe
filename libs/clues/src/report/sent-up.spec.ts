import { behaviour } from '../testing/behaviour.js';
import { givenReport } from '../testing/given.js';
import { VOIDED } from '../testing/neighbours.js';
import { shipped } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { happened, idOfClue, idOfEvent, tell, type Told } from '../testing/told.js';
import {
  acknowledged,
  anonymousReport,
  becamePart,
  higherReport,
  REPORT_STREAM,
  receivedReport,
  sentUp,
} from '../testing/told-report.js';

const SECOND = shipped('cn-2019-example', 2);
const given = (...told: readonly Told[]) => givenReport(...told).under(SECOND);
/** By name, of a matter about these people. */
const about = (...subjects: readonly string[]) =>
  receivedReport({
    data: { channel: 'letter', realName: true, higher: false, reporterId: 'qian', subjects },
  });
const { acknowledge: _, ...answeringNobody } = SECOND.workflows['report'];

/** Its clue went up, and another one needed it then. */
const stayed = () =>
  becamePart({
    ...{ type: 'ReportSentUpWithClue', change: undefined },
    ...{ on: '2021-09-04', data: { clueId: idOfClue, to: 'guizhou', now: 'attached' } },
  });

const up = { to: 'guizhou', receivedOn: '2021-09-01' };

behaviour('sending a report up sealed', {
  'leaves where it went and when it came in': given(higherReport())
    .when(command('referUpSealed', up).by('an'))
    .then(event('ReportReferredUpSealed', up).moves('received', 'sealedUp').under('15')),
  'may be the first that is known of it': given()
    .when(command('referUpSealed', up).by('an').on('2021-09-02'))
    .then(event('ReportReferredUpSealed', up).moves('none', 'sealedUp').under('15')),
  'is refused to an organ that is not above': given(higherReport())
    .when(command('referUpSealed', { ...up, to: 'nayong' }).by('an'))
    .refused('not-above'),
  'is refused where it came in after it went': given()
    .when(
      command('referUpSealed', { ...up, receivedOn: '2021-09-03' })
        .by('an')
        .on('2021-09-02'),
    )
    .refused('received-later'),
  'is refused where it contradicts the day on which the report was received': given(higherReport())
    .when(
      command('referUpSealed', { ...up, receivedOn: '2021-08-31' })
        .by('an')
        .on('2021-09-02'),
    )
    .refused('received-otherwise', { expected: '2021-09-01', found: '2021-08-31' }),
  'or that day as it was corrected': given(
    higherReport(),
    tell('kong', {
      ...{ type: 'FactCorrected', on: '2021-09-02', organ: 'bijie', stream: REPORT_STREAM },
      data: {
        ...{ targetEventId: idOfEvent(1, REPORT_STREAM), field: 'happenedAt' },
        ...{ old: { ...happened('2021-09-01') }, new: { ...happened('2021-08-31') } },
      },
    })(),
  )
    .when(command('referUpSealed', up).by('an').on('2021-09-03'))
    .refused('received-otherwise', { expected: '2021-08-31', found: '2021-09-01' }),
  'holds no content': given()
    .when(command('referUpSealed', { ...up, text: 'something' }).by('an'))
    .invalid('text'),
  'happens once': given(higherReport(), sentUp())
    .when(command('referUpSealed', up).by('an'))
    .refused('wrong-state'),
});

const send = command('referUpSealed', up).by('an');
const sent = event('ReportReferredUpSealed', up).moves('received', 'sealedUp').under('15');

behaviour('a report that is sent up by itself', {
  'is part of no clue: that one is sent up, and takes it along': given(
    about('kong'),
    acknowledged(),
    becamePart(),
  )
    .when(send.on('2021-09-06'))
    .refused('report-of-a-clue'),
  'is part of what is void alone, which needs it no more': given(
    anonymousReport(),
    becamePart({ data: { clueId: VOIDED, now: 'attached' } }),
  )
    .when(send)
    .then(event('ReportReferredUpSealed', up).moves('attached', 'sealedUp').under('15')),
  'is as little for above as before, by that alone': given(
    about('zhao'),
    acknowledged(),
    becamePart({ data: { clueId: VOIDED, now: 'attached' } }),
  )
    .when(send)
    .refused('not-managed-above', { organ: 'bijie' }),
  'stayed for a clue that is void by now, when another one went up': given(
    about('zhao'),
    acknowledged(),
    becamePart(),
    becamePart({ data: { clueId: VOIDED, now: 'attached' }, change: undefined }),
    stayed(),
  )
    .when(send.on('2021-09-06'))
    .then(event('ReportReferredUpSealed', up).moves('attached', 'sealedUp').under('15')),
  'is about nobody that is named': given(anonymousReport()).when(send).then(sent),
  'is about one who decides where it came in': given(about('zhao', 'kong'), acknowledged())
    .when(send)
    .then(sent),
  'or about one who decides above': given(about('ren'), acknowledged()).when(send).then(sent),
  'but not about one who decides below': given(about('gao'), acknowledged())
    .when(send)
    .refused('not-managed-above', { organ: 'bijie' }),
  'nor about one who decides nothing there, or somewhere else': given(
    about('zhao', 'luo', 'bei'),
    acknowledged(),
  )
    .when(send)
    .refused('not-managed-above', { organ: 'bijie' }),
  'goes once its reporter was told': given(about())
    .when(send)
    .refused('owed-to-reporter', {
      found: ['acknowledge'],
    }),
  'and for nothing else that runs until it goes': given(
    receivedReport({
      data: { channel: 'letter', realName: true, higher: true, reporterId: 'qian' },
    }),
  )
    .when(send)
    .refused('owed-to-reporter', { found: ['acknowledge'] }),
  'or need not be': given(
    about(),
    acknowledged({ type: 'AcknowledgementWaived', data: { ground: 'asked-not-to' } }),
  )
    .when(send)
    .then(sent),
  'owes him no more where nobody could tell him': given(about())
    .under({ ...SECOND, workflows: { ...SECOND.workflows, report: answeringNobody } })
    .when(send)
    .then(sent),
  'tells nobody who was not registered': given(higherReport()).when(send).then(sent),
});
