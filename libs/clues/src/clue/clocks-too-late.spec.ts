import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
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
