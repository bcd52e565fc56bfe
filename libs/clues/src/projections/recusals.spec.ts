import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { command } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { assigned, filed, idOfClue, investigationStarted, tell, upTo } from '../testing/told.js';
import { recusals } from './recusals.js';

const asked = tell('li', {
  type: 'RecusalRequested',
  on: '2021-09-10',
  data: { officer: 'wang', ground: 'relative' },
});
const decided = tell('gao', {
  type: 'RecusalDecided',
  on: '2021-09-13',
  data: { officer: 'wang', granted: true },
});

const ASKED = {
  clue: idOfClue,
  ordinal: 1,
  officer: 'wang',
  ground: 'relative',
  askedAt: nine('2021-09-10'),
  askedBy: 'li',
  outcome: 'asked',
  decidedAt: null,
  decidedBy: null,
  assigned: 1,
  open: 1,
};
const GRANTED = {
  ...ASKED,
  outcome: 'granted',
  decidedAt: nine('2021-09-13'),
  decidedBy: 'gao',
  assigned: 0,
};
const ASSIGNED = upTo('OfficersAssigned');

behaviour('the recusals of a clue', {
  'are none where nobody asked': given(...ASSIGNED)
    .project(recusals)
    .rows([]),
  'wait for a decision, while the officer works on': given(...ASSIGNED, asked())
    .project(recusals)
    .rows([ASKED]),
  'take the officer off the clue when granted': given(...ASSIGNED, asked(), decided())
    .project(recusals)
    .rows([GRANTED]),
  'lapse undecided with a clue that goes up sealed': given(
    ...ASSIGNED,
    asked(),
    tell('chen', { type: 'ClueReferredUpSealed', on: '2021-09-13', data: { to: 'bijie' } })(),
  )
    .project(recusals)
    .rows([{ ...ASKED, outcome: 'lapsed' }]),
  'leave him there when refused': given(
    ...ASSIGNED,
    asked(),
    decided({ data: { officer: 'wang', granted: false } }),
  )
    .project(recusals)
    .rows([{ ...GRANTED, outcome: 'refused', assigned: 1 }]),
  'tell of an officer who was recused and is back': given(
    ...ASSIGNED,
    asked(),
    decided(),
    assigned({ on: '2021-09-14' }),
  )
    .project(recusals)
    .rows([{ ...GRANTED, assigned: 1 }]),
  'tell of one who still works on its case': given(
    ...ASSIGNED,
    asked({ data: { officer: 'fang', ground: 'witness' } }),
    decided({ data: { officer: 'fang', granted: true } }),
    investigationStarted({ data: { caseId: 'x', officers: ['li', 'wang'], subjects: [] } }),
  )
    .beside(filed())
    .project(recusals)
    .rows([{ ...GRANTED, officer: 'fang', ground: 'witness', assigned: 1 }]),
  'count up, and a second request has its own decision': given(
    ...ASSIGNED,
    asked(),
    decided({ data: { officer: 'wang', granted: false } }),
    asked({ on: '2021-09-20', data: { officer: 'wang', ground: 'other' } }),
  )
    .project(recusals)
    .rows([
      { ...GRANTED, outcome: 'refused', assigned: 1 },
      { ...ASKED, ordinal: 2, ground: 'other', askedAt: nine('2021-09-20') },
    ]),
  'are what the commands leave': after(
    ...SITUATIONS['withUnit+officers'],
    command('requestRecusal', { officer: 'wang', ground: 'relative' })
      .because('his cousin')
      .by('li')
      .on('2021-09-15'),
    command('decideRecusal', { officer: 'wang', granted: true }).by('gao').on('2021-09-16'),
  )
    .project(recusals)
    .rows([
      {
        ...GRANTED,
        askedAt: nine('2021-09-15'),
        decidedAt: nine('2021-09-16'),
      },
    ]),
});
