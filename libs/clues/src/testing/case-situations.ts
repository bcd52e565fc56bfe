import type { Data } from '@cluetrail/event-sourcing';
import { command, type Command } from './said.js';
import { DIGEST, idOfClue } from './told.js';

/** 案件: li and fang investigated zhao and qian; shi and tan adjudicate. */
export const FILE = {
  clueIds: [idOfClue],
  officers: ['li', 'fang'],
  subjects: ['zhao', 'qian'],
  organ: 'nayong',
  level: 'L2',
};
export const fileIt = command('fileCase', FILE).bySystem().on('2021-11-15');
const sign = command('signInvestigationReport', { digest: DIGEST });
export const signsOf = (day: string) => [sign.by('li').on(day), sign.by('fang').on(day)];
export const report = command('concludeInvestigation', { finding: 'violation', digest: DIGEST })
  .by('li')
  .on('2021-12-20');
export const PANEL = { panel: ['shi', 'tan'] };
export const take = command('acceptForAdjudication', PANEL).by('shi').on('2021-12-27');
const back = command('returnForSupplement').because('the ledger is missing').by('shi');
const again = command('concludeInvestigation', { finding: 'violation', digest: DIGEST }).by('li');
export const DECISIONS: Data[] = [
  { personId: 'zhao', measure: 'warning', form: 2, recovered: '35000.00' },
  { personId: 'qian', measure: 'none', form: 1 },
];
export const decideIt = command('decide', { decisions: DECISIONS }).by('gao').on('2022-01-10');
export const execute = command('executeDecision', { personId: 'zhao' }).by('gao').on('2022-01-24');
export const withdraw = command('withdrawCase')
  .because('nothing was found')
  .by('gao')
  .on('2021-12-27');

const signed = [fileIt, ...signsOf('2021-12-17')];
const awaiting = [...signed, report];
const adjudicating = [...awaiting, take];
const supplemented = (day: string, next: string) => [
  back.on(day),
  ...signsOf(next),
  again.on(next),
];

export const defer = command('deferAdjudication')
  .because('the minutes are missing')
  .by('shi')
  .on('2021-12-24');

/** What a case can be in under the whole procedure. */
export const CASE_SITUATIONS = {
  none: [],
  underInvestigation: [fileIt],
  'underInvestigation+signed': signed,
  awaitingAdjudication: awaiting,
  'awaitingAdjudication+twice': [
    ...awaiting,
    ...supplemented('2021-12-28', '2022-01-10'),
    ...supplemented('2022-01-11', '2022-01-24'),
  ],
  adjudicating,
  decided: [...adjudicating, decideIt],
  executed: [...adjudicating, decideIt, execute],
  withdrawn: [...awaiting, withdraw],
} satisfies { readonly [situation: string]: readonly Command[] };

const returnedTwice = [
  ...adjudicating,
  ...supplemented('2021-12-28', '2022-01-10'),
  take.on('2022-01-10T10:00:00+08:00'),
  ...supplemented('2022-01-11', '2022-01-24'),
];

/** Where a report is accepted, deferred or refused before it is adjudicated. */
export const CASE_SITUATIONS_V3 = {
  ...CASE_SITUATIONS,
  'awaitingAdjudication+deferred': [...awaiting, defer],
  'awaitingAdjudication+twice': returnedTwice,
  'adjudicating+twice': [...returnedTwice, take.on('2022-01-25')],
} satisfies { readonly [situation: string]: readonly Command[] };
