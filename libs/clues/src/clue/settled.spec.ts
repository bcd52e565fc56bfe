import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { ofCase } from '../testing/handled.js';
import { command, event } from '../testing/said.js';
import { ITS_CASE, SITUATIONS } from '../testing/situations-v2.js';
import { closed, discovered, refused, transferred, upTo } from '../testing/told.js';

const UNTRUE = { ground: 'untrue' };
const close = command('close', UNTRUE).because('the dead were alive');

behaviour('closing a clue', {
  'leaves the ground': given(...upTo('TransferAccepted'))
    .when(close.by('gao'))
    .then(event('ClueClosed', UNTRUE).moves('withUnit', 'closing')),
  'is possible once it is verified': given(...upTo('VerificationReportSubmitted'))
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
const NO_VIOLATION = { outcome: 'no-violation' };

behaviour('settling a clue in whose case a sanction was decided', {
  'says no longer that there was no violation': after(...DECIDED)
    .when(command('settle', NO_VIOLATION).by('chen'))
    .refused('sanction-decided'),
  'says what came of it': after(...DECIDED)
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
  'is free again when it was reopened': after(
    ...DECIDED,
    command('settle', SANCTIONED).by('chen').on('2022-02-11'),
    command('reopen', { evidence: 'a forged ledger' }).because('new').by('gao').on('2022-03-01'),
    command('proposeDisposal', { way: 'close' }).by('li').on('2022-03-02'),
    command('deliberate', { participants: ['gao', 'hu', 'du'] })
      .by('gao')
      .on('2022-03-03'),
    command('approveDisposal').by('gao').on('2022-03-03'),
    command('close', { ground: 'untrue' }).because('a forgery').by('gao').on('2022-03-04'),
  )
    .when(command('settle', NO_VIOLATION).by('chen'))
    .then(
      event('ClueSettled', { ...NO_VIOLATION, feedbackOwed: true }).moves('closing', 'settled'),
    ),
});
