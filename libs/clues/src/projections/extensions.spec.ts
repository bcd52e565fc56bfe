import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { CN2 } from '../testing/office.js';
import { receivedReport, REPORT_STREAM } from '../testing/told-report.js';
import { endOf, nine } from '../testing/rows.js';
import {
  closed,
  extensionGranted,
  extensionRefused,
  extensionRequested,
  idOfClue,
  submitted,
  tell,
  upTo,
} from '../testing/told.js';
import { extensions } from './extensions.js';

const VERIFYING = upTo('VerificationStarted');

const ASKED = {
  clue: idOfClue,
  request: 1,
  obligation: 'verify',
  ordinal: 1,
  askedAt: nine('2021-11-01'),
  askedBy: 'li',
  unit: 'nayong',
  due: endOf('2021-11-17'),
  outcome: 'asked',
  answeredAt: null,
  approver: null,
  approverRole: null,
  approverOrgan: null,
  length: null,
  ground: null,
  recordedLateDays: null,
};
const ANSWERED = {
  ...ASKED,
  answeredAt: nine('2021-11-03'),
  approver: 'gao',
  approverRole: 'leader',
  approverOrgan: 'nayong',
};
const GRANTED = { ...ANSWERED, outcome: 'granted', length: '1M' };

behaviour('the extensions of a clue', {
  'are none where nobody asked': given(...VERIFYING)
    .project(extensions)
    .rows([]),
  'wait for an answer, with the due that they are to move': given(
    ...VERIFYING,
    extensionRequested(),
  )
    .project(extensions)
    .rows([ASKED]),
  'are those of its reports too': given(...VERIFYING)
    .beside(
      receivedReport(),
      tell('an', {
        ...{ type: 'ExtensionRequested', on: '2021-09-10', organ: 'bijie', stream: REPORT_STREAM },
        data: { obligation: 'acknowledge', ordinal: 1 },
      })(),
    )
    .under(CN2)
    .project(extensions)
    .rows([
      {
        ...ASKED,
        obligation: 'acknowledge',
        askedAt: nine('2021-09-10'),
        askedBy: 'an',
        unit: 'bijie',
        due: endOf('2021-09-23'),
      },
    ]),
  'are granted by somebody for so long; the due is the one before': given(
    ...VERIFYING,
    extensionRequested(),
    extensionGranted(),
  )
    .project(extensions)
    .rows([GRANTED]),
  'tell by how many days a grant was recorded after that due, as if it had happened before': given(
    ...VERIFYING,
    extensionRequested(),
    extensionGranted('verify', { recorded: '2021-11-20' }),
  )
    .project(extensions)
    .rows([{ ...GRANTED, recordedLateDays: 3 }]),
  'tell of none that was recorded late before it': given(
    ...VERIFYING,
    extensionRequested(),
    extensionGranted('verify', { recorded: '2021-11-17T23:59:59.999+08:00' }),
  )
    .project(extensions)
    .rows([GRANTED]),
  'are refused on a ground': given(...VERIFYING, extensionRequested(), extensionRefused())
    .project(extensions)
    .rows([{ ...ANSWERED, outcome: 'refused', ground: 'no-need' }]),
  'lapse with what was owed': given(...VERIFYING, extensionRequested(), submitted())
    .project(extensions)
    .rows([{ ...ASKED, outcome: 'lapsed' }]),
  'lapse when nothing is owed any more': given(
    ...upTo('OfficersAssigned'),
    extensionRequested('dispose', { on: '2021-09-13' }),
    closed(),
  )
    .project(extensions)
    .rows([
      {
        ...ASKED,
        obligation: 'dispose',
        askedAt: nine('2021-09-13'),
        due: endOf('2021-10-08'),
        outcome: 'lapsed',
      },
    ]),
  'count up by clock, and each has its own answer': given(
    ...VERIFYING,
    extensionRequested(),
    extensionGranted(),
    extensionRequested('verify', {
      on: '2021-12-01',
      data: { obligation: 'verify', ordinal: 2 },
    }),
  )
    .project(extensions)
    .rows([
      GRANTED,
      {
        ...ASKED,
        request: 2,
        ordinal: 2,
        askedAt: nine('2021-12-01'),
        due: endOf('2021-12-17'),
      },
    ]),
});
