import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { accepted, corrected, discovered, idOfClue, transferred, upTo } from '../testing/told.js';
import { clueSpells } from './clue-spells.js';

const REGISTERED = {
  clue: idOfClue,
  state: 'registered',
  phase: 'discovered',
  open: 1,
  organ: 'bijie',
};
const IN_TRANSIT = { ...REGISTERED, state: 'inTransit', phase: 'transferred' };
const WITH_UNIT = { ...IN_TRANSIT, state: 'withUnit', organ: 'nayong' };

function spell(row: object, from: string, to: string | null) {
  return { happenedFrom: nine(from), happenedTo: to === null ? null : nine(to), row };
}

behaviour('the states of a clue', {
  'hold each until the next event, the last without end': given(...upTo('TransferAccepted'))
    .project(clueSpells)
    .rows([
      spell(REGISTERED, '2021-09-01', '2021-09-03'),
      spell(IN_TRANSIT, '2021-09-03', '2021-09-08'),
      spell(WITH_UNIT, '2021-09-08', null),
    ]),
  'follow what happened, not what was recorded': given(
    discovered(),
    transferred(),
    accepted({ recorded: '2021-10-31' }),
  )
    .project(clueSpells)
    .rows([
      spell(REGISTERED, '2021-09-01', '2021-09-03'),
      spell(IN_TRANSIT, '2021-09-03', '2021-09-08'),
      spell(WITH_UNIT, '2021-09-08', null),
    ]),
  'move with a corrected time': given(
    discovered(),
    transferred(),
    corrected(
      2,
      {
        field: 'happenedAt',
        old: { at: nine('2021-09-03'), zone: 'Asia/Shanghai', precision: 'ms' },
        new: { at: nine('2021-09-02'), zone: 'Asia/Shanghai', precision: 'ms' },
      },
      { organ: 'bijie' },
    ),
  )
    .project(clueSpells)
    .rows([
      spell(REGISTERED, '2021-09-01', '2021-09-02'),
      spell(IN_TRANSIT, '2021-09-02', '2021-12-27'),
      spell(IN_TRANSIT, '2021-12-27', null),
    ]),
  'of one instant leave the last one': given(discovered(), transferred({ on: '2021-09-01' }))
    .project(clueSpells)
    .rows([spell(IN_TRANSIT, '2021-09-01', null)]),
});
