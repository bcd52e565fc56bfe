import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { CN } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import {
  clockResumed,
  clockSuspended,
  extensionGranted,
  extensionRefused,
  extensionRequested,
  filed,
  reported,
  upTo,
} from '../testing/told.js';

// The verification starts on 17 September and is due on 17 November 2021; a month more is 17 December.
const verifying = upTo('VerificationStarted');
const rules = CN.obligations;
const VERIFY = { obligation: 'verify' };
const request = command('requestExtension', VERIFY).because('a witness is abroad');
const grant = command('grantExtension', VERIFY);

behaviour('requesting an extension', {
  'names the obligation and the how manieth it is': given(...verifying)
    .when(request.by('li').on('2021-11-01'))
    .then(event('ExtensionRequested', { obligation: 'verify', ordinal: 1 })),
  'is possible on the last day': given(...verifying)
    .when(request.by('du').on('2021-11-17T23:59:59.999+08:00'))
    .then(event('ExtensionRequested', { obligation: 'verify', ordinal: 1 })),
  'is too late once it is overdue': given(...verifying)
    .when(request.by('li').on('2021-11-18T00:00:00.000+08:00'))
    .refused('extension-too-late'),
  'may be recorded late when it was in time': given(...verifying)
    .when(request.by('li').on('2021-11-17').recorded('2021-11-19'))
    .then(event('ExtensionRequested', { obligation: 'verify', ordinal: 1 })),
  'is refused for a clock that does not run': given(...upTo('DisposalApproved'))
    .when(request.by('li'))
    .refused('obligation-not-open'),
  'is refused for a clock that has run': given(...verifying)
    .when(command('requestExtension', { obligation: 'dispose' }).by('li').because('x'))
    .refused('obligation-not-open'),
  'is refused while another one waits': given(...verifying, extensionRequested())
    .when(request.by('du'))
    .refused('extension-already-asked'),
  'is possible again after a refusal': given(...verifying, extensionRequested(), extensionRefused())
    .when(request.by('li'))
    .then(event('ExtensionRequested', { obligation: 'verify', ordinal: 1 })),
  'is not hidden behind an earlier refusal by its date': given(
    ...verifying,
    extensionRequested(),
    extensionRefused(),
  )
    .when(request.by('li').on('2021-11-02').recorded('2021-11-04'))
    .refused('happened-before-previous'),
  'is refused when the most has been granted': given(
    ...verifying,
    extensionRequested(),
    extensionGranted(),
  )
    .when(request.by('li'))
    .refused('no-further-extension'),
  'is refused for a clock that the law does not extend': given(...upTo('ClueTransferred'))
    .when(command('requestExtension', { obligation: 'sign' }).by('luo').because('x'))
    .refused('wrong-state'),
  'counts from the extended due': given(...upTo('OfficersAssigned'))
    .when(command('requestExtension', { obligation: 'dispose' }).by('li').because('x'))
    .then(event('ExtensionRequested', { obligation: 'dispose', ordinal: 1 })),
  'is refused without the reason': given(...verifying)
    .when(command('requestExtension', VERIFY).by('li'))
    .refused('required', { field: 'reason' }),
  'is for officers and unit heads': given(...verifying)
    .when(request.by('gao'))
    .refused('wrong-role', { expected: ['case-officer', 'unit-head'] }),
  'names an obligation by its code': given(...verifying)
    .when(command('requestExtension', { obligation: 'verify#1' }).by('li'))
    .invalid('obligation'),
});

behaviour('granting an extension', {
  'takes the length from the procedure': given(...verifying, extensionRequested())
    .when(grant.by('gao'))
    .then(event('ExtensionGranted', { obligation: 'verify', by: '1M', ordinal: 1 })),
  'waits for a request': given(...verifying)
    .when(grant.by('gao'))
    .refused('extension-not-asked'),
  'answers a request once': given(...verifying, extensionRequested(), extensionGranted())
    .when(grant.by('gao'))
    .refused('extension-not-asked'),
  'is refused to the one who asked, in whatever office': given(...verifying, extensionRequested())
    .when(grant.by('li', 'leader'))
    .refused('four-eyes', { command: 'grantExtension', other: 'requestExtension' }),
  'is refused to the one who asked for this clock, even if another asked later for another': given(
    ...upTo('OfficersAssigned'),
    extensionRequested('dispose', { on: '2021-09-10' }),
    extensionRequested('sign', { on: '2021-09-13', by: 'du' }),
  )
    .when(command('grantExtension', { obligation: 'dispose' }).by('li', 'leader'))
    .refused('four-eyes'),
  'does not happen before the request': given(...verifying, extensionRequested())
    .when(grant.by('gao').on('2021-10-29').recorded('2021-11-03'))
    .refused('happened-before-previous'),
  'lapses with the due': given(...verifying, extensionRequested())
    .when(grant.by('gao').on('2021-11-18'))
    .refused('extension-too-late'),
  'lapses with the act that was owed': given(
    ...upTo('OfficersAssigned'),
    extensionRequested('dispose', { on: '2021-09-10' }),
    ...upTo('DisposalProposed').slice(-1),
  )
    .when(command('grantExtension', { obligation: 'dispose' }).by('gao'))
    .refused('obligation-not-open'),
  'is granted at most once here': given(
    ...verifying,
    extensionRequested(),
    extensionGranted(),
    extensionRequested('verify', { on: '2021-12-01' }),
  )
    .when(grant.by('gao'))
    .refused('no-further-extension'),
  'is for those whom the limit names, whoever else may give the command': given(
    ...verifying,
    extensionRequested(),
  )
    .under({
      ...CN,
      obligations: rules.map((rule) => ({
        ...rule,
        extension: { length: '1M', max: 1, by: ['supervisor'] },
      })),
    })
    .when(grant.by('gao'))
    .refused('approver-level', {
      ...{ expected: ['supervisor'], organ: ['nayong'], found: 'leader, nayong' },
    }),
  'is for leaders': given(...verifying, extensionRequested())
    .when(grant.by('du'))
    .refused('wrong-role', { expected: ['leader'] }),
  'reaches the investigation, whose clock runs on the case': given(
    ...upTo('InvestigationStarted'),
    extensionRequested('invest', { on: '2022-02-01' }),
  )
    .beside(filed())
    .when(command('grantExtension', { obligation: 'invest' }).by('gao').on('2022-02-10'))
    .then(event('ExtensionGranted', { obligation: 'invest', by: '1M', ordinal: 1 })),
  'is refused when the case has reported': given(
    ...upTo('InvestigationStarted'),
    extensionRequested('invest', { on: '2021-12-01' }),
  )
    .beside(filed(), reported())
    .when(command('grantExtension', { obligation: 'invest' }).by('gao').on('2021-12-21'))
    .refused('obligation-not-open'),
});

const GRANTED = { obligation: 'approve', by: '1M', ordinal: 1 };

behaviour('the limit of the decision on a disposal', {
  'is extended beside that of the proposal, while nothing is proposed': after(
    ...SITUATIONS['withUnit+officers'],
    command('requestExtension', { obligation: 'dispose' }).because('x').by('li').on('2021-09-27'),
    command('grantExtension', { obligation: 'dispose' }).by('gao').on('2021-09-28'),
    command('requestExtension', { obligation: 'approve' }).because('x').by('li').on('2021-09-28'),
  )
    .when(command('grantExtension', { obligation: 'approve' }).by('gao').on('2021-09-29'))
    .then(event('ExtensionGranted', GRANTED)),
});

const NO_NEED = { obligation: 'verify', ground: 'no-need' };
const refusal = command('refuseExtension', NO_NEED).because('there are other witnesses');

behaviour('refusing an extension', {
  'leaves the ground': given(...verifying, extensionRequested())
    .when(refusal.by('gao'))
    .then(event('ExtensionRefused', NO_NEED)),
  'waits for a request': given(...verifying)
    .when(refusal.by('gao'))
    .refused('extension-not-asked'),
  'is refused to the one who asked': given(...verifying, extensionRequested('verify', { by: 'du' }))
    .when(refusal.by('du', 'leader'))
    .refused('four-eyes'),
  'does not happen before the request': given(...verifying, extensionRequested())
    .when(refusal.by('gao').on('2021-10-29').recorded('2021-11-03'))
    .refused('happened-before-previous'),
  'is possible after the due': given(...verifying, extensionRequested())
    .when(refusal.by('gao').on('2021-11-18'))
    .then(event('ExtensionRefused', NO_NEED)),
  'is refused without the reason': given(...verifying, extensionRequested())
    .when(command('refuseExtension', NO_NEED).by('gao'))
    .refused('required', { field: 'reason' }),
  'is for leaders': given(...verifying, extensionRequested())
    .when(refusal.by('du'))
    .refused('wrong-role'),
  'needs an open state': given(...upTo('VerificationReportSubmitted'))
    .when(refusal.by('gao'))
    .refused('wrong-state'),
  'asks for a ground': given(...verifying, extensionRequested())
    .when(command('refuseExtension', { obligation: 'verify', ground: '' }).by('gao'))
    .invalid('ground'),
});

const STOP = { obligation: 'verify', ground: 'awaiting-other-organ' };
const suspend = command('suspendClock', STOP).because('the bank answers in October');

behaviour('suspending a clock', {
  'leaves the ground': given(...verifying)
    .when(suspend.by('gao').on('2021-10-11'))
    .then(event('ClockSuspended', STOP)),
  'is refused for a clock that stands still': given(...verifying, clockSuspended())
    .when(suspend.by('gao'))
    .refused('already-suspended'),
  'is possible again once it runs': given(...verifying, clockSuspended(), clockResumed())
    .when(suspend.by('gao'))
    .then(event('ClockSuspended', STOP)),
  'does not happen before the clock ran again': given(
    ...verifying,
    clockSuspended(),
    clockResumed(),
  )
    .when(suspend.by('gao').on('2021-10-15').recorded('2021-10-25'))
    .refused('happened-before-previous'),
  'is refused for a clock that does not run': given(...upTo('DisposalApproved'))
    .when(suspend.by('gao'))
    .refused('obligation-not-open'),
  'is refused for a clock that nothing stops': given(...upTo('ClueTransferred'))
    .when(
      command('suspendClock', { ...STOP, obligation: 'sign' })
        .by('gao')
        .because('x'),
    )
    .refused('wrong-organ', { expected: 'bijie' }),
  'is refused where the limit knows no suspension': given(...verifying)
    .under({ ...CN, obligations: rules.map((rule) => ({ ...rule, suspendable: false })) })
    .when(suspend.by('gao').on('2021-10-11'))
    .refused('not-suspendable'),
  'is refused where the procedure has no such command': given(...verifying)
    .under({ ...CN, workflows: { clue: {} } })
    .when(suspend.by('gao').on('2021-10-11'))
    .refused('not-in-procedure', { command: 'suspendClock' }),
  'reaches the investigation': given(...upTo('InvestigationStarted'))
    .beside(filed())
    .when(
      command('suspendClock', { ...STOP, obligation: 'invest' })
        .by('gao')
        .because('x')
        .on('2021-12-01'),
    )
    .then(event('ClockSuspended', { ...STOP, obligation: 'invest' })),
  'is refused without the reason': given(...verifying)
    .when(command('suspendClock', STOP).by('gao'))
    .refused('required', { field: 'reason' }),
  'is for leaders': given(...verifying)
    .when(suspend.by('li'))
    .refused('wrong-role'),
  'needs an open state': given(...upTo('VerificationReportSubmitted'))
    .when(suspend.by('gao'))
    .refused('wrong-state'),
  'knows its grounds': given(...verifying)
    .when(command('suspendClock', { ...STOP, ground: 'holiday' }).by('gao'))
    .invalid('ground'),
});

const resume = command('resumeClock', VERIFY);

behaviour('resuming a clock', {
  'lets it run again': given(...verifying, clockSuspended())
    .when(resume.by('gao').on('2021-10-21'))
    .then(event('ClockResumed', VERIFY)),
  'is refused for a clock that runs': given(...verifying)
    .when(resume.by('gao'))
    .refused('not-suspended'),
  'is done once': given(...verifying, clockSuspended(), clockResumed())
    .when(resume.by('gao'))
    .refused('not-suspended'),
  'does not happen before the suspension': given(...verifying, clockSuspended())
    .when(resume.by('gao').on('2021-10-08').recorded('2021-10-21'))
    .refused('happened-before-previous'),
  'is refused once the act that was owed is done': given(
    ...upTo('OfficersAssigned'),
    clockSuspended('dispose', { on: '2021-09-10' }),
    ...upTo('DisposalProposed').slice(-1),
  )
    .when(command('resumeClock', { obligation: 'dispose' }).by('gao'))
    .refused('not-suspended'),
  'is for leaders': given(...verifying, clockSuspended())
    .when(resume.by('du'))
    .refused('wrong-role'),
});
