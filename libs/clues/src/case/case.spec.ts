import { behaviour } from '../testing/behaviour.js';
import { givenCase } from '../testing/given.js';
import { command, event } from '../testing/said.js';
import { filed, idOfClue, reported } from '../testing/told.js';

const FILE = {
  clueIds: [idOfClue],
  officers: ['li', 'fang'],
  subjects: ['zhao'],
  organ: 'nayong',
  level: 'L2',
};

behaviour('filing a case', {
  'takes organ and level from the clue': givenCase()
    .when(command('fileCase', FILE).bySystem().on('2021-11-15'))
    .then(
      event('CaseFiled', { clueIds: [idOfClue], officers: ['li', 'fang'], subjects: ['zhao'] })
        .moves('none', 'underInvestigation')
        .at('nayong')
        .level('L2'),
    ),
  'is for the process alone': givenCase()
    .when(command('fileCase', FILE).by('gao').on('2021-11-15'))
    .refused('wrong-role', { expected: ['system'] }),
  'is done once': givenCase(filed())
    .when(command('fileCase', FILE).bySystem())
    .refused('wrong-state'),
  'asks for a clue, two officers, an organ and a level': givenCase()
    .when(
      command('fileCase', {
        clueIds: [],
        officers: ['li'],
        subjects: ['zhao'],
        level: 'X',
      }).bySystem(),
    )
    .invalid('clueIds', 'officers', 'organ', 'level'),
});

const FOUND = { finding: 'violation' };

behaviour('concluding an investigation', {
  'names the clues that wait for it': givenCase(filed())
    .when(command('concludeInvestigation', FOUND).by('li').on('2021-12-20'))
    .then(
      event('InvestigationReportSubmitted', { ...FOUND, clueIds: [idOfClue] }).moves(
        'underInvestigation',
        'reported',
      ),
    ),
  'is refused to officers of other cases': givenCase(filed())
    .when(command('concludeInvestigation', FOUND).by('wang'))
    .refused('not-in-team'),
  'is for officers': givenCase(filed())
    .when(command('concludeInvestigation', FOUND).by('gao'))
    .refused('wrong-role', { expected: ['case-officer'] }),
  'is for the organ that has the case': givenCase(filed())
    .when(command('concludeInvestigation', FOUND).by('li', 'case-officer', 'bijie'))
    .refused('wrong-organ', { expected: 'nayong' }),
  'does not happen before the filing': givenCase(filed())
    .when(command('concludeInvestigation', FOUND).by('li').on('2021-11-12').recorded('2021-11-16'))
    .refused('happened-before-previous'),
  'is done once': givenCase(filed(), reported())
    .when(command('concludeInvestigation', FOUND).by('li'))
    .refused('wrong-state'),
  'knows three findings': givenCase(filed())
    .when(command('concludeInvestigation', { finding: 'maybe' }).by('li'))
    .invalid('finding'),
});
