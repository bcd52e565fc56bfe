import type { Procedure } from '@cluetrail/workflow';
import { behaviour } from '../testing/behaviour.js';
import { after, given } from '../testing/given.js';
import { declareVoid, merge, settle, split, tell } from '../testing/handled.js';
import {
  ANONYMOUS,
  AT_BIJIE,
  GONE_UP,
  LATE,
  OF_VOID,
  ONCE_UP,
  TWIN,
} from '../testing/neighbours.js';
import { CN2 } from '../testing/office.js';
import { command, event, type Command } from '../testing/said.js';
import { ITS_NOTICE, SITUATIONS } from '../testing/situations-v2.js';
import { discovered } from '../testing/told.js';

const GIVEN: readonly (readonly [what: string, command: Command])[] = [
  ['splitting', split.on('2021-09-16')],
  ['merging', merge.on('2021-09-16')],
  [
    'marking a duplicate',
    command('markDuplicate', { survivor: TWIN }).because('x').by('chen').on('2021-09-16'),
  ],
];
const lift = command('liftNotice', { noticeId: ITS_NOTICE }).by('mei');

for (const [what, given] of GIVEN)
  behaviour(`${what} a clue on which somebody waits for an answer`, {
    'waits until a recusal is decided on: another clue knows nothing of it': after(
      ...SITUATIONS['withUnit+asked'],
    )
      .when(given)
      .refused('recusal-undecided', { found: ['wang'] }),
    'waits until a notice is lifted': after(...SITUATIONS['withUnit+answered'])
      .when(given)
      .refused('notice-standing', { found: [ITS_NOTICE] }),
    'did not happen before that': after(...SITUATIONS['withUnit+answered'], lift.on('2021-09-17'))
      .when(given.recorded('2021-09-18'))
      .refused('happened-before-previous'),
  });

const discoverAlone = command('discover', {
  ...{ source: 'report', summary: 'subsidies were paid to the dead' },
  subjects: [{ personId: 'zhao', managingOrganId: 'nayong' }],
})
  .by('an')
  .on('2021-09-01');

behaviour('declaring a clue void that is supervised', {
  'waits until the notice is lifted': after(
    ...SITUATIONS.registered,
    command('issueNotice', { colour: 'blue' }).by('kong').on('2021-09-02'),
  )
    .when(declareVoid.on('2021-09-03'))
    .refused('notice-standing', { found: [ITS_NOTICE] }),
});

const askRecusal = command('requestRecusal', { officer: 'li', ground: 'relative' })
  .because('a cousin')
  .by('wang')
  .on('2021-09-22');
const decideRecusal = command('decideRecusal', { officer: 'li', granted: false }).by('gao');

behaviour('settling a clue from which somebody may have to be recused', {
  'waits until that is decided': after(...SITUATIONS.closing, askRecusal)
    .when(settle)
    .refused('recusal-undecided', { found: ['li'] }),
  'did not happen before that': after(
    ...[...SITUATIONS.closing, askRecusal, decideRecusal.on('2021-09-27')],
  )
    .when(settle.recorded('2021-09-28'))
    .refused('happened-before-previous'),
});

const notice = command('issueNotice', { colour: 'red' }).by('mei').on('2021-09-22');
const ended = after(...SITUATIONS.closing, notice, ...[settle, tell]);
const answeredAndLifted = [
  command('answerNotice', { noticeId: ITS_NOTICE, answer: 'done' }).by('du').on('2021-09-28'),
  command('liftNotice', { noticeId: ITS_NOTICE }).by('mei').on('2021-09-29'),
];

behaviour('archiving a clue that is supervised', {
  'waits until the notice is lifted: nobody could answer it any more': ended
    .when(command('archive').by('chen'))
    .refused('notice-standing', { found: [ITS_NOTICE] }),
  'then ends the clue': after(
    ...[...SITUATIONS.closing, notice, settle, tell, ...answeredAndLifted],
  )
    .when(command('archive').by('chen'))
    .then(event('ClueArchived').moves('settled', 'archived')),
  'did not happen before that': after(
    ...[...SITUATIONS.closing, notice, settle, tell, ...answeredAndLifted],
  )
    .when(command('archive').by('chen').on('2021-09-28').recorded('2021-09-30'))
    .refused('happened-before-previous'),
});

const attach = (reportId: string) =>
  command('attachReport', { reportId }).by('an').on('2021-09-02');
const voided = event('ClueVoided').moves('registered', 'void');

behaviour('declaring a clue void that reports are part of', {
  'waits until one by name is part of another, too: nobody else tells the reporter': after(
    ...SITUATIONS.registered,
    attach(LATE),
  )
    .when(declareVoid.on('2021-09-03'))
    .refused('report-of-this-alone', { found: [LATE] }),
  'waits no more then': after(...SITUATIONS.registered)
    .when(declareVoid)
    .then(voided),
  'waits as well where the other is void': after(discoverAlone, attach(OF_VOID))
    .when(declareVoid.on('2021-09-03'))
    .refused('report-of-this-alone', { found: [OF_VOID] }),
  'is done with those that went up: they are answered there': given(
    discovered({ data: { subjects: [], reports: [{ reportId: GONE_UP, realName: true }] } }),
  )
    .under(CN2)
    .when(declareVoid)
    .then(voided),
  'and with those of which another clue went up': after(discoverAlone, attach(ONCE_UP))
    .when(declareVoid.on('2021-09-03'))
    .then(voided),
  'is done with anonymous ones: nobody is to be told': after(discoverAlone, attach(ANONYMOUS))
    .when(declareVoid.on('2021-09-03'))
    .then(voided),
});

const disputed = after(...SITUATIONS['returned+disputed']);
const open = CN2.workflows['clue'];
const loose: Procedure = {
  ...CN2,
  workflows: {
    ...CN2.workflows,
    clue: {
      ...open,
      ...Object.fromEntries(
        ['markDuplicate', 'sealUp', 'void'].map((name) => [
          name,
          { ...open[name], from: [...open[name].from, 'returned'] },
        ]),
      ),
    },
  },
};

behaviour('a dispute under a procedure that lets more be done of what was sent back', {
  'is not ended by a duplicate': disputed
    .under(loose)
    .when(command('markDuplicate', { survivor: AT_BIJIE }).because('x').by('bai'))
    .refused('disputed'),
  'nor by sending it up': disputed
    .under(loose)
    .when(command('sealUp', { to: 'guizhou' }).by('bai'))
    .refused('disputed'),
  'nor as void': disputed
    .under(loose)
    .when(command('void').because('a slip').by('kong'))
    .refused('disputed'),
});
