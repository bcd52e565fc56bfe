import { behaviour } from '../testing/behaviour.js';
import { correctsTime, timeCorrected } from '../testing/correcting-times.js';
import { given } from '../testing/given.js';
import { CN2 } from '../testing/office.js';
import {
  approved,
  assigned,
  clockSuspended,
  corrected,
  happened,
  proposed,
  signed,
  stepRecorded,
  tell,
  upTo,
  type Told,
} from '../testing/told.js';

const moved = (version: number, from: string, to: string) =>
  correctsTime(version, from, { ...happened(to) });
const leaves = (version: number, from: string, to: string) =>
  timeCorrected(version, from, { ...happened(to) });

const NOON_8 = '2021-09-08T12:00:00+08:00';
const NOON_9 = '2021-09-09T12:00:00+08:00';

const asked = tell('li', {
  ...{ type: 'RecusalRequested', on: '2021-09-10' },
  data: { officer: 'wang', ground: 'relative' },
});
const decided = tell('gao', {
  ...{ type: 'RecusalDecided', on: '2021-09-13' },
  data: { officer: 'wang', granted: true },
});

// assigned on the ninth 4 · asked on the tenth 5 · decided on the thirteenth 6
const recused = given(...upTo('OfficersAssigned'), asked(), decided());

behaviour('a corrected time of a recusal', {
  'may be earlier, as long as it was asked for by then': recused
    .when(moved(6, '2021-09-13', '2021-09-11'))
    .then(leaves(6, '2021-09-13', '2021-09-11')),
  'is not before it was asked for': recused
    .when(moved(6, '2021-09-13', NOON_9))
    .refused('happened-before-previous'),
  'is not before the assignment, which would stand again': recused
    .when(moved(6, '2021-09-13', NOON_8))
    .refused('happened-before-previous'),
  'nor is the assignment after it': given(
    ...upTo('TransferAccepted'),
    ...[assigned({ recorded: '2021-09-20' }), asked(), decided()],
  )
    .when(moved(4, '2021-09-09', '2021-09-14'))
    .refused('happened-before-previous'),
});

const deliberated = tell('gao', {
  ...{ type: 'CollectivelyDeliberated', on: '2021-09-16' },
  data: { participants: ['gao', 'hu'] },
});
const agreed = given(
  ...upTo('OfficersAssigned'),
  ...[proposed(), deliberated(), approved({ on: '2021-09-17' })],
).under(CN2);

behaviour('a corrected time of what the procedure asks to be prepared', {
  'is not before that was done': agreed
    .when(moved(7, '2021-09-17', '2021-09-15T12:00:00+08:00'))
    .refused('happened-before-previous'),
  'is free after it': agreed
    .when(moved(7, '2021-09-17', '2021-09-16T12:00:00+08:00'))
    .then(leaves(7, '2021-09-17', '2021-09-16T12:00:00+08:00')),
});

// step 8 · signed 9 · signed otherwise 10 · signed by another 11 · another step 12
const written = given(
  ...upTo('VerificationReportSigned').slice(0, -1),
  signed({ on: '2021-11-09', data: { digest: '4c'.repeat(32) } }),
  signed({ by: 'wang', on: '2021-11-09' }),
  stepRecorded({ on: '2021-11-10' }),
);

behaviour('what was done twice', {
  'stays in its order where one person signed: the later counts': written
    .when(moved(10, '2021-11-09', '2021-11-05'))
    .refused('happened-before-previous'),
  'has no order where another signed': written
    .when(moved(11, '2021-11-09', '2021-11-05'))
    .then(leaves(11, '2021-11-09', '2021-11-05')),
  'has none where it is a step of the work': written
    .when(moved(12, '2021-11-10', '2021-10-08'))
    .then(leaves(12, '2021-11-10', '2021-10-08')),
});

// started 7 · Fang comes for Wang 8 · signs 9, Li 10
const joined = given(
  ...upTo('VerificationStarted'),
  tell('du', {
    ...{ type: 'OfficerReplaced', on: '2021-10-20', recorded: '2021-11-30' },
    data: { leaving: 'wang', joining: 'fang' },
  })(),
  signed({ by: 'fang', on: '2021-11-09' }),
  signed({ on: '2021-11-09' }),
);

behaviour('the signature of one who came into the team', {
  'is not moved before he came': joined
    .when(moved(9, '2021-11-09', '2021-10-19'))
    .refused('happened-before-previous'),
  'may be moved to the day on which he came': joined
    .when(moved(9, '2021-11-09', '2021-10-20'))
    .then(leaves(9, '2021-11-09', '2021-10-20')),
  'nor is his coming moved past it': joined
    .when(moved(8, '2021-10-20', '2021-11-10'))
    .refused('happened-before-previous'),
  'is none of one who was there before': joined
    .when(moved(10, '2021-11-09', '2021-10-19'))
    .then(leaves(10, '2021-11-09', '2021-10-19')),
});

const interfered = tell('li', {
  ...{ type: 'InterferenceReported', on: '2021-09-10' },
  data: { who: 'a friend', how: 'asked' },
});
const raisedTo = (level: string) =>
  tell('chen', { type: 'ClueClassified', on: '2021-09-13', data: { level }, level })();
const classified = (...before: readonly Told[]) =>
  given(...upTo('OfficersAssigned'), ...before, raisedTo('L3')).when(
    moved(6, '2021-09-13', NOON_9),
  );

behaviour('a corrected time of what changes the level or the organ', {
  'is not before what was told at the level before: that would hold again': classified(
    interfered(),
  ).refused('happened-before-previous'),
  'nor before what became of a clock': classified(
    clockSuspended('dispose', { on: '2021-09-10' }),
  ).refused('happened-before-previous'),
  'nor before a correction': classified(
    corrected(1, { field: 'source', old: 'report', new: 'audit' }, { on: '2021-09-10' }),
  ).refused('happened-before-previous'),
  'nor before what was told where it was': given(
    ...upTo('OfficersAssigned'),
    interfered(),
    tell('kong', {
      ...{ type: 'JurisdictionDesignated', on: '2021-09-13', organ: 'qianxi' },
      data: { organ: 'qianxi' },
    })(),
  )
    .when(moved(6, '2021-09-13', NOON_9).by('bei'))
    .refused('happened-before-previous'),
});
