import { behaviour } from './testing/behaviour.js';
import { agreed } from './testing/correcting-times.js';
import { given, givenReport } from './testing/given.js';
import { TWIN } from './testing/neighbours.js';
import { CN5, SYSTEM } from './testing/office.js';
import { command, event } from './testing/said.js';
import {
  discovered,
  happened,
  idOfEvent,
  proposed,
  SEALED,
  tell,
  upTo,
  type Told,
} from './testing/told.js';
import { acknowledged, becamePart, receivedReport, REPORT_STREAM } from './testing/told-report.js';

const part = becamePart({ by: SYSTEM, on: '2021-09-06', recorded: '2021-09-07' });
const report = (...told: readonly Told[]) => givenReport(receivedReport(), ...told).under(CN5);
const BY_LETTER = { method: 'letter' };
const acknowledge = command('acknowledge', BY_LETTER)
  .because('the list was mislaid')
  .by('an')
  .recorded('2021-09-08');
const later = { ...acknowledged({ on: '2021-09-07' }), recorded: '2021-09-08' };
const correct = (from: string, to: string) =>
  command('correctFact', {
    ...{ targetEventId: idOfEvent(3, REPORT_STREAM), field: 'happenedAt' },
    ...{ old: { ...happened(from) }, new: { ...happened(to) } },
  })
    .because('the postmark')
    .by('kong')
    .on('2021-09-10');

behaviour('a reporter who was told before his report became part of a clue', {
  'was so, also where that is told after it': report(part)
    .when(acknowledge.on('2021-09-03'))
    .then(event('ReportAcknowledged', BY_LETTER).under('26')),
  'was not told before it came': report(part)
    .when(acknowledge.on('2021-08-31'))
    .refused('happened-before-previous'),
  'was so, also by a correction': report(
    ...[part, later, agreed('2021-09-03', { stream: REPORT_STREAM, organ: 'bijie' })],
  )
    .when(correct('2021-09-07', '2021-09-03'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOfEvent(3, REPORT_STREAM), field: 'happenedAt', approvedBy: 'kong' },
        ...{ old: { ...happened('2021-09-07') }, new: { ...happened('2021-09-03') } },
      }),
    ),
});

const BOTH = [{ personId: 'zhao' }, { personId: 'qian' }];
const letter = (personId: string, on: string) =>
  tell('li', { type: 'InquiryLetterIssued', on, data: { personId, letterNo: '8' } })();
const asked = (...told: readonly Told[]) =>
  given(
    discovered({ data: { source: 'audit', subjects: BOTH, summary: SEALED } }),
    ...upTo('OfficersAssigned').slice(1),
    proposed({ data: { way: 'talk' } }),
    tell('gao', { type: 'DisposalApproved', on: '2021-09-16', data: { way: 'talk' } })(),
    tell('li', {
      ...{ type: 'InquiryLetterIssued', on: '2021-09-17' },
      change: { from: 'disposalPending', to: 'talkInquiry' },
      data: { personId: 'zhao', letterNo: '7' },
    })(),
    ...told,
  ).under(CN5);
const REPLY = { personId: 'zhao', sufficient: true };
const replied = (on: string) => tell('li', { type: 'InquiryReplied', on, data: REPLY })();
const reply = command('recordReply', REPLY).because('it lay in the hall').by('li');
const late = reply.on('2021-09-22').recorded('2021-09-28');
const recusal = (officer: string, on: string) =>
  tell('du', { type: 'RecusalRequested', on, data: { officer, ground: 'relative' } })();
const DECIDED = { officer: 'li', granted: false };
const decide = command('decideRecusal', DECIDED).by('gao').recorded('2021-09-28');

behaviour('what answers one of several', {
  'came after that one, and not after another: a reply': asked(letter('qian', '2021-09-23'))
    .when(late)
    .then(event('InquiryReplied', REPLY)),
  'and not before it': asked(replied('2021-09-20'), letter('zhao', '2021-09-23'))
    .when(late)
    .refused('happened-before-previous', {
      expected: happened('2021-09-23').at,
      found: happened('2021-09-22').at,
    }),
  'also before a later one, as long as an earlier one waited': asked(letter('zhao', '2021-09-23'))
    .when(late)
    .then(event('InquiryReplied', REPLY)),
  'also where what answered the later one was told first': asked(
    ...[letter('zhao', '2021-09-23'), replied('2021-09-24')],
  )
    .when(late)
    .then(event('InquiryReplied', REPLY)),
  'so a decision on a recusal': asked(recusal('li', '2021-09-20'), recusal('wang', '2021-09-24'))
    .when(decide.on('2021-09-22'))
    .then(event('RecusalDecided', DECIDED).under('67')),
  'which came after it was asked': asked(recusal('li', '2021-09-24'))
    .when(decide.on('2021-09-22'))
    .refused('happened-before-previous'),
});

const merged = tell(SYSTEM, {
  ...{ type: 'ClueMergedIn', on: '2021-09-17' },
  data: { clueId: TWIN, subjects: ['zhao'], reports: [], managedBy: {}, recused: [], inherits: [] },
})();
const proposedTwice = given(...upTo('DisposalProposed'), merged).under(CN5);

behaviour('what came in by a merger', {
  'was not deliberated on before': proposedTwice
    .when(
      command('deliberate', { participants: ['du', 'gao', 'li'] })
        .by('du')
        .on('2021-09-16')
        .recorded('2021-09-18'),
    )
    .refused('happened-before-previous'),
});

const INTERFERED = { who: 'a deputy mayor', how: 'pleaded', note: 'asked for mildness' };

behaviour('an interference', {
  'is told of the day on which it was, whatever state came since': given(
    ...upTo('VerificationStarted'),
  )
    .under(CN5)
    .when(
      command('reportInterference', INTERFERED).by('li').on('2021-09-14').recorded('2021-09-20'),
    )
    .then(event('InterferenceReported', INTERFERED).under('66')),
  'and not of a day on which the clue was elsewhere': given(...upTo('VerificationStarted'))
    .under(CN5)
    .when(
      command('reportInterference', INTERFERED)
        .because('told at last')
        .by('li')
        .on('2021-09-07')
        .recorded('2021-09-17'),
    )
    .refused('happened-before-previous'),
});

const UP = { to: 'guizhou', receivedOn: '2021-09-01' };
const sendUp = command('referUpSealed', UP).by('an').on('2021-09-02');

behaviour('a report sent up sealed of which nothing else is known here', {
  'is told within the days that the procedure leaves': givenReport()
    .under(CN5)
    .when(sendUp.recorded('2021-09-12'))
    .then(event('ReportReferredUpSealed', UP).moves('none', 'sealedUp').under('15')),
  'and not beyond them: there is nothing that another could countersign': givenReport()
    .under(CN5)
    .when(sendUp.because('mislaid').recorded('2021-09-13'))
    .refused('opened-too-late', { command: 'referUpSealed', expected: 10, found: 11 }),
});
