import type { Data } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { FILE, fileIt } from '../testing/case-situations.js';
import { after, afterInCaseUnder } from '../testing/given.js';
import { ALLOCATION, check, classify } from '../testing/handled.js';
import { ledgerRow, takeOver } from '../testing/ledger.js';
import { AT_BIJIE, TWIN } from '../testing/neighbours.js';
import { CN5 } from '../testing/office.js';
import { command, event, type Command } from '../testing/said.js';
import { idOfEvent } from '../testing/told.js';

const SELF = { mode: 'self' };
const allocate = (input: object) => command('proposeAllocation', input).by('bai');
const discovered = (personId: string, managingOrganId: string) => {
  const subjects = [{ personId, managingOrganId }];
  const discover = command('discover', { source: 'audit', subjects, summary: 'he took gifts' });
  return discover.by('an').on('2021-09-01');
};
const ready = (personId: string, managingOrganId: string) =>
  after(discovered(personId, managingOrganId), check, classify);
const proposed = (input: Data) =>
  event('AllocationProposed', input).moves('registered', 'pendingAllocation').under('23');
const OF_BIJIE = { found: 'kong', organ: 'bijie', expected: ['guizhou'] };
const OF_NAYONG = { found: 'gao', organ: 'nayong', expected: ['bijie', 'guizhou'] };

behaviour('what is about one of those who decide at the organ', {
  'is not handled there': ready('kong', 'bijie').when(allocate(SELF)).refused('own-head', OF_BIJIE),
  'nor below': ready('kong', 'bijie').when(allocate(ALLOCATION)).refused('own-head', OF_BIJIE),
  'but goes up': ready('kong', 'bijie')
    .when(allocate({ mode: 'forward', to: 'guizhou' }))
    .then(proposed({ mode: 'forward', to: 'guizhou' })),
  'goes up sealed, too': ready('kong', 'bijie')
    .when(command('sealUp', { to: 'guizhou' }).by('bai'))
    .then(
      event('ClueReferredUpSealed', { to: 'guizhou' }).moves('registered', 'sealedUp').under('15'),
    ),
  'is handled above him': ready('gao', 'bijie').when(allocate(SELF)).then(proposed(SELF)),
  'but not handed down to him': ready('gao', 'bijie')
    .when(allocate(ALLOCATION))
    .refused('own-head', OF_NAYONG),
  'nor designated to him': ready('gao', 'bijie')
    .when(command('designate', { organ: 'nayong' }).because('near').by('ren'))
    .refused('own-head', OF_NAYONG),
  'nor to those below him': ready('kong', 'bijie')
    .when(command('designate', { organ: 'nayong' }).because('near').by('ren'))
    .refused('own-head', OF_BIJIE),
  'stays where nothing is above him': ready('ren', 'bijie')
    .when(allocate(SELF))
    .then(proposed(SELF)),
  'is not declared void there': ready('kong', 'bijie')
    .when(command('void').because('a slip').by('kong'))
    .refused('own-head', OF_BIJIE),
  'nor a duplicate of what is': ready('kong', 'bijie')
    .when(command('markDuplicate', { survivor: AT_BIJIE }).because('the same').by('bai'))
    .refused('own-head', OF_BIJIE),
  'nor allocated otherwise than to go up': after(
    ...[discovered('kong', 'bijie'), check, classify],
    allocate({ mode: 'forward', to: 'guizhou' }).on('2021-09-03'),
  )
    .when(command('approveAllocation', SELF).by('kong'))
    .refused('own-head', OF_BIJIE),
});

/** At Nayong, about whoever decides at Bijie. */
const below = [
  takeOver('registered', { subjects: [{ personId: 'kong', managingOrganId: 'nayong' }] }),
  check.by('chen').on('2021-09-10'),
  classify.by('chen').on('2021-09-10'),
];

behaviour('what is about one of those who decide at an organ above', {
  'is not handled below him': after(...below)
    .when(allocate(SELF).by('chen'))
    .refused('own-head', OF_BIJIE),
  'nor handed on to him': after(...below)
    .when(allocate({ mode: 'forward', to: 'bijie' }).by('chen'))
    .refused('own-head', OF_BIJIE),
  'nor sent up to him': after(...below)
    .when(command('sealUp', { to: 'bijie' }).by('chen'))
    .refused('own-head', OF_BIJIE),
  'but goes above him': after(...below)
    .when(command('sealUp', { to: 'guizhou' }).by('chen'))
    .then(
      event('ClueReferredUpSealed', { to: 'guizhou' }).moves('registered', 'sealedUp').under('15'),
    ),
});

function takenOver(more: object): Data {
  const { organ: _, ...row } = ledgerRow('registered', more);
  return row as Data; // plain JSON
}

const subjectsOf = (...people: readonly string[]) =>
  people.map((personId) => ({ personId, managingOrganId: 'nayong' }));
const correct = (old: readonly string[], next: readonly string[]) =>
  command('correctFact', {
    ...{ targetEventId: idOfEvent(1), field: 'subjects' },
    ...{ old: subjectsOf(...old), new: subjectsOf(...next) },
  }).because('a namesake');
const putOn = correct(['zhao'], ['zhao', 'gao']).by('hu').on('2021-09-30');
/** He is put on it when it is in this state, by a correction. */
const foundLate = (state: string, ...more: readonly Command[]) =>
  after(takeOver(state), putOn, ...more);

behaviour('what turns out to be about one of those who decide where it is', {
  'is assigned to nobody there': foundLate('withUnit')
    .when(command('assignOfficers', { officers: ['li', 'wang'] }).by('du'))
    .refused('own-head', OF_NAYONG),
  'nor disposed of': foundLate(
    'disposalPending',
    command('returnDisposal').because('whose is it').by('hu').on('2021-10-11'),
  )
    .when(command('proposeDisposal', { way: 'close' }).by('li').on('2021-10-12'))
    .refused('own-head', OF_NAYONG),
  'nor passed to a neighbour': foundLate('withUnit')
    .when(command('approveTransfer', { to: 'qianxi', mode: 'forward' }).by('hu'))
    .refused('own-head', OF_NAYONG),
  'nor merged into what stays': foundLate('withUnit')
    .when(command('mergeInto', { survivor: TWIN }).because('one matter').by('hu'))
    .refused('own-head', OF_NAYONG),
  'but taken up': foundLate('withUnit')
    .when(command('raise').because('his own').by('kong'))
    .then(event('ClueRaised').at('bijie')),
  'stays about him as long as nobody above says otherwise': foundLate('withUnit')
    .when(correct(['zhao', 'gao'], ['zhao']).by('hu'))
    .refused('own-head', OF_NAYONG),
  'and is not when somebody above does': foundLate('withUnit')
    .under(CN5)
    .when(correct(['zhao', 'gao'], ['zhao']).by('kong'))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOfEvent(1), field: 'subjects', approvedBy: 'kong' },
        ...{ old: subjectsOf('zhao', 'gao'), new: subjectsOf('zhao') },
      }),
    ),
  'is taken over above him, in whatever state it is': after()
    .when(takeOver('withUnit', { subjects: subjectsOf('zhao', 'gao') }))
    .refused('own-head', { field: 'subjects[1].personId', ...OF_NAYONG }),
  'or where it is, as long as nobody handled it': after()
    .when(takeOver('registered', { subjects: subjectsOf('gao') }))
    .then(
      event('ClueTakenOver', takenOver({ subjects: subjectsOf('gao') }))
        .moves('none', 'registered')
        .at('nayong'),
    ),
});

const ABOVE_HIM = { expected: 'bijie' };
const verified = foundLate('verified').under(CN5);
const file = command('concludeVerification', { outcome: 'file' });
const added = command('addCasePerson', {
  ...{ personId: 'gao', managingOrganId: 'nayong', rankCode: 'section-head' },
})
  .because('he signed')
  .by('li')
  .on('2021-12-01');
const withdraw = command('withdrawCase').because('nothing was found');
const inCase = afterInCaseUnder(CN5, fileIt, added);

behaviour('what is decided by rank, where one of those who decide there turns up late', {
  'is not concluded there': verified.when(file.by('hu')).refused('wrong-organ', ABOVE_HIM),
  'but above him': verified
    .when(file.by('kong'))
    .then(event('VerificationConcluded', { outcome: 'file' })),
  'nor closed there': verified
    .when(command('close', { ground: 'untrue' }).because('a grudge').by('hu'))
    .refused('wrong-organ', ABOVE_HIM),
  'nor is a case of him withdrawn there': inCase
    .when(withdraw.by('hu'))
    .refused('wrong-organ', ABOVE_HIM),
  'but above him, too': inCase
    .when(withdraw.by('kong'))
    .then(
      event('CaseWithdrawn', { clueIds: FILE.clueIds }).moves('underInvestigation', 'withdrawn'),
    ),
});
