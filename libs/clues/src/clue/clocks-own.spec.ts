import { stateOf } from '@cluetrail/workflow';
import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { command, event } from '../testing/said.js';
import {
  CASE_STREAM,
  clockSuspended,
  extensionRequested,
  filed,
  stamped,
  type Told,
  upTo,
} from '../testing/told.js';
import { clue } from './clue.js';

const VERIFY = { obligation: 'verify' };
const GROUND = { ...VERIFY, ground: 'no-need' };
const HEARING = { ...VERIFY, ground: 'hearing' };
const GRANT = command('grantExtension', VERIFY).on('2021-11-03');
const REFUSE = command('refuseExtension', GROUND).because('in time').on('2021-11-03');
const SUSPEND = command('suspendClock', HEARING).because('a hearing').on('2021-10-11');
const RESUME = command('resumeClock', VERIFY).on('2021-10-21');

/** li and wang handle and verify it. */
function verifying(...more: readonly Told[]) {
  return given(...upTo('VerificationStarted'), ...more);
}

const asked = verifying(extensionRequested());
const stopped = verifying(clockSuspended());

behaviour('whoever handles a matter and leads, too,', {
  'grants no extension that a member of his team asked for': asked
    .when(GRANT.by('wang', 'leader'))
    .refused('approver-in-team', { found: 'wang' }),
  'refuses none': asked.when(REFUSE.by('wang', 'leader')).refused('approver-in-team', {
    found: 'wang',
  }),
  'does not stop its clock': verifying()
    .when(SUSPEND.by('wang', 'leader'))
    .refused('approver-in-team', { found: 'wang' }),
  'nor lets it go on': stopped
    .when(RESUME.by('wang', 'leader'))
    .refused('approver-in-team', { found: 'wang' }),
  'before it is verified, either': given(
    ...upTo('OfficersAssigned'),
    extensionRequested('dispose', { on: '2021-09-10' }),
  )
    .when(command('grantExtension', { obligation: 'dispose' }).by('wang', 'leader'))
    .refused('approver-in-team', { found: 'wang' }),
  'nor while it is investigated': given(
    ...upTo('InvestigationStarted'),
    extensionRequested('invest', { on: '2022-02-01' }),
  )
    .beside(filed())
    .when(command('grantExtension', { obligation: 'invest' }).by('fang', 'leader'))
    .refused('approver-in-team', { found: 'fang' }),
  'counts as one with whoever has lent him an office': asked
    .when(GRANT.byOneWith('gao', 'wang'))
    .refused('approver-in-team'),
  'leaves it to another': asked
    .when(GRANT.by('gao'))
    .then(event('ExtensionGranted', { ...VERIFY, by: '1M', ordinal: 1 })),
});

// While a time of the case is corrected, nothing of its clocks is decided by what stood there before.
describe('what becomes of a clock', () => {
  const acts = ['suspendClock', 'resumeClock'];
  const answers = ['requestExtension', 'grantExtension', 'refuseExtension'];
  const readsOf = (name: string, type: string) =>
    clue.transitions[name].reads?.({}, stateOf(clue, stamped(upTo(type))), () => undefined);

  it.each([...acts, ...answers])('is decided (%s) while the case stands still', (name) => {
    expect(readsOf(name, 'InvestigationStarted')).toEqual([CASE_STREAM]);
    expect(readsOf(name, 'VerificationStarted')).toEqual([]);
  });
});
