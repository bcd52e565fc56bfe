import { OPEN } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { CN5, shipped } from '../testing/office.js';
import { DISCOVERED, endOf, nine } from '../testing/rows.js';
import {
  clockSuspended,
  closed,
  corrected,
  discovered,
  extensionRequested,
  filed,
  proposed,
  tell,
  transferred,
  upTo,
} from '../testing/told.js';
import { receivedReport, REPORT_ID } from '../testing/told-report.js';
import { clues } from './clues.js';

const AT_NAYONG = { ...DISCOVERED, organ: 'nayong', organPath: '/bijie/nayong/' };

behaviour('the list of clues holds a clue', {
  'as it was found': given(...upTo('ClueDiscovered'))
    .project(clues)
    .rows([DISCOVERED]),
  'on its way, with sender and receiver, and until when it has to be signed for': given(
    ...upTo('ClueTransferred'),
  )
    .project(clues)
    .rows([
      {
        ...DISCOVERED,
        revision: 2,
        state: 'inTransit',
        phase: 'transferred',
        receiver: 'nayong',
        receiverPath: '/bijie/nayong/',
        lastEventAt: nine('2021-09-03'),
        nextDue: endOf('2021-09-10'),
        blueAt: endOf('2021-09-02'),
        redAt: endOf('2021-09-10'),
      },
    ]),
  'with its unit, which owes a disposal within a month': given(...upTo('OfficersAssigned'))
    .project(clues)
    .rows([
      {
        ...AT_NAYONG,
        revision: 4,
        state: 'withUnit',
        phase: 'transferred',
        lastEventAt: nine('2021-09-09'),
        officers: '|li|wang|',
        assigned: '|li|wang|',
        nextDue: endOf('2021-10-08'),
        blueAt: endOf('2021-09-25'),
        redAt: endOf('2021-10-08'),
      },
    ]),
  'without a next due while its clock stands still': given(
    ...upTo('VerificationStarted'),
    clockSuspended(),
  )
    .project(clues)
    .rows([
      {
        ...AT_NAYONG,
        revision: 8,
        state: 'verifying',
        phase: 'verified',
        lastEventAt: nine('2021-10-11'),
        officers: '|li|wang|',
        assigned: '|li|wang|',
        nextDue: OPEN,
      },
    ]),
  'in investigation, with the clock of its case and all its officers': given(
    ...upTo('InvestigationStarted'),
  )
    .beside(filed())
    .project(clues)
    .rows([
      {
        ...AT_NAYONG,
        revision: 13,
        state: 'investigating',
        phase: 'investigated',
        lastEventAt: nine('2021-11-15'),
        officers: '|fang|li|wang|',
        assigned: '|fang|li|wang|',
        nextDue: endOf('2022-02-15'),
        blueAt: endOf('2022-02-07'),
        redAt: endOf('2022-02-15'),
      },
    ]),
  'to its end, when nothing is open': given(...upTo('ClueSettled'))
    .beside(filed())
    .project(clues)
    .rows([
      {
        ...AT_NAYONG,
        revision: 15,
        state: 'settled',
        phase: 'settled',
        open: 0,
        lastEventAt: nine('2021-12-24'),
        officers: '|fang|li|wang|',
        assigned: '|fang|li|wang|',
      },
    ]),
  'with its facts corrected as soon as that is known': given(
    ...upTo('ClueDiscovered'),
    corrected(1, { field: 'source', old: 'report', new: 'audit' }, { organ: 'bijie' }),
  )
    .project(clues)
    .rows([{ ...DISCOVERED, revision: 2, source: 'audit', lastEventAt: nine('2021-12-27') }]),
});

const REPORTED = discovered({
  data: {
    source: 'report',
    subjects: [{ personId: 'zhao' }],
    reports: [{ reportId: REPORT_ID, realName: true }],
  },
});

behaviour('what a report owes', {
  'colours the clue that it is part of': given(REPORTED)
    .under(shipped('cn-2019-example', 2))
    .beside(receivedReport({ on: '2021-08-10' }))
    .project(clues)
    .rows([
      {
        ...DISCOVERED,
        procedureVersion: 2,
        nextDue: endOf('2021-08-31'),
        blueAt: endOf('2021-08-23'),
        redAt: endOf('2021-08-31'),
      },
    ]),
  'colours no more a clue that went on in another': given(
    REPORTED,
    tell('gao', {
      ...{ type: 'ClueMergedAway', on: '2021-09-06', organ: 'bijie', data: { survivor: 'one' } },
      change: { from: 'registered', to: 'mergedAway' },
    })(),
  )
    .under(shipped('cn-2019-example', 2))
    .beside(receivedReport({ on: '2021-08-10' }))
    .project(clues)
    .rows([
      {
        ...DISCOVERED,
        ...{ procedureVersion: 2, revision: 2, state: 'mergedAway', phase: 'settled', open: 0 },
        ...{ lastEventAt: nine('2021-09-06'), nextDue: OPEN, blueAt: OPEN, redAt: OPEN },
      },
    ]),
});

const WAITING = {
  ...AT_NAYONG,
  state: 'withUnit',
  phase: 'transferred',
  officers: '|li|wang|',
  assigned: '|li|wang|',
  nextDue: endOf('2021-10-08'),
  blueAt: endOf('2021-09-25'),
  redAt: endOf('2021-10-08'),
};

behaviour('a request for an extension', {
  'waits for its answer': given(
    ...upTo('OfficersAssigned'),
    extensionRequested('dispose', { on: '2021-09-10' }),
  )
    .project(clues)
    .rows([{ ...WAITING, revision: 5, lastEventAt: nine('2021-09-10'), extensionAsked: 1 }]),
  'waits no longer while the clock after it runs': given(
    ...upTo('OfficersAssigned'),
    extensionRequested('dispose', { on: '2021-09-10' }),
    proposed(),
    tell('gao', {
      ...{ type: 'DisposalReturned', on: '2021-09-17', data: {} },
      change: { from: 'disposalPending', to: 'withUnit' },
    })(),
  )
    .under(CN5)
    .project(clues)
    .rows([
      {
        ...WAITING,
        procedureVersion: 5,
        revision: 7,
        lastEventAt: nine('2021-09-17'),
        nextDue: endOf('2021-10-18'),
        blueAt: endOf('2021-10-10'),
        redAt: endOf('2021-10-18'),
      },
    ]),
  'waits no longer when nothing is owed any more': given(
    ...upTo('OfficersAssigned'),
    extensionRequested('dispose', { on: '2021-09-10' }),
    closed(),
  )
    .project(clues)
    .rows([
      {
        ...WAITING,
        revision: 6,
        state: 'closing',
        phase: 'settled',
        lastEventAt: nine('2021-09-20'),
        nextDue: OPEN,
        blueAt: OPEN,
        redAt: OPEN,
      },
    ]),
});

/** Qianxi, beside Nayong, refuses what Nayong sent it. */
const refused = [
  ...upTo('TransferAccepted'),
  transferred({ on: '2021-09-13', organ: 'nayong', data: { to: 'qianxi', direction: 'across' } }),
  tell('chen', {
    ...{ type: 'TransferRefused', on: '2021-09-14', data: {} },
    change: { from: 'inTransit', to: 'returned' },
  })(),
];
const disputed = tell('chen', { type: 'JurisdictionDisputed', on: '2021-09-15', data: {} })();
const { nextDue, blueAt, redAt } = WAITING;
const RETURNED = {
  ...{ ...AT_NAYONG, nextDue, blueAt, redAt },
  ...{ state: 'returned', phase: 'transferred' },
};
const qianxi = tell('gao', {
  ...{ type: 'OrganEstablished', on: '2021-01-01' },
  data: {
    ...{ parent: 'bijie', name: { en: 'Qianxi', zh: '黔西' } },
    ...{ tier: 'county', region: 'CN', zone: 'Asia/Shanghai' },
  },
})({ stream: 'organ-qianxi' });

behaviour('a refusal', {
  'waits for nobody above as long as it is not disputed': given(...refused)
    .beside(qianxi)
    .project(clues)
    .rows([{ ...RETURNED, revision: 5, lastEventAt: nine('2021-09-14') }]),
  'waits, disputed, for the nearest organ above both sides': given(...refused, disputed)
    .beside(qianxi)
    .project(clues)
    .rows([{ ...RETURNED, revision: 6, lastEventAt: nine('2021-09-15'), superiorPath: '/bijie/' }]),
  'waits for nobody where nobody is above both': given(...refused, disputed)
    .project(clues)
    .rows([{ ...RETURNED, revision: 6, lastEventAt: nine('2021-09-15') }]),
});

const recused = (officer: string) =>
  tell('gao', { type: 'RecusalDecided', on: '2021-10-12', data: { officer, granted: true } })();
const VERIFIED = {
  ...{ ...AT_NAYONG, state: 'verifying', phase: 'verified' },
  ...{ officers: '|wang|', assigned: '|wang|', excluded: '|li|zhao|', lacksOfficers: 1 },
};

behaviour('a team', {
  'that a recusal leaves too small lacks somebody': given(
    ...upTo('VerificationStarted'),
    recused('li'),
    clockSuspended(),
  )
    .project(clues)
    .rows([{ ...VERIFIED, revision: 9, lastEventAt: nine('2021-10-12') }]),
});

behaviour('the list of clues', {
  'holds nothing of a clue that is not found yet': given().project(clues).rows([]),
});
