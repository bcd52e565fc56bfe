import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { idOfClue, started, tell, upTo } from '../testing/told.js';
import { involved } from './involved.js';

const recused = [
  tell('li', {
    type: 'RecusalRequested',
    on: '2021-09-13',
    data: { officer: 'wang', ground: 'relative' },
  }),
  tell('gao', {
    type: 'RecusalDecided',
    on: '2021-09-14',
    data: { officer: 'wang', granted: true },
  }),
];
const part = (person: string, as: string) => ({ clue: idOfClue, person, part: as });

behaviour('those who have to do with a clue', {
  'are at first those whom it is about': given(...upTo('ClueDiscovered'))
    .project(involved)
    .rows([part('zhao', 'subject')]),
  'are the officers and the team, each once': given(
    ...upTo('DisposalApproved'),
    started({ data: { team: ['wang', 'fang'] } }),
  )
    .project(involved)
    .rows([
      part('fang', 'assigned'),
      part('li', 'assigned'),
      part('wang', 'assigned'),
      part('zhao', 'subject'),
    ]),
  'and who was recused': given(...upTo('OfficersAssigned'), ...recused.map((one) => one()))
    .project(involved)
    .rows([part('li', 'assigned'), part('zhao', 'subject'), part('wang', 'recused')]),
});
