import { derivedId } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { CN2 } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { CASE_ID, filed, idOfClue, investigationStarted, upTo } from '../testing/told.js';

const OFFICERS = { officers: ['li', 'fang'] };

const filedAfterTalk = after(
  ...SITUATIONS['talkInquiry+heard'],
  command('concludeTalk', { outcome: 'file' }).by('gao').on('2021-10-08'),
  command('startInvestigation', { officers: ['li', 'wang'] })
    .by('hu')
    .on('2021-10-11'),
);

behaviour('starting an investigation', {
  'names the case that the process is to open': given(...upTo('VerificationConcluded'))
    .when(command('startInvestigation', OFFICERS).by('gao'))
    .then(
      event('InvestigationStarted', {
        caseId: derivedId(idOfClue, 'case'),
        officers: ['li', 'fang'],
        subjects: ['zhao'],
      }).moves('verified', 'investigating'),
    ),
  'waits for a conclusion to file': given(...upTo('VerificationReportSubmitted'))
    .when(command('startInvestigation', OFFICERS).by('gao'))
    .refused('filing-not-approved'),
  'does not happen before that conclusion': given(...upTo('VerificationConcluded'))
    .when(command('startInvestigation', OFFICERS).by('gao').on('2021-11-11').recorded('2021-11-15'))
    .refused('happened-before-previous', {
      expected: '2021-11-12T01:00:00.000Z',
      found: '2021-11-11T01:00:00.000Z',
    }),
  'is refused for officers whom the clue is about': given(...upTo('VerificationConcluded'))
    .when(command('startInvestigation', { officers: ['li', 'zhao'] }).by('gao'))
    .refused('officer-is-subject'),
  'is refused for officers of another organ': given(...upTo('VerificationConcluded'))
    .when(command('startInvestigation', { officers: ['li', 'stranger'] }).by('gao'))
    .refused('works-elsewhere'),
  'is refused to a leader who would investigate it himself': given(...upTo('VerificationConcluded'))
    .when(command('startInvestigation', { officers: ['li', 'hu'] }).by('hu'))
    .refused('approver-in-team'),
  'nor is it entrusted to the one in whose office he acts': given(...upTo('VerificationConcluded'))
    .when(command('startInvestigation', { officers: ['li', 'hu'] }).byDelegate('fang', 'hu'))
    .refused('approver-in-team', { found: 'hu' }),
  'nor to whoever concluded that it is to be filed': given(...upTo('VerificationConcluded'))
    .when(command('startInvestigation', { officers: ['li', 'gao'] }).by('hu'))
    .refused('approver-in-team', { found: 'gao' }),
  'nor comes whoever filed it into it afterwards': given(
    ...upTo('VerificationConcluded'),
    investigationStarted({ by: 'hu' }),
  )
    .under(CN2)
    .beside(filed())
    .when(command('replaceOfficer', { leaving: 'fang', joining: 'hu' }).because('ill').by('du'))
    .refused('approver-in-team'),
  'also where talk and inquiry led to it, and nobody had verified it': filedAfterTalk
    .when(command('replaceOfficer', { leaving: 'wang', joining: 'hu' }).because('ill').by('du'))
    .refused('approver-in-team'),
  'nor whoever concluded the talk': filedAfterTalk
    .when(command('replaceOfficer', { leaving: 'wang', joining: 'gao' }).because('ill').by('du'))
    .refused('approver-in-team'),
  'is for leaders': given(...upTo('VerificationConcluded'))
    .when(command('startInvestigation', OFFICERS).by('du'))
    .refused('wrong-role', { expected: ['leader'] }),
  'is done once': given(...upTo('InvestigationStarted'))
    .when(command('startInvestigation', OFFICERS).by('gao'))
    .refused('wrong-state'),
  'asks for two officers': given(...upTo('VerificationConcluded'))
    .when(command('startInvestigation', { officers: ['li'] }).by('gao'))
    .invalid('officers'),
});

behaviour('recording that the investigation is concluded', {
  'is what the process does when the case has reported': given(...upTo('InvestigationStarted'))
    .when(command('recordInvestigationConcluded', { caseId: CASE_ID }).bySystem())
    .then(event('InvestigationConcluded', { caseId: CASE_ID }).moves('investigating', 'closing')),
  'is refused for another case': given(...upTo('InvestigationStarted'))
    .when(
      command('recordInvestigationConcluded', {
        caseId: '00000000-0000-4000-8000-000000000000',
      }).bySystem(),
    )
    .refused('another-case'),
  'is for no person': given(...upTo('InvestigationStarted'))
    .when(command('recordInvestigationConcluded', { caseId: CASE_ID }).by('gao'))
    .refused('wrong-role', { expected: ['system'] }),
  'is done once': given(...upTo('InvestigationConcluded'))
    .when(command('recordInvestigationConcluded', { caseId: CASE_ID }).bySystem())
    .refused('wrong-state'),
  'names a case by its id': given(...upTo('InvestigationStarted'))
    .when(command('recordInvestigationConcluded', { caseId: 'case 1' }).bySystem())
    .invalid('caseId'),
});
