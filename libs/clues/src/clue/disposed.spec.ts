import { behaviour } from '../testing/behaviour.js';
import { UNCLEARED } from '../testing/decider.js';
import { after } from '../testing/given.js';
import { deliberate } from '../testing/handled.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { DIGEST } from '../testing/told.js';

const proposed = after(...SITUATIONS.disposalPending);
const deliberated = after(...SITUATIONS['disposalPending+deliberated']);
const approved = after(...SITUATIONS['disposalPending+verify']);
const released = after(...SITUATIONS['disposalPending+released']);
const THREE = ['gao', 'hu', 'du'];

behaviour('deliberating collectively', {
  'leaves who took part, and the digest of the minutes': proposed
    .when(command('deliberate', { participants: THREE, minutes: DIGEST }).by('du'))
    .then(event('CollectivelyDeliberated', { participants: THREE, minutes: DIGEST }).under('17')),
  'is by three at least': proposed
    .when(command('deliberate', { participants: ['gao', 'hu'] }).by('gao'))
    .invalid('participants'),
  'is without those whom it is about': proposed
    .when(command('deliberate', { participants: ['gao', 'hu', 'zhao'] }).by('gao'))
    .refused('officer-is-subject'),
  'is without those who were recused': after(
    ...SITUATIONS['withUnit+recused'],
    command('replaceOfficer', { leaving: 'wang', joining: 'fang' })
      .because('a cousin')
      .by('du')
      .on('2021-09-14'),
    command('proposeDisposal', { way: 'verify' }).by('li').on('2021-09-15'),
  )
    .when(command('deliberate', { participants: ['gao', 'hu', 'wang'] }).by('gao'))
    .refused('officer-recused'),
  'is by people of the organ': proposed
    .when(command('deliberate', { participants: ['gao', 'hu', 'stranger-1'] }).by('gao'))
    .refused('deliberates-elsewhere', { found: 'stranger-1', expected: ['nayong'] }),
  'not of one beside it': proposed
    .when(command('deliberate', { participants: ['gao', 'hu', 'bei'] }).by('gao'))
    .refused('deliberates-elsewhere', { found: 'bei', expected: ['nayong'] }),
  'nor of one above that does not decide on it': proposed
    .when(command('deliberate', { participants: ['gao', 'hu', 'kong'] }).by('gao'))
    .refused('deliberates-elsewhere', { found: 'kong', expected: ['nayong'] }),
  'who may read it': proposed
    .when(command('deliberate', { participants: ['gao', 'hu', UNCLEARED] }).by('gao'))
    .refused('not-cleared', { found: UNCLEARED, expected: 'L2' }),
  'and not only look at what others decide': proposed
    .when(command('deliberate', { participants: ['gao', 'hu', 'fu'] }).by('gao'))
    .refused('no-deliberator', { found: 'fu', organ: 'nayong' }),
  'nor one who sees its header alone': proposed
    .when(command('deliberate', { participants: ['gao', 'hu', 'chen'] }).by('gao'))
    .refused('no-deliberator', { found: 'chen', organ: 'nayong' }),
  'or handles others': proposed
    .when(command('deliberate', { participants: ['gao', 'hu', 'fang'] }).by('gao'))
    .refused('no-deliberator', { found: 'fang', organ: 'nayong' }),
  'may be by its officers, the proposer among them': proposed
    .when(command('deliberate', { participants: ['li', 'wang', 'du'] }).by('du'))
    .then(event('CollectivelyDeliberated', { participants: ['li', 'wang', 'du'] }).under('17')),
  'asks for a proposal': released.when(deliberate.on('2021-10-12')).refused('nothing-proposed'),
  'is over with the approval': approved
    .when(deliberate.on('2021-09-17'))
    .refused('already-approved'),
  'did not happen before the proposal': proposed
    .when(deliberate.on('2021-09-14').recorded('2021-09-17'))
    .refused('happened-before-previous'),
});

const approve = command('approveDisposal').by('gao');
const back = command('returnDisposal').because('too light').by('gao');

behaviour('approving a disposal', {
  'waits for the deliberation': proposed
    .when(approve)
    .refused('not-done-yet', { expected: ['deliberate'] }),
  'then says which way': deliberated
    .when(approve)
    .then(event('DisposalApproved', { way: 'verify' })),
  'did not happen before it': deliberated
    .when(approve.on('2021-09-15').recorded('2021-09-17'))
    .refused('happened-before-previous'),
  'is not for the one who proposed it': deliberated
    .when(command('approveDisposal').by('li', 'leader'))
    .refused('four-eyes', { command: 'approveDisposal', other: 'proposeDisposal' }),
  'nor for one whose proposal was returned, and made anew by another': after(
    ...SITUATIONS['disposalPending+deliberated'],
    back.on('2021-09-17'),
    command('proposeDisposal', { way: 'verify' }).by('wang').on('2021-09-18'),
    deliberate.on('2021-09-19'),
  )
    .when(command('approveDisposal').by('li', 'leader'))
    .refused('four-eyes', { command: 'approveDisposal', other: 'proposeDisposal' }),
  'is done once': approved.when(approve).refused('already-approved'),
});

behaviour('returning a disposal', {
  'gives the clue back to the unit': deliberated
    .when(back)
    .then(event('DisposalReturned').moves('disposalPending', 'withUnit')),
  'lets the deliberation be held anew': after(
    ...SITUATIONS['disposalPending+deliberated'],
    back.on('2021-09-17'),
    command('proposeDisposal', { way: 'talkInquiry' }).by('li').on('2021-09-18'),
  )
    .when(approve)
    .refused('not-done-yet', { expected: ['deliberate'] }),
  'asks for a reason': proposed
    .when(command('returnDisposal').by('gao'))
    .refused('required', { field: 'reason' }),
  'is not for the one who proposed it': proposed
    .when(command('returnDisposal').because('x').by('li', 'leader'))
    .refused('four-eyes'),
  'is over with the approval': approved.when(back).refused('already-approved'),
  'asks for a proposal': released.when(back).refused('nothing-proposed'),
});

const propose = command('proposeDisposal', { way: 'close' }).by('li');

behaviour('proposing anew', {
  'is open after a release': released
    .when(propose)
    .then(event('DisposalProposed', { way: 'close' })),
  'is refused while a proposal waits': proposed.when(propose).refused('already-proposed'),
});

behaviour('an approved disposal', {
  'leads to no other way than its own': after(...SITUATIONS['disposalPending+talk'])
    .when(command('startVerification', { team: ['li', 'wang'] }).by('du'))
    .refused('disposal-not-approved'),
  'that closes lets the clue be closed': after(...SITUATIONS['disposalPending+close'])
    .when(command('close', { ground: 'untrue' }).because('it never was').by('gao'))
    .then(event('ClueClosed', { ground: 'untrue' }).moves('disposalPending', 'closing')),
  'that verifies does not': approved
    .when(command('close', { ground: 'untrue' }).because('x').by('gao'))
    .refused('disposal-not-approved'),
});
