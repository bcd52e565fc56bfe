import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { CN5 } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { clockSuspended, extensionRequested, proposed, upTo, wholeDay } from '../testing/told.js';

// The verification starts on 17 September at nine.
const VERIFY = { obligation: 'verify' };
const STOP = { ...VERIFY, ground: 'awaiting-other-organ' };
const DAY = wholeDay('2021-09-17');
const later = '2021-09-17T18:00:00+08:00';
const verifying = given(...upTo('VerificationStarted')).under(CN5);
const suspend = command('suspendClock', STOP).because('the bank answers').by('gao');
const request = command('requestExtension', VERIFY).because('abroad').by('li');
const resume = command('resumeClock', VERIFY).by('gao');

behaviour('an act of a clock that is told by its day alone', {
  'stops one that began on that day': verifying
    .when(suspend.on(DAY).recorded(later))
    .then(event('ClockSuspended', STOP)),
  'asks for the extension of such a one': verifying
    .when(request.on(DAY).recorded(later))
    .then(event('ExtensionRequested', { ...VERIFY, ordinal: 1 })),
  'grants it': given(
    ...upTo('VerificationStarted'),
    extensionRequested('verify', { on: DAY, recorded: later }),
  )
    .under(CN5)
    .when(command('grantExtension', VERIFY).by('gao').on(DAY).recorded(later))
    .then(event('ExtensionGranted', { ...VERIFY, by: '1M', ordinal: 1 })),
  'lets one go on that was stopped on that day': given(
    ...upTo('VerificationStarted'),
    clockSuspended('verify', { on: '2021-09-17T11:00:00+08:00' }),
  )
    .under(CN5)
    .when(resume.on(DAY).recorded(later))
    .then(event('ClockResumed', VERIFY)),
  'is not of the day before': verifying
    .when(suspend.on(wholeDay('2021-09-16')).recorded(later))
    .refused('obligation-not-open'),
  'comes after what met it on that day': given(...upTo('OfficersAssigned'), proposed())
    .under(CN5)
    .when(
      command('requestExtension', { obligation: 'dispose' })
        .because('abroad')
        .by('li')
        .on(wholeDay('2021-09-15'))
        .recorded('2021-09-15T18:00:00+08:00'),
    )
    .refused('obligation-not-open'),
});
