import type { Data } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { givenReport } from '../testing/given.js';
import { BY_LI, BY_QIAN } from '../testing/neighbours.js';
import { shipped } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { idOfClue, type Told } from '../testing/told.js';
import {
  acknowledged,
  anonymousReport,
  receivedReport,
  REPORT_ID,
} from '../testing/told-report.js';

const SECOND = shipped('cn-2019-example', 2);
const given = (...told: readonly Told[]) => givenReport(...told).under(SECOND);
const EU = shipped('eu-2019-1937-example', 1);
/** A clock runs for every report. */
const everyReport = {
  ...SECOND,
  obligations: SECOND.obligations.map((rule) =>
    rule.code === 'acknowledge'
      ? { ...rule, starts: [{ event: 'ReportReceived', where: {} }] }
      : rule,
  ),
};
const keep = (repeatOf: string) => command('keepForReference', { repeatOf }).by('an');
const kept = (data: Data = {}) =>
  event('ReportKeptForReference', data).moves('received', 'keptForReference').under('14');
const OWED = { found: ['acknowledge'] };

behaviour('keeping a report for reference', {
  ...Object.fromEntries(
    ['received', 'attached'].map((state) => [
      `is kept for reference when it repeats one of the same reporter that is ${state}`,
      given(receivedReport())
        .when(keep(BY_QIAN[state]))
        .then(kept({ repeatOf: BY_QIAN[state] })),
    ]),
  ),
  ...Object.fromEntries(
    ['keptForReference', 'notAccepted', 'sealedUp'].map((state) => [
      `is not kept where that one is ${state}: nobody would tell him`,
      given(receivedReport()).when(keep(BY_QIAN[state])).refused('owed-to-reporter', OWED),
    ]),
  ),
  'is not kept as the repeat of what another reported': given(receivedReport())
    .when(keep(BY_LI))
    .refused('owed-to-reporter', OWED),
  'nor as a repeat of nothing': given(receivedReport())
    .when(command('keepForReference').by('an'))
    .refused('owed-to-reporter', OWED),
  'is kept once the reporter was told': given(receivedReport(), acknowledged())
    .when(command('keepForReference').by('an'))
    .then(kept()),
  'owes feedback as well where the procedure counts it from the report': given(receivedReport())
    .under(EU)
    .when(command('keepForReference').because('twice').by('an'))
    .refused('owed-to-reporter', { found: ['acknowledge', 'feedback'] }),
  'also once it was acknowledged': given(receivedReport(), acknowledged())
    .under(EU)
    .when(command('keepForReference').because('twice').by('an'))
    .refused('owed-to-reporter', { found: ['feedback'] }),
  'is kept at once where nobody gave his name': given(anonymousReport())
    .when(command('keepForReference').by('an'))
    .then(kept()),
  'also where the procedure has a clock for it: nobody waits': given(anonymousReport())
    .under(everyReport)
    .when(command('keepForReference').by('an'))
    .then(kept()),
  'repeats no report that there is not': given(receivedReport())
    .when(command('keepForReference', { repeatOf: idOfClue }).by('an'))
    .refused('no-such-report'),
  'does not repeat itself': given(receivedReport())
    .when(command('keepForReference', { repeatOf: REPORT_ID }).by('an'))
    .refused('same-report'),
});

const OWN = { found: 'kong', organ: 'bijie', expected: ['guizhou'] };
const aboutHead = (subject: string) =>
  given(
    receivedReport({
      data: {
        channel: 'letter',
        realName: false,
        higher: false,
        text: '反映领导',
        subjects: [subject],
      },
    }),
  );
const decline = command('declareNotAccepted', { ground: 'other' }).because('a grudge').by('an');

behaviour('a report about one of those who decide where it came in', {
  'is not kept there': aboutHead('kong')
    .when(command('keepForReference').by('an'))
    .refused('own-head', OWN),
  'nor declined': aboutHead('kong').when(decline).refused('own-head', OWN),
  'but goes up unread': aboutHead('kong')
    .when(command('referUpSealed', { to: 'guizhou', receivedOn: '2021-09-01' }).by('an'))
    .then(
      event('ReportReferredUpSealed', { to: 'guizhou', receivedOn: '2021-09-01' })
        .moves('received', 'sealedUp')
        .under('15'),
    ),
  'and not to him': given(
    receivedReport({
      organ: 'nayong',
      data: { channel: 'letter', realName: false, higher: false, subjects: ['kong'] },
    }),
  )
    .when(
      command('referUpSealed', { to: 'bijie', receivedOn: '2021-09-01' }).by(
        ...(['an', 'intake', 'nayong'] as const),
      ),
    )
    .refused('own-head', OWN),
  'is kept where he decides below': aboutHead('gao')
    .when(command('keepForReference').by('an'))
    .then(kept()),
  'and where nothing is above him': aboutHead('ren')
    .when(command('keepForReference').by('an'))
    .then(kept()),
});
