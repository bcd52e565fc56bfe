import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { discovered, idOfClue, tell, upTo } from '../testing/told.js';
import { kinships } from './kinships.js';

const join = (type: string, data: object) =>
  tell('bai', { type, on: '2021-09-10', data: JSON.parse(JSON.stringify(data)) })();
const to = (other: string, relation: string) => ({
  clue: idOfClue,
  other,
  relation,
  since: nine('2021-09-10'),
});

behaviour('what a clue is joined to', {
  'is nothing by itself': given(...upTo('TransferAccepted'))
    .project(kinships)
    .rows([]),
  'are the clues that it was split into': given(
    discovered(),
    join('ClueSplit', { children: [{ clueId: 'one' }, { clueId: 'two' }] }),
  )
    .project(kinships)
    .rows([to('one', 'split'), to('two', 'split')]),
  'is the clue that it was merged into': given(
    discovered(),
    join('ClueMergedAway', { survivor: 'one' }),
  )
    .project(kinships)
    .rows([to('one', 'merged')]),
  'is no more the one that did not take it in': given(
    discovered(),
    join('ClueLinked', { clueId: 'two', relation: 'supplement' }),
    join('ClueMergedAway', { survivor: 'one' }),
    join('ClueGivenBack', { survivor: 'one' }),
  )
    .project(kinships)
    .rows([to('two', 'supplement')]),
  'is the clue that it repeats': given(
    discovered(),
    join('ClueMarkedDuplicate', { survivor: 'one' }),
  )
    .project(kinships)
    .rows([to('one', 'duplicate')]),
  'are the clues that it was linked with': given(
    discovered(),
    join('ClueLinked', { clueId: 'one', relation: 'supplement' }),
  )
    .project(kinships)
    .rows([to('one', 'supplement')]),
  'is told by the other one where something came in': given(
    discovered(),
    join('ClueMergedIn', { clueId: 'one', subjects: [], reports: [], recused: [], managedBy: {} }),
  )
    .project(kinships)
    .rows([]),
});
