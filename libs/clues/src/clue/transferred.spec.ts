import { command, event } from '../testing/said.js';
import { UNCLEARED } from '../testing/decider.js';
import { given } from '../testing/given.js';
import { behaviour } from '../testing/behaviour.js';
import {
  accepted,
  assigned,
  discovered,
  proposed,
  refused,
  transferred,
  upTo,
} from '../testing/told.js';

const SENT = { to: 'nayong', direction: 'down' };

behaviour('transferring a clue', {
  'names the organ that shall sign for it': given(discovered())
    .when(command('transfer', SENT).by('bai'))
    .then(event('ClueTransferred', SENT).moves('registered', 'inTransit').under('23')),
  'is refused to the organ that has it': given(discovered())
    .when(command('transfer', { ...SENT, to: 'bijie' }).by('bai'))
    .refused('transfer-to-itself'),
  'is refused to an organ that does not exist': given(discovered())
    .when(command('transfer', { ...SENT, to: 'nowhere' }).by('bai'))
    .refused('no-such-organ'),
  'is refused to one where nobody who signs may read it': given(discovered({ level: 'L3' }))
    .when(command('transfer', { ...SENT, to: 'qianxi' }).by('bai'))
    .refused('nobody-cleared', {
      ...{ found: 'qianxi', expected: 'L3', roles: ['clue-admin', 'unit-head'] },
    }),
  'goes up to an organ above': given(discovered())
    .when(command('transfer', { to: 'guizhou', direction: 'up' }).by('bai'))
    .then(
      event('ClueTransferred', { to: 'guizhou', direction: 'up' })
        .moves('registered', 'inTransit')
        .under('23'),
    ),
  'goes not down to it': given(discovered())
    .when(command('transfer', { to: 'guizhou', direction: 'down' }).by('bai'))
    .refused('other-direction', {
      ...{ organ: 'bijie', to: 'guizhou', expected: ['up', 'raised'], found: 'down' },
    }),
  'goes not up to one below': given(discovered())
    .when(command('transfer', { ...SENT, direction: 'up' }).by('bai'))
    .refused('other-direction', {
      ...{ organ: 'bijie', to: 'nayong', expected: ['down', 'designated'], found: 'up' },
    }),
  'is refused where no organ is above both': given(discovered())
    .when(command('transfer', { to: 'utrecht', direction: 'across' }).by('bai'))
    .refused('no-common-organ', { organ: 'bijie', found: 'utrecht' }),
  'is refused while another transfer waits': given(...upTo('ClueTransferred'))
    .when(command('transfer', SENT).by('bai'))
    .refused('wrong-state', {
      command: 'transfer',
      expected: ['registered'],
      found: 'inTransit',
    }),
  'is for the clue centre': given(discovered())
    .when(command('transfer', SENT).by('an'))
    .refused('wrong-role', { expected: ['clue-admin'] }),
  'is for the organ that has the clue': given(discovered())
    .when(command('transfer', SENT).by('chen'))
    .refused('wrong-organ', { expected: 'bijie' }),
  'asks for organ and direction': given(discovered())
    .when(command('transfer', { to: 'Nayong!', direction: 'sideways' }).by('bai'))
    .invalid('to', 'direction'),
});

behaviour('signing for a transfer', {
  'hands the responsibility over to the receiver': given(...upTo('ClueTransferred'))
    .when(command('acceptTransfer').by('chen'))
    .then(event('TransferAccepted').moves('inTransit', 'withUnit').at('nayong')),
  'is not for the sender': given(...upTo('ClueTransferred'))
    .when(command('acceptTransfer').by('bai'))
    .refused('wrong-organ', { expected: 'nayong' }),
  'is done once': given(...upTo('TransferAccepted'))
    .when(command('acceptTransfer').by('chen'))
    .refused('wrong-state'),
  'does not happen before the transfer': given(...upTo('ClueTransferred'))
    .when(command('acceptTransfer').by('chen').on('2021-09-02').recorded('2021-09-08'))
    .refused('happened-before-previous', {
      expected: '2021-09-03T01:00:00.000Z',
      found: '2021-09-02T01:00:00.000Z',
    }),
  'does not happen tomorrow': given(...upTo('ClueTransferred'))
    .when(command('acceptTransfer').by('chen').on('2021-09-09').recorded('2021-09-08'))
    .refused('happened-in-future', {
      expected: '2021-09-08T01:00:00.000Z',
      found: '2021-09-09T01:00:00.000Z',
    }),
});

behaviour('refusing a transfer', {
  'leaves the clue with a unit of the sender': given(...upTo('ClueTransferred'))
    .when(command('refuseTransfer').by('chen').because('no jurisdiction'))
    .then(event('TransferRefused').moves('inTransit', 'withUnit')),
  'is refused without the reason': given(...upTo('ClueTransferred'))
    .when(command('refuseTransfer').by('chen'))
    .refused('required', { field: 'reason' }),
  'is not for the sender': given(...upTo('ClueTransferred'))
    .when(command('refuseTransfer').by('bai').because('second thoughts'))
    .refused('wrong-organ', { expected: 'nayong' }),
  'lets the unit head of the sender take it up': given(discovered(), transferred(), refused())
    .when(command('assignOfficers', { officers: ['mao', 'nie'] }).by('luo'))
    .then(event('OfficersAssigned', { officers: ['mao', 'nie'] }).under('23')),
  'keeps the unit heads of the receiver out': given(discovered(), transferred(), refused())
    .when(command('assignOfficers', { officers: ['mao', 'nie'] }).by('du'))
    .refused('wrong-organ', { expected: 'bijie' }),
});

behaviour('assigning officers', {
  'leaves two who are responsible': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: ['li', 'wang'] }).by('du'))
    .then(event('OfficersAssigned', { officers: ['li', 'wang'] }).under('23')),
  'is refused for who handles no clues': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: ['li', 'du'] }).by('du'))
    .refused('no-case-officer', { found: 'du', expected: ['case-officer'], organ: 'nayong' }),
  'is refused for a person whom the clue is about': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: ['li', 'zhao'] }).by('du'))
    .refused('officer-is-subject', { found: 'zhao' }),
  'is refused for a person of another organ': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: ['li', 'stranger'] }).by('du'))
    .refused('works-elsewhere'),
  'is refused for who may not read it': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: ['li', UNCLEARED] }).by('du'))
    .refused('not-cleared', { found: UNCLEARED, expected: 'L1' }),
  'asks for at least two': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: ['li'] }).by('du'))
    .invalid('officers'),
  'counts one person once': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: ['li', 'li'] }).by('du'))
    .invalid('officers'),
  'is refused to an officer': given(...upTo('TransferAccepted'))
    .when(command('assignOfficers', { officers: ['li', 'wang'] }).by('li'))
    .refused('wrong-role', { expected: ['unit-head'] }),
  'does not happen before the unit has the clue': given(...upTo('TransferAccepted'))
    .when(
      command('assignOfficers', { officers: ['li', 'wang'] })
        .by('du')
        .on('2021-09-07')
        .recorded('2021-09-09'),
    )
    .refused('happened-before-previous'),
});

const VERIFY = { way: 'verify' };

behaviour('proposing a disposal', {
  'names the way': given(...upTo('OfficersAssigned'))
    .when(command('proposeDisposal', VERIFY).by('wang'))
    .then(event('DisposalProposed', VERIFY).moves('withUnit', 'disposalPending')),
  'waits for two officers': given(...upTo('TransferAccepted'))
    .when(command('proposeDisposal', VERIFY).by('li'))
    .refused('two-officers-needed'),
  'is for those who are assigned': given(...upTo('OfficersAssigned'))
    .when(command('proposeDisposal', VERIFY).by('fang'))
    .refused('not-assigned'),
  'is for those who were assigned last': given(
    ...upTo('OfficersAssigned'),
    assigned({ on: '2021-09-13', data: { officers: ['wang', 'fang'] } }),
  )
    .when(command('proposeDisposal', VERIFY).by('li'))
    .refused('not-assigned'),
  'does not offer what this procedure has no rows for': given(...upTo('OfficersAssigned'))
    .when(command('proposeDisposal', { way: 'hold' }).by('li'))
    .refused('not-allowed', { field: 'way', expected: ['verify'] }),
  'needs the clue in the unit': given(discovered())
    .when(command('proposeDisposal', VERIFY).by('li', 'case-officer', 'bijie'))
    .refused('wrong-state'),
  'is not of another trade': given(...upTo('OfficersAssigned'))
    .when(command('proposeDisposal', VERIFY).by('gao'))
    .refused('wrong-role'),
  'knows the four ways only': given(...upTo('OfficersAssigned'))
    .when(command('proposeDisposal', { way: 'forget' }).by('li'))
    .invalid('way'),
});

behaviour('approving a disposal', {
  'approves the way that was proposed': given(...upTo('DisposalProposed'))
    .when(command('approveDisposal').by('gao'))
    .then(event('DisposalApproved', VERIFY)),
  'is refused to the one who proposed it, in whatever office': given(...upTo('DisposalProposed'))
    .when(command('approveDisposal').by('li', 'leader'))
    .refused('four-eyes', { command: 'approveDisposal', other: 'proposeDisposal' }),
  'is done once': given(...upTo('DisposalApproved'))
    .when(command('approveDisposal').by('hu'))
    .refused('already-approved'),
  'waits for a proposal': given(...upTo('OfficersAssigned'))
    .when(command('approveDisposal').by('gao'))
    .refused('wrong-state'),
  'is for leaders of the responsible organ': given(...upTo('DisposalProposed'))
    .when(command('approveDisposal').by('gao', 'leader', 'bijie'))
    .refused('wrong-organ', { expected: 'nayong' }),
  'is not for the unit head': given(...upTo('DisposalProposed'))
    .when(command('approveDisposal').by('du'))
    .refused('wrong-role'),
  'is taken for what was proposed, whoever else held the clue before': given(
    discovered(),
    transferred(),
    accepted(),
    assigned(),
    proposed({ by: 'wang' }),
  )
    .when(command('approveDisposal').by('wang', 'leader'))
    .refused('four-eyes'),
});
