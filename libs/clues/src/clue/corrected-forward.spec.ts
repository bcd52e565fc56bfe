import { behaviour } from '../testing/behaviour.js';
import { correctsTime, timeCorrected } from '../testing/correcting-times.js';
import { given } from '../testing/given.js';
import {
  approved,
  clockResumed,
  clockSuspended,
  extensionRequested,
  proposed,
  started,
  tell,
  upTo,
  type Told,
  wholeDay,
} from '../testing/told.js';

const interfered = tell('li', {
  type: 'InterferenceReported',
  on: '2021-09-10',
  data: { who: 'a friend', how: 'asked' },
});

function changed(type: string, said: { readonly on: string; readonly change: Told['change'] }) {
  return tell('gao', { type, data: {}, ...said })();
}

const moved = (version: number, from: string, to: string) => correctsTime(version, from, to);
const leaves = (version: number, from: string, to: string) =>
  timeCorrected(version, from, { ...wholeDay(to) });

// assigned on the ninth 4 · interfered on the tenth 5 · proposed on the fifteenth, as if it had been the ninth 6
const mistyped = [
  ...upTo('OfficersAssigned'),
  interfered(),
  proposed({ on: '2021-09-09', recorded: '2021-09-15' }),
];
const both = [
  ...mistyped,
  approved({ on: '2021-09-09', recorded: '2021-09-16' }),
  started({ on: '2021-09-09', recorded: '2021-09-17' }),
];

behaviour('a mistyped time of a change of state', {
  'is corrected past what was done before it': given(...mistyped)
    .when(moved(6, '2021-09-09', '2021-09-15'))
    .then(leaves(6, '2021-09-09', '2021-09-15')),
  'also where more was recorded since': given(
    ...mistyped,
    interfered({ on: '2021-09-15', recorded: '2021-09-16' }),
  )
    .when(moved(6, '2021-09-09', '2021-09-14'))
    .then(leaves(6, '2021-09-09', '2021-09-14')),
  'one after the other where several are, from the last': given(...both)
    .when(moved(8, '2021-09-09', '2021-09-17'))
    .then(leaves(8, '2021-09-09', '2021-09-17')),
  'is not corrected past what was done after it': given(
    ...mistyped,
    interfered({ on: '2021-09-13', recorded: '2021-09-16' }),
  )
    .when(moved(6, '2021-09-09', '2021-09-15'))
    .refused('happened-before-previous'),
});

// held 5 · released 6 · interfered 7
const released = [
  ...upTo('OfficersAssigned'),
  changed('ClueHeld', { on: '2021-09-13', change: { from: 'withUnit', to: 'held' } }),
  changed('ClueReleasedFromHold', { on: '2021-09-20', change: { from: 'held', to: 'withUnit' } }),
  interfered({ on: '2021-09-21' }),
];

behaviour('a corrected time of what was done in a state that came twice', {
  'may lie in the one as in the other': given(...released)
    .when(moved(7, '2021-09-21', '2021-09-10'))
    .then(leaves(7, '2021-09-21', '2021-09-10')),
  'not between': given(...released)
    .when(moved(7, '2021-09-21', '2021-09-14'))
    .refused('happened-before-previous'),
});

// requested on the fifth 8 · suspended on the eleventh, as if it had been the first 9
const suspended = [
  ...upTo('VerificationStarted'),
  extensionRequested('verify', { on: '2021-10-05' }),
  clockSuspended('verify', { on: '2021-10-01', recorded: '2021-10-11' }),
];

behaviour('a mistyped time of an act of a clock', {
  'is corrected past what was done before it': given(...suspended)
    .when(moved(9, '2021-10-01', '2021-10-11'))
    .then(leaves(9, '2021-10-01', '2021-10-11')),
  'is not corrected past what was done after it': given(
    ...suspended,
    clockResumed('verify', { on: '2021-10-08', recorded: '2021-10-12' }),
  )
    .when(moved(9, '2021-10-01', '2021-10-11'))
    .refused('happened-before-previous'),
});
