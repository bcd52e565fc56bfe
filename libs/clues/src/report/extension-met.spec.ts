import { behaviour } from '../testing/behaviour.js';
import { givenReport } from '../testing/given.js';
import { shipped } from '../testing/office.js';
import { command, event, type Command } from '../testing/said.js';
import { tell, type Told } from '../testing/told.js';
import { acknowledged, receivedReport, REPORT_STREAM } from '../testing/told-report.js';

// Acknowledged on 3 September 2021: the feedback is due on 3 December.
const FEEDBACK = { obligation: 'feedback' };
const ofReport = { organ: 'bijie', stream: REPORT_STREAM } as const;
const asked = tell('an', {
  ...{ ...ofReport, type: 'ExtensionRequested', on: '2021-11-24' },
  data: { ...FEEDBACK, ordinal: 1 },
});
const informed = tell('an', {
  ...{ ...ofReport, type: 'ReporterInformed', on: '2021-12-10' },
  data: { method: 'letter' },
});

const given = (...told: readonly Told[]) =>
  givenReport(receivedReport(), acknowledged(), ...told).under(shipped('eu-2019-1937-example', 1));
const toldLate = (one: Command) =>
  one.because('told by telephone').on('2021-11-25').recorded('2021-12-13');
const request = toldLate(command('requestExtension', FEEDBACK).by('an'));
const grant = toldLate(command('grantExtension', FEEDBACK).by('kong'));
const refuse = toldLate(command('refuseExtension', { ...FEEDBACK, ground: 'no-need' }).by('kong'));

behaviour('what is told of an extension as if it came before the act that met the clock', {
  'is a request while nothing has met it': given()
    .when(request)
    .then(event('ExtensionRequested', { ...FEEDBACK, ordinal: 1 }).under('11(2)(d)')),
  'is a grant then': given(asked())
    .when(grant)
    .then(event('ExtensionGranted', { ...FEEDBACK, by: '3M', ordinal: 1 }).under('11(2)(d)')),
  'or a refusal': given(asked())
    .when(refuse)
    .then(event('ExtensionRefused', { ...FEEDBACK, ground: 'no-need' })),
  'is no request once the reporter was informed': given(informed())
    .when(request)
    .refused('obligation-not-open'),
  'nor a grant': given(asked(), informed()).when(grant).refused('extension-not-asked'),
  'nor a refusal then': given(asked(), informed()).when(refuse).refused('extension-not-asked'),
});
