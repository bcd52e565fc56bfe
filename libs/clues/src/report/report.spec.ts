import { behaviour } from '../testing/behaviour.js';
import { givenReport } from '../testing/given.js';
import { shipped } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { VOIDED } from '../testing/neighbours.js';
import { idOfClue, type Told } from '../testing/told.js';
import {
  acknowledged,
  anonymousReport,
  higherReport,
  receivedReport,
  sentUp,
} from '../testing/told-report.js';

const SECOND = shipped('cn-2019-example', 2);
const LETTER = {
  ...{ channel: 'letter', realName: true, reporterId: 'qian' },
  ...{ higher: false, text: '反映某人' },
};
const given = (...told: readonly Told[]) => givenReport(...told).under(SECOND);
const receive = (input: object) => given().when(command('receiveReport', input).by('an'));

const declinedByLeader = command('declareNotAccepted', { ground: 'other-organ' })
  .because('court')
  .by('an', 'leader', 'bijie');

const declared = command('declareNotAccepted', { ground: 'other' }).because('a slip');
/** Received as belonging above where nothing is. */
const atTop = (...more: readonly Told[]) =>
  given(
    receivedReport({
      organ: 'guizhou',
      data: { channel: 'letter', realName: true, higher: true },
    }),
    ...more,
  );

behaviour('receiving a report', {
  'keeps who sent it by id alone': receive({ ...LETTER, subjects: ['zhao'] }).then(
    event('ReportReceived', { ...LETTER, subjects: ['zhao'] })
      .moves('none', 'received')
      .under('14'),
  ),
  'has the level that is set': receive({ ...LETTER, level: 'L3' }).then(
    event('ReportReceived', LETTER).moves('none', 'received').under('14').level('L3'),
  ),
  'names nobody for an anonymous one': receive({ ...LETTER, realName: false }).refused(
    'anonymous-reporter',
  ),
  'names who sent a real-name one': receive({ ...LETTER, reporterId: undefined }).refused(
    'reporter-needed',
  ),
  'need not name who sent what goes up unread': receive({
    ...{ channel: 'letter', realName: true, higher: true },
  }).then(
    event('ReportReceived', { channel: 'letter', realName: true, higher: true })
      .moves('none', 'received')
      .under('14'),
  ),
  'belongs to no organ above where there is none': given()
    .when(
      command('receiveReport', { channel: 'letter', realName: true, higher: true }).by(
        ...(['an', 'intake', 'guizhou'] as const),
      ),
    )
    .refused('nothing-above', { organ: 'guizhou' }),
  'is refused without text': receive({ channel: 'letter', realName: true, higher: false }).refused(
    'text-needed',
  ),
  'keeps no content of what belongs to an organ above': receive({
    ...LETTER,
    higher: true,
  }).refused('content-not-kept'),
  'keeps no subject of it either': receive({
    ...{ channel: 'letter', realName: true, higher: true },
    subjects: ['zhao'],
  }).refused('content-not-kept'),
  'is refused of a sender who is not registered': receive({
    ...LETTER,
    reporterId: 'nobody',
  }).refused('person-not-registered', { field: 'reporterId' }),
  'is refused about somebody who is not registered': receive({
    ...LETTER,
    subjects: ['zhao', 'nobody-else'],
  }).refused('person-not-registered', { field: 'subjects[1]' }),
  'knows five channels': receive({ ...LETTER, channel: 'pigeon' }).invalid('channel'),
  'is for intake': given()
    .when(command('receiveReport', LETTER).by('li'))
    .refused('wrong-role', { expected: ['intake'] }),
});

behaviour('telling the reporter', {
  'leaves how': given(receivedReport())
    .when(command('acknowledge', { method: 'call' }).by('an'))
    .then(event('ReportAcknowledged', { method: 'call' }).under('26')),
  'is refused twice': given(receivedReport(), acknowledged())
    .when(command('acknowledge', { method: 'call' }).by('an'))
    .refused('already-answered'),
  'is not owed to somebody unknown': given(anonymousReport())
    .when(command('acknowledge', { method: 'call' }).by('an'))
    .refused('nobody-to-tell'),
  'is waived with a ground': given(receivedReport())
    .when(command('waiveAcknowledgement', { ground: 'asked-not-to' }).because('said so').by('an'))
    .then(event('AcknowledgementWaived', { ground: 'asked-not-to' }).under('26')),
  'is waived with a reason': given(receivedReport())
    .when(command('waiveAcknowledgement', { ground: 'asked-not-to' }).by('an'))
    .refused('required', { field: 'reason' }),
  'is not waived as anonymous where the name is known': given(receivedReport())
    .when(command('waiveAcknowledgement', { ground: 'anonymous' }).because('x').by('an'))
    .refused('wrong-ground'),
  'is waived of an anonymous one for that alone': given(anonymousReport())
    .when(command('waiveAcknowledgement', { ground: 'repeat' }).because('x').by('an'))
    .refused('wrong-ground'),
  'is not waived once it was done': given(receivedReport(), acknowledged())
    .when(command('waiveAcknowledgement', { ground: 'repeat' }).because('x').by('an'))
    .refused('already-answered'),
});

behaviour('a report', {
  'is declared not accepted with a ground': given(receivedReport())
    .when(command('declareNotAccepted', { ground: 'litigation-route' }).because('court').by('an'))
    .then(
      event('ReportNotAccepted', { ground: 'litigation-route' })
        .moves('received', 'notAccepted')
        .under('13'),
    ),
  'of which the reporter was told that it is accepted is not declared otherwise': given(
    receivedReport(),
    acknowledged(),
  )
    .when(command('declareNotAccepted', { ground: 'other-organ' }).because('court').by('an'))
    .refused('told-accepted'),
  'is declared not accepted where no more was confirmed than that it came in': given(
    receivedReport(),
    acknowledged(),
  )
    .under(shipped('eu-2019-1937-example', 1))
    .when(declinedByLeader)
    .then(event('ReportNotAccepted', { ground: 'other-organ' }).moves('received', 'notAccepted')),
  'that belongs to an organ above is not refused here': given(higherReport())
    .when(command('declareNotAccepted', { ground: 'other-organ' }).because('x').by('an'))
    .refused('to-be-sent-up'),
  'nor kept here': given(higherReport())
    .when(command('keepForReference').by('an'))
    .refused('to-be-sent-up'),
  'but where nothing is above it was marked so by mistake, and is declared not accepted': atTop()
    .when(declared.by('an', 'intake', 'guizhou'))
    .then(
      event('ReportNotAccepted', { ground: 'other' }).moves('received', 'notAccepted').under('13'),
    ),
  'also when somebody was told that it came in': atTop(acknowledged({ organ: 'guizhou' }))
    .when(declared.by('an', 'intake', 'guizhou'))
    .then(
      event('ReportNotAccepted', { ground: 'other' }).moves('received', 'notAccepted').under('13'),
    ),
  'nor is that kept': atTop()
    .when(command('keepForReference').by('an', 'intake', 'guizhou'))
    .refused('nothing-above', { organ: 'guizhou' }),
  'is refused here where the procedure has no way up': given(higherReport())
    .under(shipped('eu-2019-1937-example', 1))
    .when(declinedByLeader)
    .then(event('ReportNotAccepted', { ground: 'other-organ' }).moves('received', 'notAccepted')),
  'is told of its clue by the process alone': given(receivedReport())
    .when(command('recordAttached', { clueId: idOfClue }).by('an'))
    .refused('wrong-role', { expected: ['system'] }),
  'becomes part of a clue': given(receivedReport())
    .when(command('recordAttached', { clueId: idOfClue }).bySystem())
    .then(
      event('ReportBecamePart', { clueId: idOfClue, now: 'attached' }).moves(
        'received',
        'attached',
      ),
    ),
  'stays sealed up, whatever names it': given(higherReport(), sentUp())
    .when(command('recordAttached', { clueId: idOfClue }).bySystem())
    .then(event('ReportBecamePart', { clueId: idOfClue, now: 'sealedUp' })),
});

const part = (clueId: string) =>
  receivedReport({
    type: 'ReportBecamePart',
    on: '2021-09-02',
    change: { from: 'received', to: 'attached' },
    data: { clueId, now: 'attached' },
  });
const OTHER = '5e3b9a58-2021-5007-9a58-0d6f7b525c0f';
const sendUp = command('recordSentUp', { clueId: idOfClue, to: 'guizhou' }).bySystem();

behaviour('a report whose clue is sent up sealed', {
  'goes with it': given(receivedReport(), part(idOfClue))
    .when(sendUp)
    .then(
      event('ReportSentUpWithClue', { clueId: idOfClue, to: 'guizhou', now: 'sealedUp' }).moves(
        'attached',
        'sealedUp',
      ),
    ),
  'stays where another clue goes on with it': given(receivedReport(), part(idOfClue), part(OTHER))
    .when(sendUp)
    .then(event('ReportSentUpWithClue', { clueId: idOfClue, to: 'guizhou', now: 'attached' })),
  'goes with it where the other one is void: that needs no report': given(
    receivedReport(),
    part(idOfClue),
    part(VOIDED),
  )
    .when(sendUp)
    .then(
      event('ReportSentUpWithClue', { clueId: idOfClue, to: 'guizhou', now: 'sealedUp' }).moves(
        'attached',
        'sealedUp',
      ),
    ),
  'goes with the part that goes on instead of the whole': given(
    receivedReport(),
    part(OTHER),
    receivedReport({
      type: 'ReportBecamePart',
      on: '2021-09-02',
      change: undefined,
      data: { clueId: idOfClue, insteadOf: OTHER, now: 'attached' },
    }),
  )
    .when(sendUp)
    .then(
      event('ReportSentUpWithClue', { clueId: idOfClue, to: 'guizhou', now: 'sealedUp' }).moves(
        'attached',
        'sealedUp',
      ),
    ),
});

behaviour('attaching files to a report', {
  'asks for files': given(receivedReport())
    .when(command('attachFiles').by('an'))
    .refused('required', { field: 'attachments' }),
  'keeps no content of what belongs to an organ above': given(higherReport())
    .when(command('attachFiles').by('an'))
    .refused('content-not-kept'),
  'is for intake': given(receivedReport())
    .when(command('attachFiles').by('bai'))
    .refused('wrong-role', { expected: ['intake'] }),
});
