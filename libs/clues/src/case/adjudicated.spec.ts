import { behaviour } from '../testing/behaviour.js';
import { CASE_SITUATIONS, DECISIONS, decideIt, PANEL, take } from '../testing/case-situations.js';
import { UNCLEARED } from '../testing/decider.js';
import { afterInCase } from '../testing/given.js';
import { command, event } from '../testing/said.js';
import { DIGEST, idOfClue } from '../testing/told.js';

const open = afterInCase(...CASE_SITUATIONS.underInvestigation);
const signed = afterInCase(...CASE_SITUATIONS['underInvestigation+signed']);
const awaiting = afterInCase(...CASE_SITUATIONS.awaitingAdjudication);
const twice = afterInCase(...CASE_SITUATIONS['awaitingAdjudication+twice']);
const adjudicating = afterInCase(...CASE_SITUATIONS.adjudicating);
const clueIds = [idOfClue];
const change = (input: object) => command('changeCaseOfficers', input).bySystem();
const OTHER = '4c'.repeat(32);

const add = (personId: string) =>
  command('addCasePerson', { personId, managingOrganId: 'nayong' }).because('he signed too');

const addAs = (more: object) =>
  command('addCasePerson', { personId: 'sun', managingOrganId: 'nayong', ...more })
    .because('he signed too')
    .by('li');

behaviour('adding a person to a case', {
  'names him': open
    .when(add('sun').by('li'))
    .then(event('CasePersonAdded', { personId: 'sun', managingOrganId: 'nayong' })),
  'is for its officers': open.when(add('sun').by('wang')).refused('not-in-team'),
  'is done once': open.when(add('zhao').by('li')).refused('person-already-in-case'),
  'is refused for its officers': open.when(add('fang').by('li')).refused('officer-is-subject'),
  'is of somebody who is registered': open
    .when(add('nobody-1').by('li'))
    .refused('subject-not-registered', { field: 'personId' }),
  'is not for this organ where one above manages him': open
    .when(addAs({ managingOrganId: 'bijie' }))
    .refused('person-managed-above'),
  'names an organ that there is': open
    .when(addAs({ managingOrganId: 'nowhere' }))
    .refused('no-such-organ', { field: 'managingOrganId' }),
  'asks for a reason': open
    .when(command('addCasePerson', { personId: 'sun', managingOrganId: 'nayong' }).by('li'))
    .refused('required', { field: 'reason' }),
});

behaviour('signing the investigation report', {
  'names what is signed': open
    .when(command('signInvestigationReport', { digest: DIGEST }).by('fang'))
    .then(event('InvestigationReportSigned', { digest: DIGEST })),
  'is for the officers of the case': open
    .when(command('signInvestigationReport', { digest: DIGEST }).by('wang'))
    .refused('not-in-team'),
});

const FOUND = { finding: 'violation', digest: DIGEST };
const conclude = (more: object = {}) =>
  command('concludeInvestigation', { ...FOUND, ...more }).by('li');

behaviour('submitting the investigation report', {
  'hands the case to those who adjudicate': signed
    .when(conclude())
    .then(
      event('InvestigationReportSubmitted', { ...FOUND, clueIds }).moves(
        'underInvestigation',
        'awaitingAdjudication',
      ),
    ),
  'waits for every signature': open.when(conclude()).refused('not-signed-by-all'),
  'is of the very report that was signed': signed
    .when(conclude({ digest: OTHER }))
    .refused('not-signed-by-all'),
  'names the report': signed
    .when(command('concludeInvestigation', { finding: 'crime' }).by('li'))
    .refused('required', { field: 'digest' }),
  'is of two officers at least': afterInCase(
    ...CASE_SITUATIONS['underInvestigation+signed'],
    change({ leaving: 'fang', recused: true }).on('2021-12-20'),
  )
    .when(conclude())
    .refused('two-officers-needed'),
  'did not happen before it was signed': signed
    .when(conclude().on('2021-12-16').recorded('2021-12-20'))
    .refused('happened-before-previous'),
});

behaviour('accepting for adjudication', {
  'names the panel, and the clues that wait': awaiting.when(take).then(
    event('AdjudicationAccepted', { ...PANEL, clueIds })
      .moves('awaitingAdjudication', 'adjudicating')
      .under('55'),
  ),
  'is not for those who investigated': awaiting
    .when(command('acceptForAdjudication', PANEL).by('li', 'adjudicator'))
    .refused('adjudicator-investigated'),
  'is by a panel without them': awaiting
    .when(command('acceptForAdjudication', { panel: ['shi', 'fang'] }).by('shi'))
    .refused('adjudicator-investigated'),
  'and without those whom it is about': awaiting
    .when(command('acceptForAdjudication', { panel: ['shi', 'qian'] }).by('shi'))
    .refused('officer-is-subject'),
  'of people of the organ': awaiting
    .when(command('acceptForAdjudication', { panel: ['shi', 'stranger-1'] }).by('shi'))
    .refused('works-elsewhere'),
  'who may read it': awaiting
    .when(command('acceptForAdjudication', { panel: ['shi', UNCLEARED] }).by('shi'))
    .refused('not-cleared', { found: UNCLEARED, expected: 'L2' }),
  'who adjudicate there': awaiting
    .when(command('acceptForAdjudication', { panel: ['shi', 'gao'] }).by('shi'))
    .refused('no-adjudicator', { found: 'gao', expected: ['adjudicator'], organ: 'nayong' }),
  'of two at least': awaiting
    .when(command('acceptForAdjudication', { panel: ['shi'] }).by('shi'))
    .invalid('panel'),
});

const again = command('returnForReinvestigation').because('contradictions');
const supplement = command('returnForSupplement').because('the ledger is missing');
const reinvestigated = afterInCase(
  ...CASE_SITUATIONS.adjudicating,
  again.by('shi').on('2021-12-30'),
);

behaviour('returning a case', {
  'has it investigated again': adjudicating
    .when(again.by('shi'))
    .then(
      event('ReturnedForReinvestigation', { clueIds })
        .moves('adjudicating', 'underInvestigation')
        .under('55'),
    ),
  'or supplemented, and counts': awaiting
    .when(supplement.by('gao'))
    .then(
      event('ReturnedForSupplement', { clueIds, ordinal: 1 })
        .moves('awaitingAdjudication', 'underInvestigation')
        .under('54'),
    ),
  'for a supplement is done twice at most': twice
    .when(supplement.by('shi'))
    .refused('no-further-supplement'),
  'for another investigation is not counted so': twice
    .when(again.by('shi'))
    .then(
      event('ReturnedForReinvestigation', { clueIds })
        .moves('awaitingAdjudication', 'underInvestigation')
        .under('55'),
    ),
  'is not for those who investigated': awaiting
    .when(supplement.by('fang', 'leader'))
    .refused('adjudicator-investigated'),
  'nor again': awaiting.when(again.by('fang', 'leader')).refused('adjudicator-investigated'),
  'asks for a reason': awaiting
    .when(command('returnForSupplement').by('shi'))
    .refused('required', { field: 'reason' }),
  'lets everybody sign anew': reinvestigated.when(conclude()).refused('not-signed-by-all'),
});

const decide = (...decisions: readonly object[]) => command('decide', { decisions });
const [zhao, qian] = DECISIONS;

behaviour('deciding a case', {
  'says something of everybody, and that something is to be executed': adjudicating
    .when(decideIt)
    .then(
      event('DecisionMade', { decisions: DECISIONS, clueIds, left: 'some' }).moves(
        'adjudicating',
        'decided',
      ),
    ),
  'ends the case where nothing is': adjudicating
    .when(decide(qian, { ...zhao, measure: 'none' }).by('gao'))
    .then(
      event('DecisionMade', {
        decisions: [qian, { ...zhao, measure: 'none' }],
        clueIds,
        left: 'none',
      }).moves('adjudicating', 'executed'),
    ),
  'forgets nobody': adjudicating.when(decide(zhao).by('gao')).refused('persons-not-decided'),
  'speaks of nobody else': adjudicating
    .when(decide(zhao, qian, { personId: 'sun', measure: 'none', form: 1 }).by('gao'))
    .refused('persons-not-decided'),
  'speaks of everybody once': adjudicating
    .when(decide(zhao, zhao, qian).by('gao'))
    .refused('person-decided-twice'),
  'is not for those who investigated': adjudicating
    .when(decide(zhao, qian).by('li', 'leader'))
    .refused('adjudicator-investigated'),
  'knows four forms': adjudicating
    .when(decide({ ...zhao, form: 5 }).by('gao'))
    .invalid('decisions[0].form'),
  'did not happen before the adjudication': adjudicating
    .when(decideIt.on('2021-12-26').recorded('2022-01-10'))
    .refused('happened-before-previous'),
});

behaviour('withdrawing a case', {
  'ends it': adjudicating
    .when(command('withdrawCase').because('nothing was found').by('gao'))
    .then(event('CaseWithdrawn', { clueIds }).moves('adjudicating', 'withdrawn')),
  'is not for those who investigated': adjudicating
    .when(command('withdrawCase').because('x').by('li', 'leader'))
    .refused('adjudicator-investigated'),
  'asks for a reason': adjudicating
    .when(command('withdrawCase').by('gao'))
    .refused('required', { field: 'reason' }),
});

const RECUSED = { leaving: 'fang', recused: true };
const recused = afterInCase(
  ...CASE_SITUATIONS.awaitingAdjudication,
  change(RECUSED).on('2021-12-21'),
);
const replaced = afterInCase(
  ...CASE_SITUATIONS.underInvestigation,
  change({ leaving: 'fang', joining: 'wang', recused: false }).on('2021-11-16'),
);

behaviour('changing the officers of a case', {
  'leaves who goes': awaiting
    .when(change(RECUSED))
    .then(event('CaseOfficersChanged', RECUSED).under('67')),
  'is for the process alone': open
    .when(command('changeCaseOfficers', RECUSED).by('gao'))
    .refused('wrong-role', { expected: ['system'] }),
  'lets nobody in whom the case is about': open
    .when(change({ leaving: 'fang', joining: 'qian', recused: false }))
    .then(event('CaseOfficersChanged', { leaving: 'fang', recused: false }).under('67')),
  'nor who adjudicates it': adjudicating
    .when(change({ leaving: 'fang', joining: 'tan', recused: false }))
    .then(event('CaseOfficersChanged', { leaving: 'fang', recused: false }).under('67')),
  'lets who comes sign': replaced
    .when(command('signInvestigationReport', { digest: DIGEST }).by('wang'))
    .then(event('InvestigationReportSigned', { digest: DIGEST })),
  'and who went no more': replaced
    .when(command('signInvestigationReport', { digest: DIGEST }).by('fang'))
    .refused('not-in-team'),
  'lets nobody who was recused act': recused
    .when(command('executeDecision', { personId: 'zhao' }).by('fang', 'leader'))
    .refused('actor-recused'),
  'nor be of the panel': recused
    .when(command('acceptForAdjudication', { panel: ['shi', 'fang'] }).by('shi'))
    .refused('officer-recused'),
  'takes an adjudicator off, who says no more': afterInCase(
    ...CASE_SITUATIONS.adjudicating,
    change({ leaving: 'shi', recused: true }).on('2021-12-28'),
  )
    .when(command('returnForSupplement').because('a date is missing').by('shi'))
    .refused('actor-recused'),
  'leaves too few to decide by': afterInCase(
    ...CASE_SITUATIONS.adjudicating,
    change({ leaving: 'shi', recused: true }).on('2021-12-28'),
  )
    .when(decideIt)
    .refused('panel-too-small'),
  'and comes to no panel again': afterInCase(
    ...CASE_SITUATIONS.awaitingAdjudication,
    change({ leaving: 'shi', recused: true }).on('2021-12-21'),
  )
    .when(command('acceptForAdjudication', PANEL).by('tan'))
    .refused('officer-recused'),
  'makes no adjudicator of one who investigated once': afterInCase(
    ...CASE_SITUATIONS.underInvestigation,
    change({ leaving: 'fang', joining: 'wang', recused: false }).on('2021-11-16'),
    command('signInvestigationReport', { digest: DIGEST }).by('li').on('2021-12-17'),
    command('signInvestigationReport', { digest: DIGEST }).by('wang').on('2021-12-17'),
    conclude().on('2021-12-20'),
  )
    .when(command('acceptForAdjudication', PANEL).by('fang', 'adjudicator'))
    .refused('adjudicator-investigated'),
});
