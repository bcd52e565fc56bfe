import type { Procedure } from '@cluetrail/workflow';
import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { CN } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { clockSuspended, extensionRequested, upTo } from '../testing/told.js';

// The verification starts on 17 September and is due on 17 November 2021.
const verifying = upTo('VerificationStarted');
const VERIFY = { obligation: 'verify' };
const request = command('requestExtension', VERIFY).because('a witness is abroad');
const grant = command('grantExtension', VERIFY);
const STOP = { obligation: 'verify', ground: 'awaiting-other-organ' };
const suspend = command('suspendClock', STOP).because('the bank answers in October');

behaviour('suspending a clock', {
  'is possible on the last day': given(...verifying)
    .when(suspend.by('gao').on('2021-11-17T23:59:59.999+08:00'))
    .then(event('ClockSuspended', STOP)),
  'is too late once it is overdue': given(...verifying)
    .when(suspend.by('gao').on('2021-11-18'))
    .refused('suspension-too-late', {
      ...{ expected: '2021-11-17T15:59:59.999Z', found: '2021-11-18T01:00:00.000Z' },
    }),
  'may be recorded late when it was in time': given(...verifying)
    .when(suspend.by('gao').on('2021-11-17').recorded('2021-11-19'))
    .then(event('ClockSuspended', STOP)),
});

// Stopped when it was overdue already, as earlier versions let it be.
const stoppedLate = [...verifying, clockSuspended('verify', { on: '2021-11-30' })];

behaviour('a clock that was stopped after its due', {
  'is too late for an extension still': given(...stoppedLate)
    .when(request.by('li').on('2021-12-01'))
    .refused('extension-too-late'),
  'also for one that was asked for in time': given(
    ...verifying,
    extensionRequested(),
    clockSuspended('verify', { on: '2021-11-30' }),
  )
    .when(grant.by('gao').on('2021-12-01'))
    .refused('extension-too-late'),
  'runs again': given(...stoppedLate)
    .when(command('resumeClock', VERIFY).by('gao').on('2021-12-01'))
    .then(event('ClockResumed', VERIFY)),
});

behaviour('a clock that was stopped in time', {
  'may be extended while it stands still, also past the day on which it was due': given(
    ...verifying,
    clockSuspended(),
  )
    .when(request.by('li').on('2021-12-01'))
    .then(event('ExtensionRequested', { obligation: 'verify', ordinal: 1 })),
});

// The procedure asks for no reason to grant; of what only looks as if it had been in time the row does.
const asked = [...verifying, extensionRequested()];
const answered = grant.by('gao').on('2021-11-16').recorded('2021-11-22');
const stopped = command('suspendClock', STOP).by('gao').on('2021-11-16').recorded('2021-11-22');
const returned = command('refuseTransfer').by('chen').on('2021-09-09').recorded('2021-09-22');
const withoutReasons = edges(CN, {
  suspendClock: { requires: [] },
  refuseTransfer: { requires: [] },
});

behaviour('what is recorded after the due that it moves, as if it had happened before', {
  'is no extension without a reason': given(...asked)
    .when(answered)
    .refused('required', { field: 'reason' }),
  'is one with a reason': given(...asked)
    .when(answered.because('he was told by telephone'))
    .then(event('ExtensionGranted', { obligation: 'verify', by: '1M', ordinal: 1 })),
  'needs none where it is recorded before the due': given(...asked)
    .when(grant.by('gao').on('2021-11-15').recorded('2021-11-17'))
    .then(event('ExtensionGranted', { obligation: 'verify', by: '1M', ordinal: 1 })),
  'nor where the clock stood still when it happened': given(
    ...verifying,
    clockSuspended(),
    extensionRequested(),
  )
    .when(grant.by('gao').on('2021-12-01'))
    .then(event('ExtensionGranted', { obligation: 'verify', by: '1M', ordinal: 1 })),
  'but where it happened before the due of a clock that stood still': given(
    ...verifying,
    clockSuspended(),
    extensionRequested(),
  )
    .when(answered)
    .refused('required', { field: 'reason' }),
  'is no suspension without one, whatever the procedure says': given(...verifying)
    .under(withoutReasons)
    .when(stopped)
    .refused('required', { field: 'reason' }),
  'nor a refusal of a transfer': given(...upTo('ClueTransferred'))
    .under(withoutReasons)
    .when(returned)
    .refused('required', { field: 'reason' }),
  'that is openly late is one all the same': given(...upTo('ClueTransferred'))
    .under(withoutReasons)
    .when(command('refuseTransfer').by('chen').on('2021-09-22'))
    .then(event('TransferRefused').moves('inTransit', 'withUnit')),
});

function edges(procedure: Procedure, changes: { readonly [command: string]: object }): Procedure {
  const rows = procedure.workflows['clue'];
  const changed = Object.entries(changes).map(([name, more]) => [name, { ...rows[name], ...more }]);
  return {
    ...procedure,
    workflows: { ...procedure.workflows, clue: { ...rows, ...Object.fromEntries(changed) } },
  };
}
