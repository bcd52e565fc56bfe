import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { discovered, idOfClue, settled, tell, upTo } from '../testing/told.js';
import { likenesses } from './likenesses.js';

const reopened = tell('gao', {
  type: 'ClueReopened',
  on: '2022-01-10',
  change: { from: 'settled', to: 'disposalPending' },
  data: {},
});
const duplicate = tell('bai', {
  type: 'ClueMarkedDuplicate',
  on: '2021-09-02',
  organ: 'bijie',
  change: { from: 'registered', to: 'duplicate' },
  data: { survivor: 'one' },
});

const ROW = {
  clue: idOfClue,
  subject: 'zhao',
  violationType: '',
  discoveredAt: nine('2021-09-01'),
  closedAt: null,
};
const CLOSED = { ...ROW, closedAt: nine('2021-12-20') };

behaviour('what a clue is like', {
  'are its subject and its type of violation': given(discovered()).project(likenesses).rows([ROW]),
  'are each subject and each type': given(
    discovered({
      data: {
        source: 'report',
        subjects: [{ personId: 'zhao' }, { personId: 'qian' }],
        violationTypes: ['bribery', 'nepotism'],
      },
    }),
  )
    .project(likenesses)
    .rows(
      ['zhao', 'qian'].flatMap((subject) =>
        ['bribery', 'nepotism'].map((violationType) => ({ ...ROW, subject, violationType })),
      ),
    ),
  'is told with its closing, which settling does not move': given(...upTo('ClueSettled'))
    .project(likenesses)
    .rows([CLOSED]),
  'is closed no longer once it is reopened': given(
    ...upTo('InvestigationConcluded'),
    settled(),
    reopened(),
  )
    .project(likenesses)
    .rows([ROW]),
  'is nothing once it goes on elsewhere': given(discovered(), duplicate())
    .project(likenesses)
    .rows([]),
});
