import { behaviour } from '../testing/behaviour.js';
import { given } from '../testing/given.js';
import { nine } from '../testing/rows.js';
import { idOfClue, SEALED, tell, upTo } from '../testing/told.js';
import { notices } from './notices.js';

const issued = tell('mei', {
  type: 'SupervisionNoticeIssued',
  on: '2021-09-13',
  data: { noticeId: 'one', colour: 'yellow', obligation: 'dispose' },
});
const answered = tell('du', {
  type: 'SupervisionNoticeAnswered',
  on: '2021-09-15',
  data: { noticeId: 'one', answer: SEALED },
});
const lifted = tell('mei', {
  type: 'SupervisionNoticeLifted',
  on: '2021-09-17',
  data: { noticeId: 'one' },
});

const ISSUED = {
  clue: idOfClue,
  notice: 'one',
  colour: 'yellow',
  obligation: 'dispose',
  status: 'issued',
  issuedAt: nine('2021-09-13'),
  issuedBy: 'mei',
  issuedFrom: 'bijie',
  answeredAt: null,
  answeredBy: null,
  liftedAt: null,
  liftedBy: null,
};
const ANSWERED = {
  ...ISSUED,
  status: 'answered',
  answeredAt: nine('2021-09-15'),
  answeredBy: 'du',
};
const LIFTED = { ...ANSWERED, status: 'lifted', liftedAt: nine('2021-09-17'), liftedBy: 'mei' };
const LIFTED_AT_ONCE = {
  ...ISSUED,
  ...{ status: 'lifted', liftedAt: nine('2021-09-14'), liftedBy: 'mei' },
};
const sentUp = tell('chen', {
  type: 'ClueReferredUpSealed',
  on: '2021-09-17',
  data: { to: 'bijie' },
});
const ASSIGNED = upTo('OfficersAssigned');

function spell(row: object, from: string, to: string | null) {
  return { happenedFrom: nine(from), happenedTo: to === null ? null : nine(to), row };
}

behaviour('a supervision notice', {
  'is none before it was issued': given(...ASSIGNED)
    .project(notices)
    .rows([]),
  'is issued, answered and lifted, and stays known': given(
    ...ASSIGNED,
    issued(),
    answered(),
    lifted(),
  )
    .project(notices)
    .rows([
      spell(ISSUED, '2021-09-13', '2021-09-15'),
      spell(ANSWERED, '2021-09-15', '2021-09-17'),
      spell(LIFTED, '2021-09-17', null),
    ]),
  'lapses with a clue that goes up sealed, unless it was lifted before': given(
    ...ASSIGNED,
    issued(),
    lifted({ on: '2021-09-14' }),
    issued({ data: { noticeId: 'two', colour: 'red' }, on: '2021-09-14' }),
    sentUp(),
  )
    .project(notices)
    .rows([
      spell(ISSUED, '2021-09-13', '2021-09-14'),
      ...[LIFTED_AT_ONCE, second()].map((row) => spell(row, '2021-09-14', '2021-09-17')),
      ...[LIFTED_AT_ONCE, { ...second(), status: 'lapsed' }].map((row) =>
        spell(row, '2021-09-17', null),
      ),
    ]),
  'has an answer of its own': given(
    ...ASSIGNED,
    issued(),
    issued({ data: { noticeId: 'two', colour: 'red' }, on: '2021-09-14' }),
    answered(),
  )
    .project(notices)
    .rows([
      spell(ISSUED, '2021-09-13', '2021-09-14'),
      ...[ISSUED, second()].map((row) => spell(row, '2021-09-14', '2021-09-15')),
      ...[ANSWERED, second()].map((row) => spell(row, '2021-09-15', null)),
    ]),
});

function second() {
  const issuedAt = nine('2021-09-14');
  return { ...ISSUED, notice: 'two', colour: 'red', obligation: null, issuedAt };
}
