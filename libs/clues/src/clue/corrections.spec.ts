import type { Json } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { ofCase } from '../testing/handled.js';
import { CN5 } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { ITS_CASE, SITUATIONS } from '../testing/situations-v2.js';
import { corrected, idOfEvent, started, stepRecorded, upTo, wholeDay } from '../testing/told.js';

// discovered 1 · transferred 2 · accepted 3 · assigned 4 · proposed 5 · approved 6 · started 7 · step 8
const verifying = [
  ...upTo('DisposalApproved'),
  started({ recorded: '2021-09-22' }),
  stepRecorded(),
];

const SANCTIONED = [
  ...SITUATIONS.decided,
  ofCase('recordInvestigationConcluded', ITS_CASE).on('2022-02-10'),
  command('settle', { outcome: 'sanctioned' }).by('chen').on('2022-02-11'),
];

function correct(version: number, field: string, old: Json, next: Json) {
  const input = { targetEventId: idOfEvent(version), field, old, new: next };
  return command('correctFact', input).because('the register says otherwise').on('2021-10-12');
}

const NINE = { zone: 'Asia/Shanghai', precision: 'ms' } as const;
const TIME = 'an RFC 3339 instant with offset, or a date';
const STARTED = { at: '2021-09-17T01:00:00.000Z', ...NINE };

behaviour('correcting a fact', {
  'leaves old, new and who approved it': given(...verifying)
    .when(correct(1, 'source', 'report', 'audit').by('gao'))
    .then(
      event('FactCorrected', {
        targetEventId: idOfEvent(1),
        field: 'source',
        old: 'report',
        new: 'audit',
        approvedBy: 'gao',
      }),
    ),
  'takes a time as people write it': given(...verifying)
    .when(correct(7, 'happenedAt', '2021-09-17T09:00:00+08:00', '2021-09-18').by('gao'))
    .then(
      event('FactCorrected', {
        targetEventId: idOfEvent(7),
        field: 'happenedAt',
        old: STARTED,
        new: { ...wholeDay('2021-09-18') },
        approvedBy: 'gao',
      }),
    ),
  'takes a time as the log has it': given(...verifying)
    .when(correct(7, 'happenedAt', STARTED, { at: '2021-09-18T01:00:00.000Z', ...NINE }).by('gao'))
    .then(
      event('FactCorrected', {
        targetEventId: idOfEvent(7),
        field: 'happenedAt',
        old: STARTED,
        new: { at: '2021-09-18T01:00:00.000Z', ...NINE },
        approvedBy: 'gao',
      }),
    ),
  'is possible when all is over': given(...upTo('ClueSettled'))
    .when(correct(15, 'outcome', 'sanctioned', 'clarified').by('gao').on('2021-12-27'))
    .then(
      event('FactCorrected', {
        targetEventId: idOfEvent(15),
        field: 'outcome',
        old: 'sanctioned',
        new: 'clarified',
        approvedBy: 'gao',
      }),
    ),
  'may say that an organ was designated to which a clue went down': given(...verifying)
    .when(correct(2, 'direction', 'down', 'designated').by('gao'))
    .then(
      event('FactCorrected', {
        targetEventId: idOfEvent(2),
        field: 'direction',
        old: 'down',
        new: 'designated',
        approvedBy: 'gao',
      }),
    ),
  'builds upon earlier corrections': given(
    ...verifying,
    corrected(1, { field: 'source', old: 'report', new: 'audit' }, { on: '2021-10-11' }),
  )
    .when(correct(1, 'source', 'report', 'other').by('gao'))
    .refused('old-value-differs'),
});

behaviour('a correction is refused', {
  'of an event that does not stand on the clue': given(...verifying)
    .when(correct(99, 'source', 'report', 'audit').by('gao'))
    .refused('no-such-fact'),
  'of another correction': given(
    ...verifying,
    corrected(1, { field: 'source', old: 'report', new: 'audit' }, { on: '2021-10-11' }),
  )
    .when(correct(9, 'new', 'audit', 'other').by('chen'))
    .refused('no-such-fact'),
  'to the one who recorded the fact, in whatever office': given(...verifying)
    .when(correct(8, 'kind', 'talk', 'query').by('li', 'leader'))
    .refused('four-eyes'),
  'when something else stands there now': given(...verifying)
    .when(correct(1, 'source', 'audit', 'other').by('gao'))
    .refused('old-value-differs'),
  'of a field that is not there': given(...verifying)
    .when(correct(1, 'colour', 'red', 'blue').by('gao'))
    .refused('not-correctable'),
  'of what every object has': given(...verifying)
    .when(correct(1, 'constructor', 'x', 'y').by('gao'))
    .refused('not-correctable'),
  'of a sealed text': given(...verifying)
    .when(correct(1, 'summary', { k: 'key', n: 'nonce', c: 'text' }, 'nothing').by('gao'))
    .refused('not-correctable'),
  'of a sealed text, before what it said is compared': given(...verifying)
    .when(correct(1, 'summary', 'subsidies were paid to the dead', 'nothing').by('gao'))
    .refused('not-correctable'),
  'of a sealed text, which is put right by a file where one may be attached': given(...verifying)
    .under(CN5)
    .when(correct(1, 'summary', 'subsidies were paid to the dead', 'nothing').by('gao'))
    .refused('text-not-correctable'),
  'with a value that the command would not have taken': given(...verifying)
    .when(correct(1, 'source', 'report', 'gossip').by('gao'))
    .refused('not-correctable'),
  'with a direction that the hierarchy does not have': given(...verifying)
    .when(correct(2, 'direction', 'down', 'up').by('gao'))
    .refused('other-direction', {
      ...{ organ: 'bijie', to: 'nayong', expected: ['down', 'designated'], found: 'up' },
    }),
  'with an outcome without a violation where a sanction was decided': after(...SANCTIONED)
    .when(
      correct(SANCTIONED.length, 'outcome', 'sanctioned', 'no-violation')
        .by('gao')
        .on('2022-02-14'),
    )
    .refused('sanction-decided'),
  'with nothing in the place of something': given(...verifying)
    .when(correct(1, 'subjects', [{ personId: 'zhao' }], []).by('gao'))
    .refused('not-correctable'),
  'of who was assigned: that is a decision': given(...verifying)
    .when(correct(4, 'officers', ['li', 'wang'], ['li', 'fang']).by('gao'))
    .refused('not-correctable'),
  'of who verifies: that is a decision': given(...verifying)
    .when(correct(7, 'team', ['li', 'wang'], ['li']).by('gao'))
    .refused('not-correctable'),
  'of an outcome that moved the clue': given(...upTo('VerificationConcluded'))
    .when(correct(12, 'outcome', 'file', 'close').by('hu').on('2021-11-16'))
    .refused('not-correctable'),
  'that makes an officer the one whom the clue is about': given(...verifying)
    .when(correct(1, 'subjects', [{ personId: 'zhao' }], [{ personId: 'li' }]).by('gao'))
    .refused('officer-is-subject'),
  'that makes it about someone who is not registered': given(...verifying)
    .when(correct(1, 'subjects', [{ personId: 'zhao' }], [{ personId: 'nobody' }]).by('gao'))
    .refused('subject-not-registered', { field: 'new[0].personId' }),
  'that names one person twice': given(...verifying)
    .when(
      correct(...([1, 'subjects', [{ personId: 'zhao' }]] as const), [
        { personId: 'sun' },
        { personId: 'sun' },
      ]).by('gao'),
    )
    .refused('subject-twice', { field: 'new[1].personId' }),
  'with a text that is no time': given(...verifying)
    .when(correct(7, 'happenedAt', STARTED, 'last week').by('gao'))
    .refused('not-a-time', { expected: TIME, found: 'last week' }),
  'with a year that nobody means': given(...verifying)
    .when(correct(7, 'happenedAt', STARTED, '0202-09-18').by('gao'))
    .refused('not-a-time', { expected: 'a time from 1900 on', found: '0202-09-18' }),
  'with a day that does not exist': given(...verifying)
    .when(
      correct(7, 'happenedAt', STARTED, { ...STARTED, at: '2021-09-31T01:00:00.000Z' }).by('gao'),
    )
    .refused('not-a-time', { expected: TIME, found: '2021-09-31' }),
  'with a zone that there is not': given(...verifying)
    .when(correct(7, 'happenedAt', STARTED, { ...STARTED, zone: 'Mars/X' }).by('gao'))
    .refused('not-a-time', {
      expected: 'an IANA time zone such as Asia/Shanghai',
      found: 'Mars/X',
    }),
  'with a day in a zone that there is not': given(...verifying)
    .when(
      correct(7, 'happenedAt', STARTED, { at: '2021-09-18', zone: '+08:00', precision: 'day' }).by(
        'gao',
      ),
    )
    .refused('not-a-time', {
      expected: 'an IANA time zone such as Asia/Shanghai',
      found: '+08:00',
    }),
  'with a day that begins elsewhere than its zone has it': given(...verifying)
    .when(
      correct(7, 'happenedAt', STARTED, { ...wholeDay('2021-09-18'), zone: 'Europe/Berlin' }).by(
        'gao',
      ),
    )
    .refused('not-a-time', {
      expected: 'the begin of a day in Europe/Berlin',
      found: wholeDay('2021-09-18').at,
    }),
  'with a minute that has seconds': given(...verifying)
    .when(
      correct(7, 'happenedAt', STARTED, {
        ...STARTED,
        at: '2021-09-18T01:00:30.000Z',
        precision: 'minute',
      }).by('gao'),
    )
    .refused('not-a-time', {
      expected: 'the begin of a minute in Asia/Shanghai',
      found: '2021-09-18T01:00:30.000Z',
    }),
  'with a time after its own record': given(...verifying)
    .when(correct(7, 'happenedAt', STARTED, '2021-09-23').by('gao'))
    .refused('happened-after-record', { expected: '2021-09-22', found: '2021-09-23' }),
  'without the reason': given(...verifying)
    .when(
      command('correctFact', {
        targetEventId: idOfEvent(1),
        field: 'source',
        old: 'report',
        new: 'audit',
      }).by('gao'),
    )
    .refused('required', { field: 'reason' }),
  'to officers': given(...verifying)
    .when(correct(1, 'source', 'report', 'audit').by('wang'))
    .refused('wrong-role', { expected: ['leader', 'clue-admin'] }),
  'that does not say what it corrects': given(...verifying)
    .when(command('correctFact', { targetEventId: 'the first', field: '$' }).by('gao'))
    .invalid('targetEventId', 'field', 'old', 'new'),
});

/** Found on the first of September, written down on the last. */
const LATE_FOUND = { ...upTo('ClueDiscovered')[0], organ: 'nayong', recorded: '2021-09-30' };
const dayAt = (day: number) => `2021-09-0${day}T01:00:00.000Z`;
const FOUND = { at: dayAt(1), ...NINE };
const later = (day: number, from = 1) =>
  correct(1, 'happenedAt', { ...FOUND, at: dayAt(from) }, { ...FOUND, at: dayAt(day) }).by('gao');
const foundLater = (day: number, from = 1) =>
  event('FactCorrected', {
    ...{ targetEventId: idOfEvent(1), field: 'happenedAt', approvedBy: 'gao' },
    ...{ old: { ...FOUND, at: dayAt(from) }, new: { ...FOUND, at: dayAt(day) } },
  });

behaviour('a corrected time', {
  'keeps the chain: nothing is signed for before it was sent': given(...verifying)
    .when(correct(3, 'happenedAt', '2021-09-08T09:00:00+08:00', '2021-09-02').by('gao'))
    .refused('happened-before-previous'),
  'keeps the chain: nothing is sent after it was signed for': given(
    ...upTo('ClueDiscovered'),
    { ...upTo('ClueTransferred')[1], recorded: '2021-09-30' },
    ...verifying.slice(2),
  )
    .when(correct(2, 'happenedAt', '2021-09-03T09:00:00+08:00', '2021-09-09').by('chen'))
    .refused('happened-before-previous'),
  'leaves the discovery first': given(LATE_FOUND, ...verifying.slice(1))
    .when(correct(1, 'happenedAt', '2021-09-01T09:00:00+08:00', '2021-09-04').by('gao'))
    .refused('happened-before-previous'),
  'moves the discovery on where nothing else was done yet': given(LATE_FOUND)
    .when(later(3).recorded('2021-10-12'))
    .then(foundLater(3)),
  'moves it once more, from where it was moved to': given(
    LATE_FOUND,
    corrected(1, { field: 'happenedAt', old: FOUND, new: { ...FOUND, at: dayAt(2) } }),
  )
    .when(later(3, 2).on('2021-12-28'))
    .then(foundLater(3, 2)),
  'moves it on as far as to what came next': given(LATE_FOUND, ...verifying.slice(1))
    .when(later(3))
    .then(foundLater(3)),
  'leaves officers assigned in the unit that assigned them': given(...verifying)
    .when(correct(4, 'happenedAt', '2021-09-09T09:00:00+08:00', '2021-09-07').by('gao'))
    .refused('happened-before-previous'),
  'leaves an approval behind the proposal': given(...verifying)
    .when(correct(6, 'happenedAt', '2021-09-16T09:00:00+08:00', '2021-09-14').by('chen'))
    .refused('happened-before-previous'),
  'may move within its state': given(...verifying)
    .when(
      correct(6, 'happenedAt', '2021-09-16T09:00:00+08:00', '2021-09-15T18:00:00+08:00').by('chen'),
    )
    .then(
      event('FactCorrected', {
        targetEventId: idOfEvent(6),
        field: 'happenedAt',
        old: { at: '2021-09-16T01:00:00.000Z', ...NINE },
        new: { at: '2021-09-15T10:00:00.000Z', ...NINE },
        approvedBy: 'chen',
      }),
    ),
});
