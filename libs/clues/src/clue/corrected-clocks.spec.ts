import { behaviour } from '../testing/behaviour.js';
import { correctsTime, timeCorrected } from '../testing/correcting-times.js';
import { given } from '../testing/given.js';
import { CN5 } from '../testing/office.js';
import {
  clockResumed,
  clockSuspended,
  corrected,
  extensionGranted,
  extensionRequested,
  happened,
  proposed,
  submitted,
  tell,
  upTo,
  wholeDay,
  type Told,
} from '../testing/told.js';

const NOON_16 = '2021-09-16T12:00:00+08:00';
/** However far a time is moved, nobody else has to stand for it. */
const { backdating: _, ...RULES } = CN5;
const of = (...told: readonly Told[]) => given(...told).under(RULES);
const moved = (version: number, from: string, to: string) => correctsTime(version, from, to);
const leaves = (version: number, from: string, to: string) =>
  timeCorrected(version, from, { ...wholeDay(to) });
const noon = (version: number, from: string) =>
  correctsTime(version, from, { ...happened(NOON_16) });

const sentBack = tell('gao', {
  ...{ type: 'DisposalReturned', on: '2021-09-17', data: {} },
  change: { from: 'disposalPending', to: 'withUnit' },
});

// assigned 4 · asked for 5 · granted 6 · proposed on the fifteenth 7 · returned on the seventeenth 8
const GOES_BACK = [
  ...upTo('OfficersAssigned'),
  extensionRequested('dispose', { on: '2021-09-10' }),
  extensionGranted('dispose', { on: '2021-09-13', recorded: '2021-09-28' }),
  ...[proposed(), sentBack()],
];
const returned = of(...GOES_BACK);

/** As earlier versions let it be corrected: to where no clock ran. */
const lost = of(
  ...GOES_BACK,
  corrected(6, {
    field: 'happenedAt',
    ...{ old: { ...happened('2021-09-13') }, new: { ...happened('2021-09-16') } },
  }),
);

// The verification starts on 17 September 7 and is due on 17 November.
const verifying = (...told: readonly Told[]) => of(...upTo('VerificationStarted'), ...told);
const asked = (on = '2021-11-01') => extensionRequested('verify', { on, recorded: '2021-12-20' });
const granted = (on = '2021-11-03') => extensionGranted('verify', { on, recorded: '2021-12-20' });
const stopped = (on: string) => clockSuspended('verify', { on, recorded: '2021-12-20' });

behaviour('a corrected time of an act of a clock', {
  'stays within the clock': returned
    .when(moved(6, '2021-09-13', '2021-09-14'))
    .then(leaves(6, '2021-09-13', '2021-09-14')),
  'does not go over to the one that ran after it': returned
    .when(moved(6, '2021-09-13', '2021-09-20'))
    .refused('happened-before-previous'),
  'nor to where none ran': returned
    .when(moved(6, '2021-09-13', '2021-09-16'))
    .refused('happened-before-previous'),
  'nor behind its start': verifying(asked('2021-09-20'))
    .when(noon(8, '2021-09-20'))
    .refused('happened-before-previous'),
  'nor past what met it': verifying(asked(), granted(), submitted({ on: '2021-12-10' }))
    .when(moved(9, '2021-11-03', '2021-12-13'))
    .refused('happened-before-previous'),
  'as little as a suspension goes behind the start of what it stops': verifying(
    clockSuspended('verify', { on: '2021-09-20' }),
  )
    .when(noon(8, '2021-09-20'))
    .refused('happened-before-previous'),
  'goes back to its clock from where it was lost': lost
    .when(moved(6, '2021-09-16', '2021-09-14'))
    .then(leaves(6, '2021-09-16', '2021-09-14')),
});

behaviour('a corrected time of what a clock begins or ends with', {
  'leaves the acts of the clock where they belong': of(
    ...upTo('DisposalApproved'),
    ...upTo('VerificationStarted')
      .slice(-1)
      .map((one) => ({ ...one, recorded: '2021-09-27' })),
    clockSuspended('verify', { on: '2021-09-20' }),
    clockResumed('verify', { on: '2021-09-22' }),
  )
    .when(moved(7, '2021-09-17', '2021-09-21'))
    .refused('happened-before-previous'),
  'is free where it does': verifying(clockSuspended('verify', { on: '2021-09-20' }))
    .when(noon(7, '2021-09-17'))
    .then(timeCorrected(7, '2021-09-17', { ...happened(NOON_16) })),
  'does not put what met it before the extension': verifying(
    ...[asked(), granted()],
    submitted({ on: '2021-11-10' }),
  )
    .when(moved(10, '2021-11-10', '2021-11-02'))
    .refused('happened-before-previous'),
});

behaviour('a corrected time past the due', {
  'is too late for an extension that was granted in time': verifying(asked(), granted())
    .when(moved(9, '2021-11-03', '2021-11-18'))
    .refused('extension-too-late'),
  'and for one that was asked for': verifying(asked())
    .when(moved(8, '2021-11-01', '2021-11-18'))
    .refused('extension-too-late'),
  'on the last day it is in time': verifying(asked())
    .when(moved(8, '2021-11-01', '2021-11-17'))
    .then(leaves(8, '2021-11-01', '2021-11-17')),
  'is too late for a suspension': verifying(stopped('2021-11-01'))
    .when(moved(8, '2021-11-01', '2021-11-18'))
    .refused('suspension-too-late', {
      ...{ expected: '2021-11-17T15:59:59.999Z', found: '2021-11-17T16:00:00.000Z' },
    }),
  'and where the due comes to lie before the extension': verifying(
    asked('2021-11-16'),
    granted('2021-11-17'),
  )
    .when(noon(7, '2021-09-17'))
    .refused('extension-too-late'),
});
