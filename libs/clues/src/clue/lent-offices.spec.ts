import { behaviour } from '../testing/behaviour.js';
import { STAND_IN } from '../testing/decider.js';
import { CASE_SITUATIONS, FILE as FILE_OF_CASE } from '../testing/case-situations.js';
import { afterInCase, given } from '../testing/given.js';
import { CN2, CN3, lentTo } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { fourEyes } from '../projections/four-eyes.js';
import { nine } from '../testing/rows.js';
import {
  accepted,
  approved,
  concluded,
  discovered,
  extensionRequested,
  idOfClue,
  idOfEvent,
  proposed,
  SEALED,
  started,
  submitted,
  tell,
  transferred,
  upTo,
} from '../testing/told.js';

const FILE = { outcome: 'file' };
const NONE_OF = { command: 'approveDisposal', other: 'proposeDisposal' };

behaviour('a delegate of the leader', {
  'approves what others proposed': given(...upTo('DisposalProposed'))
    .when(command('approveDisposal').byDelegate('du', 'gao'))
    .then(event('DisposalApproved', { way: 'verify' })),
  'does not approve what he proposed himself': given(...upTo('DisposalProposed'))
    .when(command('approveDisposal').byDelegate('li', 'hu'))
    .refused('four-eyes', NONE_OF),
  'does not approve what the leader proposed': given(
    ...upTo('OfficersAssigned'),
    proposed({ by: 'gao' }),
  )
    .when(command('approveDisposal').byDelegate('du', 'gao'))
    .refused('four-eyes', NONE_OF),
  'does not conclude where the leader is in the team': given(
    ...upTo('DisposalApproved'),
    started({ data: { team: ['li', 'gao'] } }),
    submitted(),
  )
    .when(command('concludeVerification', FILE).byDelegate('du', 'gao'))
    .refused('approver-in-team'),
  'corrects no event of the leader’s': given(...upTo('DisposalApproved'))
    .when(
      command('correctFact', {
        ...{ targetEventId: idOfEvent(6), field: 'happenedAt' },
        ...{ old: '2021-09-16T09:00:00+08:00', new: '2021-09-16T10:00:00+08:00' },
      })
        .byDelegate('du', 'gao')
        .because('x'),
    )
    .refused('four-eyes'),
  'grants no extension that the leader asked for': given(
    ...upTo('VerificationStarted'),
    extensionRequested('verify', { by: 'gao' }),
  )
    .when(command('grantExtension', { obligation: 'verify' }).byDelegate('du', 'gao'))
    .refused('four-eyes', { command: 'grantExtension', other: 'requestExtension' }),
});

behaviour('the leader himself', {
  'does not approve what his delegate proposed on his behalf': given(
    ...upTo('OfficersAssigned'),
    proposed({ by: lentTo('du', 'gao') }),
  )
    .when(command('approveDisposal').by('gao'))
    .refused('four-eyes', NONE_OF),
});

behaviour('two of whom one has lent the other an office', {
  'are one person also where each acts in his own: he does not approve what the other proposed':
    given(...upTo('DisposalProposed'))
      .when(command('approveDisposal').byOneWith('gao', 'li'))
      .refused('four-eyes', NONE_OF),
  'he does not conclude where the other is in the team': given(
    ...upTo('DisposalApproved'),
    started({ data: { team: ['li', 'du'] } }),
    submitted(),
  )
    .when(command('concludeVerification', FILE).byOneWith('gao', 'du'))
    .refused('approver-in-team'),
  'nor does the other come into the team that works under what he approved': given(
    ...upTo('DisposalApproved'),
  )
    .when(command('startVerification', { team: ['li', STAND_IN] }).by('du'))
    .refused('approver-in-team'),
  'nor grants what the other asked for': given(
    ...upTo('VerificationStarted'),
    extensionRequested('verify', { by: 'li' }),
  )
    .when(command('grantExtension', { obligation: 'verify' }).byOneWith('gao', 'li'))
    .refused('four-eyes', { command: 'grantExtension', other: 'requestExtension' }),
});

const COUNTED = { officers: ['li', STAND_IN] };

behaviour('whoever counts as one with another now', {
  'is not entrusted with what that one took in': given(
    discovered({ by: 'gao' }),
    transferred(),
    accepted(),
  )
    .under(CN3)
    .when(command('assignOfficers', COUNTED).by('du'))
    .refused('officer-took-in', { found: STAND_IN }),
  'nor with what is about him': given(
    discovered({ data: { source: 'audit', subjects: [{ personId: 'gao' }], summary: SEALED } }),
    transferred(),
    accepted(),
  )
    .when(command('assignOfficers', COUNTED).by('du'))
    .refused('officer-is-subject', { found: STAND_IN }),
  'nor with that from which he was recused': given(
    ...upTo('OfficersAssigned'),
    tell('hu', {
      ...{ type: 'RecusalDecided', on: '2021-09-10' },
      data: { officer: 'gao', granted: true },
    })(),
  )
    .when(command('assignOfficers', COUNTED).by('du'))
    .refused('officer-recused', { found: STAND_IN }),
  'takes no part in deliberating on it either': given(
    discovered({ data: { source: 'audit', subjects: [{ personId: 'gao' }], summary: SEALED } }),
    ...upTo('DisposalProposed').slice(1),
  )
    .under(CN2)
    .when(command('deliberate', { participants: ['hu', 'du', STAND_IN] }).by('hu'))
    .refused('officer-is-subject', { found: STAND_IN }),
});

const byHu = [...upTo('DisposalProposed'), approved({ by: 'hu' })];
const AS_ONE = { found: STAND_IN, expected: 2 };
const PAIR = ['gao', STAND_IN];
const replace = command('replaceOfficer', { leaving: 'li', joining: STAND_IN })
  .because('ill')
  .by('du');
const assignedTo = (...officers: readonly string[]) =>
  given(
    ...upTo('TransferAccepted'),
    tell('du', { type: 'OfficersAssigned', on: '2021-09-09', data: { officers } })(),
  ).under(CN2);

behaviour('two of whom one has lent the other an office make up no number by themselves', {
  'not the two officers': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: PAIR }).by('du'))
    .refused('counts-as-one', AS_ONE),
  'in either order': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: PAIR.toReversed() }).by('du'))
    .refused('counts-as-one', { ...AS_ONE, found: 'gao' }),
  'who with a third are two': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: ['li', ...PAIR] }).by('du'))
    .refused('no-case-officer', { found: 'gao', expected: ['case-officer'], organ: 'nayong' }),
  'nor by coming in for another': assignedTo('gao', 'li')
    .when(replace)
    .refused('counts-as-one', AS_ONE),
  'be it into the team alone, whoever else are officers': given(
    ...byHu,
    started({ data: { team: ['shi', 'fang'] } }),
  )
    .under(CN2)
    .when(command('replaceOfficer', { leaving: 'fang', joining: STAND_IN }).because('ill').by('du'))
    .refused('counts-as-one', AS_ONE),
  'but the first to come in for two makes none up yet': assignedTo('li')
    .when(replace)
    .refused('no-case-officer', {
      ...{ found: STAND_IN, expected: ['case-officer'], organ: 'nayong' },
    }),
  'not the team': given(...byHu)
    .when(command('startVerification', { team: ['shi', STAND_IN] }).by('du'))
    .refused('counts-as-one', AS_ONE),
  'not those who investigate': given(...byHu, started(), submitted(), concluded({ by: 'hu' }))
    .when(command('startInvestigation', { officers: ['shi', STAND_IN] }).by('hu'))
    .refused('counts-as-one', AS_ONE),
  'not the panel': afterInCase(...CASE_SITUATIONS.awaitingAdjudication)
    .when(command('acceptForAdjudication', { panel: ['shi', STAND_IN] }).by('shi'))
    .refused('counts-as-one', AS_ONE),
  'not the three who deliberate': given(...upTo('DisposalProposed'))
    .under(CN2)
    .when(command('deliberate', { participants: ['hu', ...PAIR] }).by('hu'))
    .refused('counts-as-one', { ...AS_ONE, expected: 3 }),
  'who may be more, the two among them': given(...upTo('DisposalProposed'))
    .under(CN2)
    .when(command('deliberate', { participants: ['hu', 'du', ...PAIR] }).by('hu'))
    .refused('no-deliberator', { found: STAND_IN, organ: 'nayong' }),
});

const panelOfTwo = command('acceptForAdjudication', { panel: ['shi', STAND_IN] }).by('shi');
const [, ...worked] = CASE_SITUATIONS.awaitingAdjudication;
const ofLeader = command('fileCase', { ...FILE_OF_CASE, subjects: ['gao'] }).bySystem();
const officersChange = (input: object) =>
  command('changeCaseOfficers', input).bySystem().on('2021-12-21');

behaviour('a panel', {
  'is without whoever counts as one with one who investigated': afterInCase(
    ...CASE_SITUATIONS.awaitingAdjudication,
    officersChange({ leaving: 'li', joining: 'gao', recused: false }),
  )
    .when(panelOfTwo)
    .refused('adjudicator-investigated'),
  'with one who was recused': afterInCase(
    ...CASE_SITUATIONS.awaitingAdjudication,
    officersChange({ leaving: 'gao', recused: true }),
  )
    .when(panelOfTwo)
    .refused('officer-recused', { found: STAND_IN }),
  'or with one whom the case is about': afterInCase(ofLeader.on('2021-11-15'), ...worked)
    .when(panelOfTwo)
    .refused('officer-is-subject', { found: STAND_IN }),
});

behaviour('an officer’s part in a clue', {
  'is not lent with his office: it is entrusted to a person': given(...upTo('OfficersAssigned'))
    .when(command('proposeDisposal', { way: 'verify' }).byDelegate('fang', 'li'))
    .refused('not-assigned'),
  'is not signed for by another': given(...upTo('VerificationStarted'))
    .when(command('signVerificationReport', { digest: '3b'.repeat(32) }).byDelegate('fang', 'li'))
    .refused('not-in-team'),
});

behaviour('the list of breaches', {
  'finds one where a delegate approved what his principal had proposed': given(
    ...upTo('OfficersAssigned'),
    proposed({ by: 'gao' }),
    approved({ by: lentTo('du', 'gao') }),
  )
    .project(fourEyes)
    .rows([
      {
        ...{ clue: idOfClue, first: 'DisposalProposed', second: 'DisposalApproved' },
        ...{ firstBy: 'gao', secondBy: 'du', imported: 0, breached: 1 },
        ...{ firstAt: nine('2021-09-15'), secondAt: nine('2021-09-16') },
      },
    ]),
});
