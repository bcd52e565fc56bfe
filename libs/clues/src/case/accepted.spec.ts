import { behaviour } from '../testing/behaviour.js';
import { CASE_SITUATIONS, defer, PANEL, signsOf } from '../testing/case-situations.js';
import { afterInCaseUnder } from '../testing/given.js';
import { CN3 } from '../testing/office.js';
import { command, event, type Command } from '../testing/said.js';
import { DIGEST, idOfClue } from '../testing/told.js';

const clueIds = [idOfClue];
const awaiting = after();
const deferred = after(defer);
const refusal = command('refuseAdjudication').because('no facts are stated').by('shi');
const refused = after(refusal.on('2021-12-24'));
const conclude = command('concludeInvestigation', { finding: 'violation', digest: DIGEST }).by(
  'li',
);
const take = command('acceptForAdjudication', PANEL).by('shi');

function after(...commands: readonly Command[]) {
  return afterInCaseUnder(CN3, ...CASE_SITUATIONS.awaitingAdjudication, ...commands);
}

behaviour('deferring the adjudication', {
  'leaves the case where it is': awaiting
    .when(command('deferAdjudication').because('the minutes are missing').by('shi'))
    .then(event('AdjudicationDeferred', { clueIds }).under('55')),
  'is done once': deferred
    .when(command('deferAdjudication').because('and the ledger').by('shi'))
    .refused('deferred-already'),
  'is not for those who investigated': awaiting
    .when(command('deferAdjudication').because('not now').by('li', 'adjudicator'))
    .refused('adjudicator-investigated'),
  'asks for a reason': awaiting
    .when(command('deferAdjudication').by('shi'))
    .refused('required', { field: 'reason' }),
  'is followed by the acceptance': deferred.when(take).then(
    event('AdjudicationAccepted', { ...PANEL, clueIds })
      .moves('awaitingAdjudication', 'adjudicating')
      .under('55'),
  ),
});

const givenBack = event('AdjudicationRefused', { clueIds })
  .moves('awaitingAdjudication', 'underInvestigation')
  .under('55');

behaviour('refusing the adjudication', {
  'gives the case back to those who investigated': awaiting.when(refusal).then(givenBack),
  'may come after it was deferred': deferred.when(refusal).then(givenBack),
  'is not for those who investigated': awaiting
    .when(command('refuseAdjudication').because('it is fine').by('fang', 'adjudicator'))
    .refused('adjudicator-investigated'),
  'asks for a reason': awaiting
    .when(command('refuseAdjudication').by('shi'))
    .refused('required', { field: 'reason' }),
  'lets everybody sign anew': refused.when(conclude).refused('not-signed-by-all'),
  'counts as no supplement, and lets the next report be deferred': after(
    defer,
    refusal.on('2021-12-27'),
    ...signsOf('2021-12-28'),
    conclude.on('2021-12-29'),
  )
    .when(command('deferAdjudication').because('again').by('shi'))
    .then(event('AdjudicationDeferred', { clueIds }).under('55')),
});
