import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { CN2 } from '../testing/office.js';
import { toldBy } from '../testing/played.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { tell } from '../testing/told.js';
import { clue } from './clue.js';

const refusedBy = (organ: 'bijie' | 'guizhou') => [
  ...SITUATIONS['withUnit+officers'],
  command('approveTransfer', { to: organ, mode: 'forward' }).by('gao').on('2021-09-13'),
  command('transfer', { to: organ, direction: 'up' }).by('chen').on('2021-09-13'),
  command('refuseTransfer').because('no').by('bai', 'clue-admin', organ).on('2021-09-14'),
];
const dispute = command('disputeTransfer').because('it is theirs').by('chen');

/** Bijie is a side; Guizhou is above both. */
const withSuperior = after(...refusedBy('bijie'), dispute.on('2021-09-15'));
const designate = command('designate', { organ: 'qianxi' }).because('nearer to the facts');

behaviour('a dispute with the organ above', {
  'is not ended by that organ, which is a side': withSuperior
    .when(designate.by('kong'))
    .refused('wrong-organ', { expected: 'guizhou' }),
  'nor by who began it, in another office of his': withSuperior
    .when(designate.by('chen', 'leader', 'guizhou'))
    .refused('four-eyes'),
  'nor by who had refused the transfer': withSuperior
    .when(designate.by('bai', 'leader', 'guizhou'))
    .refused('four-eyes'),
  'nor taken up by it': withSuperior
    .when(command('raise').because('x').by('kong'))
    .refused('wrong-organ', { expected: 'guizhou' }),
  'is ended by one above both': withSuperior
    .when(designate.by('ren'))
    .then(
      event('JurisdictionDesignated', { organ: 'qianxi' })
        .moves('returned', 'withUnit')
        .at('qianxi'),
    ),
});

/** As it was told once: nobody is above Guizhou. */
const disputedOnce = given(
  ...toldBy({ workflow: clue, procedure: CN2 }, refusedBy('guizhou')),
  tell('chen', { type: 'JurisdictionDisputed', on: '2021-09-15', data: {} })(),
).under(CN2);

behaviour('a dispute with the highest organ', {
  'is not begun: nobody could determine it': after(...refusedBy('guizhou'))
    .when(dispute)
    .refused('no-organ-above-both', { organ: 'nayong', found: 'guizhou' }),
  'leads back into the own unit, where it was begun once': disputedOnce
    .when(command('takeBack').by('chen'))
    .then(event('TransferTakenBack').moves('returned', 'withUnit')),
  'or to another organ': disputedOnce
    .when(command('approveTransfer', { to: 'qianxi', mode: 'forward' }).by('gao'))
    .then(event('TransferApproved', { to: 'qianxi', mode: 'forward' }).under('23')),
  'or to where an organ above one of the two designates': disputedOnce
    .when(designate.by('kong'))
    .then(
      event('JurisdictionDesignated', { organ: 'qianxi' })
        .moves('returned', 'withUnit')
        .at('qianxi'),
    ),
});
