import type { Procedure } from '@cluetrail/workflow';
import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { conclude, ofCase } from '../testing/handled.js';
import { takeOver } from '../testing/ledger.js';
import { CN } from '../testing/office.js';
import { Command, command, event } from '../testing/said.js';
import { ITS_CASE, SITUATIONS } from '../testing/situations-v2.js';
import {
  closed,
  concluded,
  discovered,
  idOfEvent,
  refused,
  transferred,
  upTo,
} from '../testing/told.js';

const UNTRUE = { ground: 'untrue' };
const close = command('close', UNTRUE).because('the dead were alive');

/** Under a procedure that closes it by a step of its own. */
const toBeClosed = given(
  ...upTo('VerificationReportSubmitted'),
  concluded({ data: { outcome: 'close' } }),
);

function without(command: string): Procedure {
  const { [command]: _, ...clue } = CN.workflows.clue;
  return { ...CN, workflows: { ...CN.workflows, clue } };
}

behaviour('closing a clue', {
  'leaves the ground': given(...upTo('TransferAccepted'))
    .when(close.by('gao'))
    .then(event('ClueClosed', UNTRUE).moves('withUnit', 'closing')),
  ...Object.fromEntries(
    (
      [
        ['before the verification is concluded', 'verified', 'none'],
        ['where it was concluded with filing', 'verified+file', 'file'],
        ['where it was concluded with holding', 'verified+hold', 'hold'],
      ] as const
    ).map(([when, situation, found]) => [
      `is refused ${when}: the conclusion closes it`,
      after(...SITUATIONS[situation])
        .when(close.by('gao').on('2021-11-15'))
        .refused('closing-not-concluded', { expected: 'close', found }),
    ]),
  ),
  'follows a conclusion that leaves it to be closed': toBeClosed
    .when(close.by('gao'))
    .then(event('ClueClosed', UNTRUE).moves('verified', 'closing')),
  'follows the report where the procedure knows no conclusion': given(
    ...upTo('VerificationReportSubmitted'),
  )
    .under(without('concludeVerification'))
    .when(close.by('gao'))
    .then(event('ClueClosed', UNTRUE).moves('verified', 'closing')),
  'is possible for the sender of a refused transfer': given(discovered(), transferred(), refused())
    .when(close.by('gao', 'leader', 'bijie'))
    .then(event('ClueClosed', UNTRUE).moves('withUnit', 'closing')),
  'is refused without the reason': given(...upTo('TransferAccepted'))
    .when(command('close', UNTRUE).by('gao'))
    .refused('required', { field: 'reason' }),
  'is refused to those who verified it, in whatever office': given(
    ...upTo('VerificationReportSubmitted'),
  )
    .when(close.by('wang', 'leader'))
    .refused('approver-in-team'),
  'is refused in the midst of a verification': given(...upTo('VerificationStarted'))
    .when(close.by('gao'))
    .refused('wrong-state', {
      command: 'close',
      expected: ['withUnit', 'verified'],
      found: 'verifying',
    }),
  'is for leaders': given(...upTo('TransferAccepted'))
    .when(close.by('du'))
    .refused('wrong-role', { expected: ['leader'] }),
  'did not happen before the approval of this way': after(...SITUATIONS['disposalPending+close'])
    .when(close.by('gao').on('2021-09-15').recorded('2021-09-17'))
    .refused('happened-before-previous', {
      expected: '2021-09-16T01:00:00.000Z',
      found: '2021-09-15T01:00:00.000Z',
    }),
  'did not happen before the verification was concluded': toBeClosed
    .when(close.by('gao').on('2021-11-11').recorded('2021-11-15'))
    .refused('happened-before-previous', {
      expected: '2021-11-12T01:00:00.000Z',
      found: '2021-11-11T01:00:00.000Z',
    }),
  'knows its grounds': given(...upTo('TransferAccepted'))
    .when(command('close', { ground: 'tired' }).by('gao'))
    .invalid('ground'),
});

const SANCTIONED = { outcome: 'sanctioned' };

behaviour('settling a clue', {
  'ends it': given(...upTo('InvestigationConcluded'))
    .when(command('settle', SANCTIONED).by('chen'))
    .then(event('ClueSettled', SANCTIONED).moves('closing', 'settled')),
  'follows a closure, too': given(...upTo('TransferAccepted'), closed())
    .when(command('settle', { outcome: 'clarified' }).by('chen'))
    .then(event('ClueSettled', { outcome: 'clarified' }).moves('closing', 'settled')),
  'waits for the closing': given(...upTo('VerificationConcluded'))
    .when(command('settle', SANCTIONED).by('chen'))
    .refused('wrong-state'),
  'is for the clue centre': given(...upTo('InvestigationConcluded'))
    .when(command('settle', SANCTIONED).by('gao'))
    .refused('wrong-role', { expected: ['clue-admin'] }),
  'is for the clue centre of the responsible organ': given(...upTo('InvestigationConcluded'))
    .when(command('settle', SANCTIONED).by('bai'))
    .refused('wrong-organ', { expected: 'nayong' }),
  'is done once': given(...upTo('ClueSettled'))
    .when(command('settle', SANCTIONED).by('chen'))
    .refused('wrong-state'),
  'knows its outcomes': given(...upTo('InvestigationConcluded'))
    .when(command('settle', { outcome: 'forgotten' }).by('chen'))
    .invalid('outcome'),
});

const DECIDED = [
  ...SITUATIONS.decided,
  ofCase('recordInvestigationConcluded', ITS_CASE).on('2022-02-10'),
];
const CLARIFY = command('clarify', { scope: 'subject' }).because('rumours').by('gao');
const REOPENED = [
  command('settle', SANCTIONED).by('chen').on('2022-02-11'),
  command('reopen', { evidence: 'a forged ledger' }).because('new').by('gao').on('2022-03-01'),
  command('proposeDisposal', { way: 'close' }).by('li').on('2022-03-02'),
  command('deliberate', { participants: ['gao', 'hu', 'du'] })
    .by('gao')
    .on('2022-03-03'),
  command('approveDisposal').by('gao').on('2022-03-03'),
  command('close', { ground: 'untrue' }).because('a forgery').by('gao').on('2022-03-04'),
];
const NO_VIOLATION = { outcome: 'no-violation' };

behaviour('settling a clue in whose case a sanction was decided', {
  'says no longer that there was no violation': after(...DECIDED)
    .when(command('settle', NO_VIOLATION).by('chen'))
    .refused('sanction-decided'),
  'nor that it cleared anybody': after(...DECIDED)
    .when(command('settle', { outcome: 'clarified' }).by('chen'))
    .refused('sanction-decided'),
  'and he whom it is about is not cleared meanwhile': after(...DECIDED.map(aboutZhaoAlone))
    .when(CLARIFY)
    .refused('sanction-decided'),
  'though another of its subjects may be': after(...DECIDED)
    .when(CLARIFY)
    .then(event('ClarificationIssued', { scope: 'subject' }).under('50')),
  'says what came of it': after(...DECIDED)
    .when(command('settle', SANCTIONED).by('chen'))
    .then(event('ClueSettled', { ...SANCTIONED, feedbackOwed: true }).moves('closing', 'settled')),
  'says so where that was before it was reopened': after(...DECIDED, ...REOPENED)
    .when(command('settle', SANCTIONED).by('chen'))
    .then(event('ClueSettled', { ...SANCTIONED, feedbackOwed: true }).moves('closing', 'settled')),
  'is free where nothing was to be executed': after(
    ...SITUATIONS.adjudicating,
    ofCase('recordInvestigationConcluded', ITS_CASE).on('2022-02-10'),
  )
    .when(command('settle', NO_VIOLATION).by('chen'))
    .then(
      event('ClueSettled', { ...NO_VIOLATION, feedbackOwed: true }).moves('closing', 'settled'),
    ),
  'is free again when it was reopened': after(...DECIDED, ...REOPENED)
    .when(command('settle', NO_VIOLATION).by('chen'))
    .then(
      event('ClueSettled', { ...NO_VIOLATION, feedbackOwed: true }).moves('closing', 'settled'),
    ),
});

const UNDECIDED = 'no-sanction-decided';

behaviour('settling a clue as one with a sanction', {
  'is not for one that was closed': after(...SITUATIONS.closing)
    .when(command('settle', SANCTIONED).by('chen'))
    .refused(UNDECIDED),
  'nor for one of whose verification nothing came': after(...SITUATIONS.verified, conclude('close'))
    .when(command('settle', SANCTIONED).by('chen'))
    .refused(UNDECIDED),
  'nor where its case was withdrawn, or nothing was imposed on anybody': after(
    ...SITUATIONS.adjudicating,
    ofCase('recordInvestigationConcluded', ITS_CASE).on('2022-02-10'),
  )
    .when(command('settle', SANCTIONED).by('chen'))
    .refused(UNDECIDED),
  'is for one that may have had its case before it was taken over': after(takeOver('closing'))
    .when(command('settle', SANCTIONED).by('bai', 'clue-admin', 'nayong'))
    .then(event('ClueSettled', SANCTIONED).moves('closing', 'settled')),
  'asks for a case where the procedure knows no decisions': given(
    ...upTo('TransferAccepted'),
    closed(),
  )
    .when(command('settle', SANCTIONED).by('chen'))
    .refused(UNDECIDED),
  'is no correction of another outcome either': after(...SITUATIONS.settled)
    .when(
      command('correctFact', {
        targetEventId: idOfEvent(SITUATIONS.settled.length),
        ...{ field: 'outcome', old: 'clarified', new: 'sanctioned' },
      })
        .because('a slip')
        .by('gao'),
    )
    .refused(UNDECIDED),
});

function aboutZhaoAlone(one: Command): Command {
  const { name, input } = one.asked;
  const subjects = [{ personId: 'zhao', managingOrganId: 'nayong' }];
  return name === 'discover' ? new Command({ ...one.asked, input: { ...input, subjects } }) : one;
}

const asFound = command('settle', { outcome: 'no-violation' });

behaviour('settling what was closed before it was taken over', {
  'is refused to whoever says that it was': after(takeOver('closing'))
    .when(asFound.by('chen'))
    .refused('four-eyes'),
  'also in an office lent by him': after(takeOver('closing'))
    .when(asFound.byDelegate('bai', 'chen'))
    .refused('four-eyes'),
  'is open to another': after(takeOver('closing'))
    .when(asFound.by('bai', 'clue-admin', 'nayong'))
    .then(event('ClueSettled', { outcome: 'no-violation' }).moves('closing', 'settled')),
  'and to him of what was closed here': after(
    takeOver('withUnit'),
    command('proposeDisposal', { way: 'close' }).by('li').on('2021-09-13'),
    command('deliberate', { participants: ['gao', 'hu', 'du'] })
      .by('du')
      .on('2021-09-14'),
    command('approveDisposal').by('gao').on('2021-09-15'),
    close.by('chen', 'leader').on('2021-09-16'),
  )
    .when(asFound.by('chen'))
    .then(event('ClueSettled', { outcome: 'no-violation' }).moves('closing', 'settled')),
});
