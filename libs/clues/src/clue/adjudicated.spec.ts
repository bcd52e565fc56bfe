import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { ofCase } from '../testing/handled.js';
import { event } from '../testing/said.js';
import { ITS_CASE, SITUATIONS } from '../testing/situations-v2.js';
import { idOfClue } from '../testing/told.js';

const investigating = after(...SITUATIONS.investigating);
const adjudicating = after(...SITUATIONS.adjudicating);
const decided = after(...SITUATIONS.decided);
const IT = { caseId: ITS_CASE };

behaviour('a clue whose case moves on', {
  'is adjudicated with it': investigating
    .when(ofCase('recordAdjudication', ITS_CASE))
    .then(event('AdjudicationBegun', IT).moves('investigating', 'adjudicating')),
  'is investigated again with it': adjudicating
    .when(ofCase('recordCaseReturned', ITS_CASE))
    .then(event('InvestigationResumed', IT).moves('adjudicating', 'investigating')),
  'or still, where it was returned at once': investigating
    .when(ofCase('recordCaseReturned', ITS_CASE))
    .then(event('InvestigationResumed', IT)),
  'is decided with it': adjudicating
    .when(ofCase('recordDecision', ITS_CASE))
    .then(event('CaseDecided', IT).moves('adjudicating', 'decided')),
  'is closed when all is executed': decided
    .when(ofCase('recordInvestigationConcluded', ITS_CASE))
    .then(event('InvestigationConcluded', IT).moves('decided', 'closing')),
  'or when nothing is to be': adjudicating
    .when(ofCase('recordInvestigationConcluded', ITS_CASE))
    .then(event('InvestigationConcluded', IT).moves('adjudicating', 'closing')),
  'or when the case is withdrawn': investigating
    .when(ofCase('recordInvestigationConcluded', ITS_CASE))
    .then(event('InvestigationConcluded', IT).moves('investigating', 'closing')),
});

behaviour('a clue and the case of another', {
  'have nothing to do with its adjudication': investigating
    .when(ofCase('recordAdjudication', idOfClue))
    .refused('another-case'),
  'nor with its return': adjudicating
    .when(ofCase('recordCaseReturned', idOfClue))
    .refused('another-case'),
  'nor with its decision': adjudicating
    .when(ofCase('recordDecision', idOfClue))
    .refused('another-case'),
  'nor with its end': decided
    .when(ofCase('recordInvestigationConcluded', idOfClue))
    .refused('another-case'),
});
