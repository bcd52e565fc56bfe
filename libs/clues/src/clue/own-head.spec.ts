import type { Data } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { ALLOCATION, check, classify } from '../testing/handled.js';
import { takeOver } from '../testing/ledger.js';
import { command, event } from '../testing/said.js';

const SELF = { mode: 'self' };
const allocate = (input: object) => command('proposeAllocation', input).by('bai');
const ready = (personId: string, managingOrganId: string) => {
  const subjects = [{ personId, managingOrganId }];
  const discover = command('discover', { source: 'audit', subjects, summary: 'he took gifts' });
  return after(discover.by('an').on('2021-09-01'), check, classify);
};
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
});

const GAO = { subjects: [{ personId: 'gao', managingOrganId: 'nayong' }] };
const withUnit = after(takeOver('withUnit', GAO));

behaviour('what turns out to be about one of those who decide where it is', {
  'is assigned to nobody there': withUnit
    .when(command('assignOfficers', { officers: ['li', 'wang'] }).by('du'))
    .refused('own-head', OF_NAYONG),
  'nor disposed of': after(
    takeOver('disposalPending', GAO),
    command('returnDisposal').because('whose is it').by('hu').on('2021-10-11'),
  )
    .when(command('proposeDisposal', { way: 'close' }).by('li').on('2021-10-12'))
    .refused('own-head', OF_NAYONG),
  'nor passed to a neighbour': withUnit
    .when(command('approveTransfer', { to: 'qianxi', mode: 'forward' }).by('hu'))
    .refused('own-head', OF_NAYONG),
  'but taken up': withUnit
    .when(command('raise').because('his own').by('kong'))
    .then(event('ClueRaised').at('bijie')),
});
