import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { accept, assign, split, transfer } from '../testing/handled.js';
import { clueCalled, House } from '../testing/house.js';
import { AT_BIJIE } from '../testing/neighbours.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';

const inTransit = after(...SITUATIONS.inTransit);
const returned = after(...SITUATIONS.returned);
const recalled = after(...SITUATIONS['returned+recalled']);
const disputed = after(...SITUATIONS['returned+disputed']);

behaviour('a transfer that is not signed for', {
  'leaves the clue with the sender when it is refused': inTransit
    .when(command('refuseTransfer').because('not ours').by('chen'))
    .then(event('TransferRefused').moves('inTransit', 'returned').under('23').at('bijie')),
  'is refused with a reason': inTransit
    .when(command('refuseTransfer').by('chen'))
    .refused('required', { field: 'reason' }),
  'is refused by the receiver alone': inTransit
    .when(command('refuseTransfer').because('x').by('bai'))
    .refused('wrong-organ', { expected: 'nayong' }),
  'may be recalled by the sender': inTransit
    .when(command('recallTransfer').because('a slip').by('bai'))
    .then(event('TransferRecalled').moves('inTransit', 'returned').at('bijie')),
  'may not be recalled by the receiver': inTransit
    .when(command('recallTransfer').because('x').by('chen'))
    .refused('wrong-organ', { expected: 'bijie' }),
});

behaviour('refusing a transfer', {
  'is open to the last of the five working days': inTransit
    .when(command('refuseTransfer').because('not ours').by('chen').on('2021-09-10'))
    .then(event('TransferRefused').moves('inTransit', 'returned').under('23')),
  'and no longer': inTransit
    .when(command('refuseTransfer').because('not ours').by('chen').on('2021-09-11'))
    .refused('too-late', { expected: '2021-09-10T15:59:59.999Z' }),
  'also where that is recorded later': inTransit
    .when(
      command('refuseTransfer')
        .because('not ours')
        .by('chen')
        .on('2021-09-10')
        .recorded('2021-09-13'),
    )
    .then(event('TransferRefused').moves('inTransit', 'returned').under('23')),
  'leaves it to be signed for': inTransit
    .when(command('acceptTransfer').by('chen').on('2021-09-13'))
    .then(event('TransferAccepted').moves('inTransit', 'withUnit').at('nayong')),
});

behaviour('a returned clue', {
  'may be taken back into the own unit': returned
    .when(command('takeBack').by('bai'))
    .then(event('TransferTakenBack').moves('returned', 'withUnit').at('bijie')),
  'may be handed to another organ, as the head approves': after(...SITUATIONS['returned+approved'])
    .when(command('transfer', { to: 'qianxi', direction: 'down' }).by('bai'))
    .then(
      event('ClueTransferred', { to: 'qianxi', direction: 'down', mode: 'forward' })
        .moves('returned', 'inTransit')
        .under('23'),
    ),
  'goes nowhere without': returned
    .when(command('transfer', { to: 'qianxi', direction: 'down' }).by('bai'))
    .refused('not-done-yet', { expected: ['approveAllocation / approveTransfer'] }),
  'nor elsewhere': after(...SITUATIONS['returned+approved'])
    .when(command('transfer', { to: 'nayong', direction: 'down' }).by('bai'))
    .refused('not-as-approved'),
  'is let go nowhere while a dispute is open': disputed
    .when(command('approveTransfer', { to: 'qianxi', mode: 'forward' }).by('kong'))
    .refused('disputed'),
  'goes nowhere when it was disputed since': after(
    ...SITUATIONS['returned+approved'],
    command('disputeTransfer').because('it is').by('bai').on('2021-09-09'),
  )
    .when(command('transfer', { to: 'qianxi', direction: 'down' }).by('bai'))
    .refused('disputed'),
  'nor back into the own unit': disputed.when(command('takeBack').by('bai')).refused('disputed'),
  'nor into another clue': disputed
    .when(command('mergeInto', { survivor: AT_BIJIE }).because('one matter').by('kong'))
    .refused('disputed'),
  'nor is it split': disputed.when(split.by('kong').on('2021-09-14')).refused('disputed'),
});

const dispute = command('disputeTransfer').because('it is theirs').by('bai');

behaviour('disputing a refusal', {
  'brings the clue before the organ above both': returned
    .when(dispute)
    .then(event('JurisdictionDisputed')),
  'asks for a reason': returned
    .when(command('disputeTransfer').by('bai'))
    .refused('required', { field: 'reason' }),
  'is refused where nobody refused it': recalled.when(dispute).refused('not-refused'),
  'is done once': disputed.when(dispute).refused('disputed'),
});

const determine = (organ: string) =>
  command('determineJurisdiction', { organ }).because('by the organ tree').by('ren');

behaviour('determining the jurisdiction', {
  'may give the clue to the one that refused it, and assigns again what was': disputed
    .when(determine('nayong'))
    .then(
      event('JurisdictionDetermined', { organ: 'nayong', mode: 'assign' })
        .moves('returned', 'withUnit')
        .at('nayong'),
    ),
  'may leave it with the sender': disputed
    .when(determine('bijie'))
    .then(
      event('JurisdictionDetermined', { organ: 'bijie' }).moves('returned', 'withUnit').at('bijie'),
    ),
  'gives it to no third': disputed.when(determine('qianxi')).refused('not-a-party'),
  'is refused where nobody disputes': returned.when(determine('nayong')).refused('not-disputed'),
  'is for the nearest organ above both: the sender is itself a side': disputed
    .when(command('determineJurisdiction', { organ: 'nayong' }).because('x').by('kong'))
    .refused('wrong-organ', { expected: 'guizhou' }),
});

/** Nayong hands it to Qianxi beside it, which refuses: Bijie is above both. */
const between = after(
  ...SITUATIONS['withUnit+approved'],
  command('transfer', { to: 'qianxi', direction: 'across' }).by('chen').on('2021-09-13'),
  command('refuseTransfer').because('no').by('chen', 'clue-admin', 'qianxi').on('2021-09-17'),
  command('disputeTransfer').because('yes').by('chen').on('2021-09-18'),
);

behaviour('between two counties', {
  'the prefecture determines': between
    .when(command('determineJurisdiction', { organ: 'qianxi' }).because('x').by('kong'))
    .then(
      event('JurisdictionDetermined', { organ: 'qianxi' })
        .moves('returned', 'withUnit')
        .at('qianxi'),
    ),
  'and not the province': between
    .when(determine('qianxi'))
    .refused('wrong-organ', { expected: 'bijie' }),
});

const officers = after(...SITUATIONS['withUnit+officers']);
const secret = after(
  ...SITUATIONS['withUnit+officers'],
  command('classify', { level: 'L3' }).by('chen').on('2021-09-13'),
);
const UNREAD = { found: 'qianxi', expected: 'L3', roles: ['clue-admin', 'unit-head'] };
const designate = (organ: string) =>
  command('designate', { organ }).because('nearer to the facts').by('kong');

behaviour('designating an organ', {
  'moves the clue there': officers
    .when(designate('qianxi'))
    .then(event('JurisdictionDesignated', { organ: 'qianxi' }).at('qianxi')),
  'is for organs above': officers
    .when(command('designate', { organ: 'qianxi' }).because('x').by('gao'))
    .refused('wrong-organ', { expected: 'bijie, guizhou' }),
  'is refused for one where nobody who signs may read it': secret
    .when(designate('qianxi'))
    .refused('nobody-cleared', UNREAD),
  'names another organ': officers.when(designate('nayong')).refused('transfer-to-itself'),
  'names one that there is': officers.when(designate('nowhere')).refused('no-such-organ'),
  'names one below the organ that designates': officers
    .when(designate('guizhou'))
    .refused('not-below'),
  'did not happen before what the old organ did': officers
    .when(designate('qianxi').on('2021-09-08').recorded('2021-09-10'))
    .refused('happened-before-previous'),
  'leaves the old organ nothing to record afterwards': after(
    ...SITUATIONS['withUnit+officers'],
    designate('qianxi').on('2021-09-13'),
  )
    .when(
      command('issueNotice', { colour: 'red' }).by('mei').on('2021-09-12').recorded('2021-09-14'),
    )
    .refused('happened-before-previous'),
  'leaves nobody of the old organ assigned': after(
    ...SITUATIONS['withUnit+officers'],
    designate('qianxi').on('2021-09-10'),
  )
    .when(command('proposeDisposal', { way: 'verify' }).by('li', 'case-officer', 'qianxi'))
    .refused('two-officers-needed'),
});

behaviour('taking a clue up', {
  'makes the own organ responsible': officers
    .when(command('raise').because('too close to home').by('kong'))
    .then(event('ClueRaised').at('bijie')),
  'may go two steps': officers
    .when(command('raise').because('too close to home').by('ren'))
    .then(event('ClueRaised').at('guizhou')),
  'is not for the organ that has it': officers
    .when(command('raise').because('x').by('gao'))
    .refused('wrong-organ', { expected: 'bijie, guizhou' }),
});

describe('what was approved where a matter was before', () => {
  const approved = SITUATIONS['disposalPending+verify'];
  const A = clueCalled('a');
  const WAYS = {
    designated: designate('qianxi'),
    raised: command('raise').because('too close to home').by('kong'),
  };

  it.each(['designated', 'raised'] as const)('ends where it is %s', (way) => {
    const house = new House().done(A, ...approved);
    expect(house.clue(A).disposal).toEqual({ way: 'verify', approved: true });
    expect(house.done(A, WAYS[way].on('2021-09-20')).clue(A).disposal).toBeUndefined();
  });
});

const atTheTop = after(
  ...SITUATIONS['withUnit+officers'],
  command('raise').because('too close to home').by('ren').on('2021-09-13'),
);

behaviour('what the highest organ took up', {
  'is taken up no further': atTheTop
    .when(command('raise').because('x').by('ren'))
    .refused('no-organ-above', { organ: 'guizhou' }),
  'is designated by nobody': atTheTop
    .when(command('designate', { organ: 'qianxi' }).because('x').by('ren'))
    .refused('no-organ-above', { organ: 'guizhou' }),
});

behaviour('the sender stays responsible', {
  'until the receiver signs': after(...SITUATIONS.inTransit)
    .when(accept)
    .then(event('TransferAccepted').moves('inTransit', 'withUnit').at('nayong')),
  'so nobody of the receiver handles it before': inTransit
    .when(assign)
    .refused('wrong-organ', { expected: 'bijie' }),
  'and a handed-on clue is not handed on once more': inTransit
    .when(transfer)
    .refused('wrong-state'),
});

const letGo = (to: string) => command('approveTransfer', { to, mode: 'forward' }).by('gao');

behaviour('a clue that is with a unit', {
  'goes on when the head approves': after(...SITUATIONS['withUnit+approved'])
    .when(command('transfer', { to: 'qianxi', direction: 'across' }).by('chen'))
    .then(
      event('ClueTransferred', { to: 'qianxi', direction: 'across', mode: 'forward' })
        .moves('withUnit', 'inTransit')
        .under('23'),
    ),
  'not before': officers
    .when(command('transfer', { to: 'qianxi', direction: 'across' }).by('chen'))
    .refused('not-done-yet', { expected: ['approveAllocation / approveTransfer'] }),
  'not earlier': after(...SITUATIONS['withUnit+approved'])
    .when(
      command('transfer', { to: 'qianxi', direction: 'across' })
        .by('chen')
        .on('2021-09-10')
        .recorded('2021-09-14'),
    )
    .refused('happened-before-previous'),
  'the way the hierarchy has': after(...SITUATIONS['withUnit+approved'])
    .when(command('transfer', { to: 'qianxi', direction: 'up' }).by('chen'))
    .refused('other-direction', {
      ...{ organ: 'nayong', to: 'qianxi', expected: ['across', 'designated'], found: 'up' },
    }),
  'as the head approved last': after(
    ...SITUATIONS['withUnit+approved'],
    letGo('bijie').on('2021-09-14'),
  )
    .when(command('transfer', { to: 'qianxi', direction: 'across' }).by('chen'))
    .refused('not-as-approved'),
  'is let go to another organ': officers.when(letGo('nayong')).refused('transfer-to-itself'),
  'that there is': officers.when(letGo('nowhere')).refused('no-such-organ'),
  'with which its own has one above in common': officers
    .when(letGo('utrecht'))
    .refused('no-common-organ', { organ: 'nayong', found: 'utrecht' }),
  'where somebody who signs for it may read it': secret
    .when(letGo('qianxi'))
    .refused('nobody-cleared', UNREAD),
  'is let go by the head': officers
    .when(command('approveTransfer', { to: 'qianxi', mode: 'forward' }).by('du'))
    .refused('wrong-role', { expected: ['leader'] }),
});
