import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import {
  allocate,
  ALLOCATION,
  allow,
  check,
  classify,
  discover,
  discoverAbove,
} from '../testing/handled.js';
import { takeOver } from '../testing/ledger.js';
import { ANONYMOUS, AT_BIJIE, NAMED, TWIN } from '../testing/neighbours.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { idOfEvent } from '../testing/told.js';

const ready = after(...SITUATIONS['registered+ready']);
const pending = after(...SITUATIONS.pendingAllocation);
const approved = after(...SITUATIONS['pendingAllocation+approved']);
const SELF = { mode: 'self' };
const REPORTS = [
  { reportId: NAMED, realName: true },
  { reportId: ANONYMOUS, realName: false },
];

const discovered = (...subjects: readonly object[]) =>
  command('discover', { source: 'audit', subjects, summary: 'accounts do not add up' })
    .by('an')
    .on('2021-09-01');
const about = (...subjects: readonly object[]) => after(discovered(...subjects), check, classify);

const SECRET = command('classify', { level: 'L3' }).by('bai');
const UNREAD = { found: 'qianxi', expected: 'L3', roles: ['clue-admin', 'unit-head'] };

const correct = command('correctFact', {
  ...{ targetEventId: idOfEvent(1), field: 'subjects' },
  old: [{ personId: 'zhao', managingOrganId: 'nayong' }],
  new: [{ personId: 'zhao' }],
});
const DUPLICATE = (survivor: string) =>
  command('markDuplicate', { survivor }).because('the same letter');

behaviour('what is not known of a subject before the allocation', {
  'is asked again when it is approved: it may have been corrected': after(
    ...[discovered({ personId: 'zhao', managingOrganId: 'nayong' }), check, classify, allocate],
    correct.because('a namesake').by('kong').on('2021-09-02'),
  )
    .when(allow)
    .refused('managing-organ-unknown'),
  'is not got round by a merger into what is allocated': after(
    takeOver('registered', { subjects: [{ personId: 'zhao' }] }),
  )
    .when(DUPLICATE(TWIN).by('chen'))
    .refused('managing-organ-unknown'),
  'may be asked later where that is not allocated, either': about({ personId: 'zhao' })
    .when(DUPLICATE(AT_BIJIE).by('bai'))
    .then(
      event('ClueMarkedDuplicate', {
        ...{ survivor: AT_BIJIE, subjects: ['zhao'], reports: [], managedBy: {}, recused: [] },
        doers: { discover: [{ personId: 'an' }] },
        inherits: [{ code: 'allocate', at: '2021-09-08T15:59:59.999Z' }],
      })
        .moves('registered', 'duplicate')
        .under('14'),
    ),
});

behaviour('proposing an allocation', {
  'waits for the head': ready
    .when(command('proposeAllocation', ALLOCATION).by('bai'))
    .then(
      event('AllocationProposed', ALLOCATION).moves('registered', 'pendingAllocation').under('23'),
    ),
  'waits for the check for duplicates and for the level': after(discover)
    .when(command('proposeAllocation', SELF).by('bai'))
    .refused('not-done-yet', { expected: ['checkDuplicates', 'classify'] }),
  'waits for the level': after(discover, check)
    .when(command('proposeAllocation', SELF).by('bai'))
    .refused('not-done-yet', { expected: ['classify'] }),
  'waits until it is known who manages the subjects': about({ personId: 'zhao' })
    .when(command('proposeAllocation', SELF).by('bai'))
    .refused('managing-organ-unknown'),
  'is refused where an organ above manages a subject: the clue goes up sealed': about(
    { personId: 'zhao', managingOrganId: 'nayong' },
    { personId: 'qian', managingOrganId: 'guizhou' },
  )
    .when(command('proposeAllocation', SELF).by('bai'))
    .refused('managed-above', { found: 'guizhou' }),
  'names to whom it goes, unless it is handled here': ready
    .when(command('proposeAllocation', { mode: 'forward' }).by('bai'))
    .refused('required', { field: 'to' }),
  'is refused for an organ that there is not': ready
    .when(command('proposeAllocation', { mode: 'forward', to: 'nowhere' }).by('bai'))
    .refused('no-such-organ'),
  'is refused for an organ of another tree': ready
    .when(command('proposeAllocation', { mode: 'forward', to: 'utrecht' }).by('bai'))
    .refused('no-common-organ', { organ: 'bijie', found: 'utrecht' }),
  'is refused for an organ where nobody may read what is of its level': after(
    ...SITUATIONS['registered+ready'],
    SECRET.on('2021-09-02'),
  )
    .when(command('proposeAllocation', { mode: 'forward', to: 'qianxi' }).by('bai'))
    .refused('nobody-cleared', UNREAD),
  'is refused for handing on to itself': ready
    .when(command('proposeAllocation', { mode: 'forward', to: 'bijie' }).by('bai'))
    .refused('transfer-to-itself'),
  'names nobody where the organ handles it itself': ready
    .when(command('proposeAllocation', { mode: 'self', to: 'nayong' }).by('bai'))
    .refused('stays-here'),
  'knows five ways': ready
    .when(command('proposeAllocation', { mode: 'drawer' }).by('bai'))
    .invalid('mode'),
});

const STANDING = { found: 'kong', since: '2021-09-03', to: 'nayong' };
const decide = (input: object) => command('approveAllocation', input).by('kong');

behaviour('deciding on the allocation', {
  'is refused for an organ where nobody may read it by now': after(
    ...SITUATIONS.pendingAllocation,
    SECRET.on('2021-09-03'),
  )
    .when(decide({ mode: 'assign', to: 'qianxi' }))
    .refused('nobody-cleared', UNREAD),
  'leaves a clue that is handled here with the unit': pending
    .when(decide(SELF))
    .then(event('AllocationApproved', SELF).moves('pendingAllocation', 'withUnit').under('23')),
  'and one that is handled together': pending
    .when(decide({ mode: 'joint', to: 'nayong' }))
    .then(
      event('AllocationApproved', { mode: 'joint', to: 'nayong' })
        .moves('pendingAllocation', 'withUnit')
        .under('23'),
    ),
  'lets one that is handled elsewhere wait for its transfer': pending
    .when(decide(ALLOCATION))
    .then(event('AllocationApproved', ALLOCATION).under('23')),
  'may be otherwise than proposed, and be decided anew': approved
    .when(decide(SELF))
    .then(event('AllocationApproved', SELF).moves('pendingAllocation', 'withUnit').under('23')),
  'is not given again to put off that it goes, as it was or otherwise': approved
    .when(decide(ALLOCATION))
    .refused('already-allocated', STANDING),
  'nor to another organ, as long as it may go where that was approved': approved
    .when(decide({ mode: 'forward', to: 'qianxi' }))
    .refused('already-allocated', STANDING),
  'is given anew where nobody may read it there by now': after(
    ...SITUATIONS.pendingAllocation,
    decide({ mode: 'assign', to: 'qianxi' }).on('2021-09-03'),
    SECRET.on('2021-09-03'),
  )
    .when(decide(ALLOCATION))
    .then(event('AllocationApproved', ALLOCATION).under('23')),
  'is not for the one who proposed it': pending
    .when(command('approveAllocation', SELF).by('bai', 'leader'))
    .refused('four-eyes', { command: 'approveAllocation', other: 'proposeAllocation' }),
  'names to whom it goes': pending
    .when(decide({ mode: 'supervise' }))
    .refused('required', { field: 'to' }),
  'did not happen before the proposal': pending
    .when(decide(SELF).on('2021-09-01').recorded('2021-09-06'))
    .refused('happened-before-previous'),
});

const reject = command('rejectAllocation').because('look again').by('kong');

behaviour('rejecting an allocation', {
  'gives the clue back to the clue centre': pending
    .when(reject)
    .then(event('AllocationRejected').moves('pendingAllocation', 'registered')),
  'asks for a reason': pending
    .when(command('rejectAllocation').by('kong'))
    .refused('required', { field: 'reason' }),
  'is not for the one who proposed it': pending
    .when(command('rejectAllocation').because('x').by('bai', 'leader'))
    .refused('four-eyes'),
  'is refused once it is approved: no clue is left without a clock': approved
    .when(reject)
    .refused('already-allocated', STANDING),
});

const handOn = (to: string, more: object = {}) =>
  command('transfer', { to, direction: 'down', ...more }).by('bai');

behaviour('handing on a clue that is to be allocated', {
  'waits for the approval': pending
    .when(handOn('nayong'))
    .refused('not-done-yet', { expected: ['approveAllocation / approveTransfer'] }),
  'goes where and how the head approved': approved
    .when(handOn('nayong'))
    .then(
      event('ClueTransferred', { to: 'nayong', direction: 'down', mode: 'assign' })
        .moves('pendingAllocation', 'inTransit')
        .under('23'),
    ),
  'goes nowhere else': approved.when(handOn('qianxi')).refused('not-as-approved'),
  'goes in no other way': approved
    .when(handOn('nayong', { mode: 'forward' }))
    .refused('not-as-approved'),
  'did not happen before the approval': approved
    .when(handOn('nayong').on('2021-09-02').recorded('2021-09-06'))
    .refused('happened-before-previous'),
});

const unread = command('discover', {
  ...{ source: 'audit', subjects: [{ personId: 'zhao' }], summary: 'accounts do not add up' },
})
  .by('an')
  .on('2021-09-01');
const takeMerged = command('takeMerged', {
  ...{ clueId: TWIN, subjects: ['sun'], reports: [] },
  ...{ managedBy: { sun: 'bijie' }, recused: [], inherits: [] },
})
  .bySystem()
  .on('2021-09-02');
const up = (to: string) => command('sealUp', { to }).by('an');

behaviour('sending up sealed', {
  'ends the clue here': after(discoverAbove)
    .when(up('guizhou'))
    .then(
      event('ClueReferredUpSealed', { to: 'guizhou', reports: REPORTS })
        .moves('registered', 'sealedUp')
        .under('15'),
    ),
  'goes to an organ above': after(discoverAbove)
    .when(up('nayong'))
    .refused('not-above', { organ: 'bijie', found: 'nayong' }),
  'goes not to itself': after(discoverAbove).when(up('bijie')).refused('not-above'),
  'is not for what no organ above manages': after(discover)
    .when(up('guizhou'))
    .refused('not-managed-above', { organ: 'bijie' }),
  'is for what the head of the organ did': about({ personId: 'kong', managingOrganId: 'bijie' })
    .when(up('guizhou'))
    .then(
      event('ClueReferredUpSealed', { to: 'guizhou' }).moves('registered', 'sealedUp').under('15'),
    ),
  'and not for what anybody else there did': about({ personId: 'luo', managingOrganId: 'bijie' })
    .when(up('guizhou'))
    .refused('not-managed-above'),
  'is for what nobody has looked into, as long as it is unknown who manages a subject': after(
    unread,
  )
    .when(up('guizhou'))
    .then(
      event('ClueReferredUpSealed', { to: 'guizhou' }).moves('registered', 'sealedUp').under('15'),
    ),
  'and not for what came to it from a clue that was looked into': after(unread, takeMerged)
    .when(up('guizhou'))
    .refused('not-managed-above'),
  'is no answer to an organ above, which sent it here': after(...SITUATIONS.withUnit)
    .when(command('sealUp', { to: 'guizhou' }).by('chen'))
    .refused('came-from-above'),
  'nor to one that designated this one': after(
    command('discover', discoverAbove.asked.input).by('an', 'intake', 'qianxi').on('2021-09-01'),
    command('designate', { organ: 'nayong' }).because('x').by('kong').on('2021-09-02'),
  )
    .when(command('sealUp', { to: 'guizhou' }).by('chen'))
    .refused('came-from-above'),
  'takes no report along that another organ received': after(
    command('discover', { ...discoverAbove.asked.input, reportIds: [NAMED] })
      .by('chen')
      .on('2021-09-01'),
  )
    .when(command('sealUp', { to: 'guizhou' }).by('chen'))
    .refused('report-received-elsewhere'),
});

behaviour('declaring void', {
  'ends a clue that was registered by mistake': after(discover)
    .when(command('void').because('a test entry').by('kong'))
    .then(event('ClueVoided').moves('registered', 'void')),
  'is not for what an organ above manages: that goes up sealed': after(discoverAbove)
    .when(command('void').because('a test entry').by('kong'))
    .refused('managed-above', { found: 'guizhou' }),
  'is not for the one who registered it': after(discover)
    .when(command('void').because('oops').by('an', 'leader'))
    .refused('four-eyes', { command: 'void', other: 'discover' }),
  'asks for a reason': after(discover)
    .when(command('void').by('kong'))
    .refused('required', { field: 'reason' }),
});
