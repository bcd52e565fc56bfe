import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { idOfClue, started, upTo } from '../testing/told.js';
import { involved } from './involved.js';

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
});
