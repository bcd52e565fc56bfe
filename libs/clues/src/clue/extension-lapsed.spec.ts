import { isAwaited } from '@cluetrail/workflow';
import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { situationOf } from '../testing/decider.js';
import { CN5, officeOf } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import {
  extensionRequested,
  happened,
  proposed,
  stamped,
  tell,
  upTo,
  type Told,
} from '../testing/told.js';
import { clue } from './clue.js';

const DISPOSE = { obligation: 'dispose' };
const grant = command('grantExtension', DISPOSE).by('gao').on('2021-09-21');
const refusal = { ...DISPOSE, ground: 'no-need' };
const refuse = command('refuseExtension', refusal).because('x').by('gao').on('2021-09-21');
const request = command('requestExtension', DISPOSE).because('a witness is abroad').by('li');
const asked = (on = '2021-09-10') => extensionRequested('dispose', { on });
const sentBack = tell('gao', {
  ...{ type: 'DisposalReturned', on: '2021-09-17', data: {} },
  change: { from: 'disposalPending', to: 'withUnit' },
});

const of = (...told: readonly Told[]) => given(...upTo('OfficersAssigned'), ...told).under(CN5);
/** Whether somebody waits for the answer, once all this is told. */
const isWaited = (...told: readonly Told[]) => {
  const happenedAt = happened('2021-09-21');
  const events = stamped([...upTo('OfficersAssigned'), ...told]);
  const situation = situationOf(
    { workflow: clue, procedure: CN5, events, linked: [] },
    { capacities: [officeOf('gao')], happenedAt, now: happenedAt.at },
  );
  return ['grantExtension', 'refuseExtension'].map((command) => isAwaited(situation, command));
};
/** Asked for before the proposal; since it was sent back, the next clock runs. */
const sentBackSince = of(asked(), proposed(), sentBack());
const askedAnew = of(asked(), proposed(), sentBack(), asked('2021-09-20'));

behaviour('an extension that was asked for while the clock before ran', {
  'is not granted for the next one': sentBackSince.when(grant).refused('extension-not-asked'),
  'nor refused': sentBackSince.when(refuse).refused('extension-not-asked'),
  'nor refused once nothing runs': of(asked(), proposed())
    .when(refuse.on('2021-09-16'))
    .refused('extension-not-asked'),
  'leaves another to be asked for': sentBackSince
    .when(request.on('2021-09-20'))
    .then(event('ExtensionRequested', { ...DISPOSE, ordinal: 1 })),
  'which is granted then': askedAnew
    .when(grant)
    .then(event('ExtensionGranted', { ...DISPOSE, by: '1M', ordinal: 1 })),
  'or refused': askedAnew.when(refuse).then(event('ExtensionRefused', refusal)),
  'but no third beside it': askedAnew
    .when(request.on('2021-09-21'))
    .refused('extension-already-asked'),
});

describe('the answer to a request', () => {
  it('is waited for while the clock runs for which it was made', () => {
    expect(isWaited(asked())).toEqual([true, true]);
    expect(isWaited(asked(), proposed(), sentBack(), asked('2021-09-20'))).toEqual([true, true]);
  });

  it('is not, once that is met, whether or not the next one runs', () => {
    expect(isWaited(asked(), proposed())).toEqual([false, false]);
    expect(isWaited(asked(), proposed(), sentBack())).toEqual([false, false]);
  });
});
