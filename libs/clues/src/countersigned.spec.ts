import { behaviour } from './testing/behaviour.js';
import { after, given, givenReport } from './testing/given.js';
import { CN4, CN5, lentTo, shipped } from './testing/office.js';
import { command, event } from './testing/said.js';
import { agreed, correctsTime, timeCorrected } from './testing/correcting-times.js';
import { SITUATIONS } from './testing/situations-v2.js';
import {
  CASE_ID,
  clockResumed,
  clockSuspended,
  corrected,
  discovered,
  filed,
  happened,
  stepRecorded,
  tell,
  upTo,
  type Told,
} from './testing/told.js';
import { receivedReport } from './testing/told-report.js';

const EU = shipped('eu-2019-1937-example', 2);
const STEP = { kind: 'talk', officers: ['li', 'wang'] };
const talk = command('recordVerificationStep', STEP)
  .on('2021-09-20')
  .recorded('2021-10-01T00:00:00+08:00');
const late = talk.because('the notes lay in the car').by('li');
const told = event('VerificationStepRecorded', STEP).under('33');
const FOUND = { source: 'audit', subjects: [{ personId: 'zhao' }], summary: 'accounts' };
const OF_STEP = { command: 'recordVerificationStep', day: '2021-09-20' };
const NEEDED = ['not-countersigned', { ...OF_STEP, expected: 10, found: 11 }] as const;
const signed = tell('hu', {
  type: 'LateEntryCountersigned',
  aside: true,
  on: '2021-10-01',
  data: OF_STEP,
});

/** The verification starts on 17 September 2021. */
function verifying(...more: readonly Told[]) {
  return given(...upTo('VerificationStarted'), ...more).under(CN5);
}

behaviour('what is told long after it happened', {
  'needs nobody else within the days that the procedure leaves': verifying()
    .when(talk.by('li').recorded('2021-09-30T23:59:59.999+08:00'))
    .then(told),
  'needs a reason beyond them': verifying()
    .when(talk.by('li'))
    .refused('required', { field: 'reason' }),
  'and another person who countersigned it': verifying()
    .when(late)
    .refused(...NEEDED),
  'is taken once he has': verifying(signed()).when(late).then(told),
  'is nothing that one countersigns for himself': verifying(signed({ by: 'li' }))
    .when(late)
    .refused(...NEEDED),
  'nor the one whose office he holds': verifying(signed({ by: lentTo('hu', 'li') }))
    .when(late)
    .refused(...NEEDED),
  'nor one with whom he is as one': verifying(signed())
    .when(talk.because('the notes lay in the car').byOneWith('li', 'hu'))
    .refused(...NEEDED),
  'is not countersigned by what was signed for another day': verifying(
    signed({ data: { ...OF_STEP, day: '2021-09-21' } }),
  )
    .when(late)
    .refused(...NEEDED),
  'nor for another command': verifying(
    signed({ data: { ...OF_STEP, command: 'signVerificationReport' } }),
  )
    .when(late)
    .refused(...NEEDED),
  'is countersigned once for each time': verifying(
    signed(),
    stepRecorded({ on: '2021-09-20', recorded: '2021-10-01T08:00:00.000000Z' }),
  )
    .when(late)
    .refused(...NEEDED),
  'may move the matter, as of before the countersignature': given(
    ...upTo('ClueTransferred'),
    signed({ data: { command: 'acceptTransfer', day: '2021-09-08' } }),
  )
    .under(CN5)
    .when(
      command('acceptTransfer')
        .because('the stamp was on paper')
        .by('chen')
        .on('2021-09-08')
        .recorded('2021-10-01'),
    )
    .then(event('TransferAccepted').moves('inTransit', 'withUnit').at('nayong')),
  'is free where the procedure says nothing of it': verifying().under(CN4).when(late).then(told),
  'opens a matter freely: its clocks start earlier': given()
    .under(CN5)
    .when(command('discover', FOUND).by('an').on('2021-08-01').recorded('2021-09-01'))
    .then(event('ClueDiscovered', FOUND).moves('none', 'registered').under('23')),
});

// The receiver signs within five working days: by 10 September 2021.
const sent = after(...SITUATIONS.inTransit).under(CN5);
const sign = command('acceptTransfer').by('chen');
const signedFor = event('TransferAccepted').moves('inTransit', 'withUnit').at('nayong');
const SAYS_WHY = ['required', { field: 'reason' }] as const;
const DUE = '2021-09-10T23:59:59.999+08:00';
const JUST_AFTER = '2021-09-11T00:00:00.000+08:00';

behaviour('what is told past a due that had not passed when it happened', {
  'needs a reason': sent.when(sign.on('2021-09-08').recorded('2021-09-13')).refused(...SAYS_WHY),
  'is taken with one, by one person alone': sent
    .when(sign.because('the stamp was on paper').on('2021-09-08').recorded('2021-09-13'))
    .then(signedFor),
  'also where the clock stood still when it happened, and has run out since': verifying(
    clockSuspended('verify', { on: '2021-11-16' }),
    clockResumed('verify', { on: '2021-11-18' }),
  )
    .when(talk.by('li').on('2021-11-17').recorded('2021-11-24'))
    .refused(...SAYS_WHY),
  'and not where it has not': verifying(
    clockSuspended('verify', { on: '2021-11-08' }),
    clockResumed('verify', { on: '2021-11-15' }),
  )
    .when(talk.by('li').on('2021-11-11').recorded('2021-11-18'))
    .then(told),
  'is free before the due': sent.when(sign.on('2021-09-08').recorded(DUE)).then(signedFor),
  'is not free right after it': sent
    .when(sign.on('2021-09-08').recorded(JUST_AFTER))
    .refused(...SAYS_WHY),
  'is free where it happened too late anyway': sent
    .when(sign.on('2021-09-13').recorded('2021-09-15'))
    .then(signedFor),
  'is free where it is told at once, over midnight too': sent
    .when(sign.on('2021-09-10T23:58:00.000+08:00').recorded('2021-09-11T00:02:59.000+08:00'))
    .then(signedFor),
  'is free where the procedure says nothing of it': sent
    .under(CN4)
    .when(sign.on('2021-09-08').recorded('2021-09-13'))
    .then(signedFor),
  'is free for a process, which follows its cause': given(...upTo('InvestigationStarted'))
    .under(CN5)
    .beside(filed())
    .when(
      command('recordAdjudication', { caseId: CASE_ID })
        .bySystem()
        .on('2022-02-14')
        .recorded('2022-02-20'),
    )
    .then(event('AdjudicationBegun', { caseId: CASE_ID }).moves('investigating', 'adjudicating')),
});

const acknowledge = command('acknowledge', { method: 'letter' })
  .by('an')
  .on('2021-09-02')
  .recorded('2021-10-01');

behaviour('the acknowledgement of a report, told long after it was sent', {
  'needs a reason': givenReport(receivedReport())
    .under(EU)
    .when(acknowledge)
    .refused('required', { field: 'reason' }),
  'and another who countersigned it': givenReport(receivedReport())
    .under(EU)
    .when(acknowledge.because('the list was mislaid'))
    .refused('not-countersigned', {
      ...{ command: 'acknowledge', day: '2021-09-02', expected: 10, found: 29 },
    }),
});

// What opens it was told four weeks late, so that a later day may be said of it.
const told1 = discovered({ organ: 'nayong', recorded: '2021-09-29T09:00:00+08:00' });
const moved = (from: string, to: string) =>
  corrected(1, {
    ...{ field: 'happenedAt', old: { ...happened(from) }, new: { ...happened(to) } },
  });
// The first of September in Shanghai, still.
const IN_KIRITIMATI = {
  at: '2021-09-01T10:00:00.000Z',
  zone: 'Pacific/Kiritimati',
  precision: 'day',
};
// Beside it somebody tells of the matter where the first of September began seven hours later.
const inAmsterdam = stepRecorded({
  on: { at: '2021-09-20T09:00:00.000Z', zone: 'Europe/Amsterdam', precision: 'minute' },
});
const moves = (from: string, to: string) => correctsTime(1, from, { ...happened(to) });
const is = (from: string, to: string) => timeCorrected(1, from, { ...happened(to) });
const opened = (...more: readonly Told[]) => given(told1, ...more).under(CN5);
const alone = (day: string, found: number) =>
  ['correction-not-countersigned', { command: 'correctFact', day, found }] as const;

behaviour('the correction of a time', {
  'needs nobody else where the day stays': opened()
    .when(moves('2021-09-01', '2021-09-01T23:59:59.999+08:00'))
    .then(is('2021-09-01', '2021-09-01T23:59:59.999+08:00')),
  'needs another who countersigned the new day': opened()
    .when(moves('2021-09-01', '2021-09-02'))
    .refused(...alone('2021-09-02', 1)),
  'in whatever zone it says it': opened()
    .when(correctsTime(1, '2021-09-01', { ...IN_KIRITIMATI }))
    .refused(...alone('2021-09-02', 1)),
  'by the days of each zone in which anything was told of it': opened(inAmsterdam)
    .when(moves('2021-09-01', '2021-09-01T05:00:00.000+08:00'))
    .refused(...alone('2021-09-01', 1)),
  'also where it moves it further': opened()
    .when(moves('2021-09-01', '2021-09-12'))
    .refused(...alone('2021-09-12', 11)),
  'back as well': opened()
    .when(moves('2021-09-01', '2021-08-21'))
    .refused(...alone('2021-08-21', 11)),
  'is taken once he has': opened(agreed('2021-09-12'))
    .when(moves('2021-09-01', '2021-09-12'))
    .then(is('2021-09-01', '2021-09-12')),
  'not where he signed for the day that stood there': opened(agreed('2021-09-01'))
    .when(moves('2021-09-01', '2021-09-12'))
    .refused(...alone('2021-09-12', 11)),
  'needs him also where it goes there in small steps': opened(moved('2021-09-01', '2021-09-09'))
    .when(moves('2021-09-09', '2021-09-17'))
    .refused(...alone('2021-09-17', 16)),
  'needs nobody back to what was told': opened(
    agreed('2021-09-20'),
    moved('2021-09-01', '2021-09-20'),
  )
    .when(moves('2021-09-20', '2021-09-01'))
    .then(is('2021-09-20', '2021-09-01')),
  'uses up what he signed': opened(
    ...[agreed('2021-09-20'), moved('2021-09-01', '2021-09-20'), moved('2021-09-20', '2021-09-01')],
  )
    .when(moves('2021-09-01', '2021-09-20'))
    .refused(...alone('2021-09-20', 19)),
  'is free where the procedure says nothing of it': given(told1)
    .under(CN4)
    .when(moves('2021-09-01', '2021-09-12'))
    .then(is('2021-09-01', '2021-09-12')),
});

const countersign = (input: object) =>
  command('countersign', input).because('I was there').by('hu').on('2021-10-01');

behaviour('countersigning a late entry', {
  'names the command and the day': verifying()
    .when(countersign(OF_STEP))
    .then(event('LateEntryCountersigned', OF_STEP)),
  'says why': verifying()
    .when(command('countersign', OF_STEP).by('hu').on('2021-10-01'))
    .refused('required', { field: 'reason' }),
  'is of a command that the procedure knows': verifying()
    .when(countersign({ ...OF_STEP, command: 'decide' }))
    .refused('not-in-procedure', { command: 'decide' }),
  'is of a day that there is': verifying()
    .when(countersign({ ...OF_STEP, day: '2021-02-30' }))
    .refused('not-a-time', { field: 'day' }),
  'is of no day to come': verifying()
    .when(countersign({ ...OF_STEP, day: '2021-10-02' }))
    .refused('happened-in-future', { expected: '2021-10-01', found: '2021-10-02' }),
  'is itself not told late by one person alone': verifying()
    .when(countersign(OF_STEP).on('2021-09-20').recorded('2021-10-20'))
    .refused('not-countersigned', {
      ...{ command: 'countersign', day: '2021-09-20', expected: 10, found: 30 },
    }),
});
