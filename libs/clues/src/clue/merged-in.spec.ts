import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { merge, submit } from '../testing/handled.js';
import { ANONYMOUS, AT_BIJIE, NAMED, TWIN } from '../testing/neighbours.js';
import { endOf } from '../testing/rows.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { idOfClue, idOfEvent } from '../testing/told.js';

const officers = after(...SITUATIONS['withUnit+officers']);
const managedBy = { zhao: 'nayong', qian: 'nayong' };
const REPORTS = [
  { reportId: NAMED, realName: true },
  { reportId: ANONYMOUS, realName: false },
];
/** Assigned on the 3rd for three months, signed for on the 8th: a month for the disposal. */
const INHERITS = [
  { code: 'assigned', at: endOf('2021-12-03') },
  { code: 'dispose', at: endOf('2021-10-08') },
  { code: 'approve', at: endOf('2021-10-08') },
];
const DOERS = {
  discover: [{ personId: 'an' }],
  proposeAllocation: [{ personId: 'bai' }],
  approveAllocation: [{ personId: 'kong' }],
};
const FROM_ABOVE = { doers: DOERS, inherits: INHERITS, cameFrom: ['bijie'] };
const GONE = { subjects: ['zhao', 'qian'], reports: REPORTS, managedBy, recused: [] };

const MERGED = {
  clueId: TWIN,
  subjects: ['qian', 'sun'],
  reports: [{ reportId: ANONYMOUS, realName: false }],
  managedBy: { sun: 'nayong' },
  recused: ['fang'],
  inherits: [{ code: 'dispose', at: endOf('2021-09-30') }],
};
const { clueId: _, ...PASSES } = MERGED;
const take = (more: object = {}) =>
  command('takeMerged', { ...MERGED, ...more })
    .bySystem()
    .on('2021-09-14');

/** Of a clue whose verification was put off once, and into which one came where it was so many times. */
const twice = (times: number) =>
  after(
    ...SITUATIONS['verifying+extended'],
    take({ extended: { verify: times }, inherits: [] }).on('2021-11-10'),
  ).when(
    command('requestExtension', { obligation: 'verify' }).because('x').by('li').on('2021-11-11'),
  );

behaviour('taking in a merged clue', {
  'is put off no more often than what comes might have been': after(
    ...SITUATIONS['withUnit+officers'],
    take({ extended: { dispose: 1 } }),
  )
    .when(
      command('requestExtension', { obligation: 'dispose' }).because('x').by('du').on('2021-09-15'),
    )
    .refused('no-further-extension'),
  'nor than the clue itself, however seldom what comes was': twice(0).then(
    event('ExtensionRequested', { obligation: 'verify', ordinal: 2 }),
  ),
  'nor than what comes, though the clue itself was less often':
    twice(2).refused('no-further-extension'),
  'leaves what came with it': officers.when(take()).then(event('ClueMergedIn', MERGED)),
  'is as secret as what comes': officers
    .when(take({ level: 'L3' }))
    .then(event('ClueMergedIn', MERGED).level('L3')),
  'becomes no less secret by it': officers
    .when(take({ level: 'L1' }))
    .then(event('ClueMergedIn', MERGED)),
  'is no more secret by what only comes past': after(...SITUATIONS.mergedAway)
    .when(take({ clueId: AT_BIJIE, level: 'L3' }))
    .then(
      event('ClueMergedIn', {
        ...{ clueId: AT_BIJIE, survivor: TWIN },
        passes: { ...PASSES, level: 'L3', via: [idOfClue] },
      }),
    ),
  'tells who goes on with it, where the clue has gone itself': after(...SITUATIONS.mergedAway)
    .when(take({ clueId: AT_BIJIE }))
    .then(
      event('ClueMergedIn', {
        ...{ clueId: AT_BIJIE, survivor: TWIN },
        passes: { ...PASSES, via: [idOfClue] },
      }),
    ),
  'takes in what came through others': officers
    .when(take({ via: [AT_BIJIE] }))
    .then(event('ClueMergedIn', MERGED)),
  'is signed for anew by those who verify: their report said nothing of what comes': after(
    ...SITUATIONS['verifying+signed'],
    take().on('2021-11-10'),
  )
    .when(submit.on('2021-11-10'))
    .refused('not-signed-by-all'),
  ...Object.fromEntries(
    (
      [
        ...['verified', 'investigating', 'adjudicating', 'decided', 'closing'],
        ...['settled', 'archived', 'sealedUp', 'void', 'disposalPending+close'],
        'disposalPending+deliberated',
      ] as (keyof typeof SITUATIONS)[]
    ) // the table names them all
      .map((state) => [
        `gives it back, where the clue is ${state}: nobody would handle it`,
        after(...SITUATIONS[state])
          .when(take().on('2022-02-01'))
          .then(event('ClueMergedIn', { clueId: TWIN, survivor: TWIN, passes: PASSES })),
      ]),
  ),
  'knows nothing of what it only gave back': after(
    ...SITUATIONS.archived,
    take().on('2021-10-08'),
    command('reopen', { evidence: 'a ledger' }).because('new').by('gao').on('2021-10-11'),
  )
    .when(
      command('assignOfficers', { officers: ['li', 'fang'] })
        .by('du')
        .on('2021-10-12'),
    )
    .then(event('OfficersAssigned', { officers: ['li', 'fang'] }).under('23')),
  'is void no more: what came was no mistake': after(
    ...SITUATIONS.registered,
    take().on('2021-09-02'),
  )
    .when(command('void').because('a slip').by('kong'))
    .refused('others-merged-in', { found: [TWIN] }),
  'is entrusted to nobody who was recused there': after(...SITUATIONS['withUnit+officers'], take())
    .when(command('assignOfficers', { officers: ['li', 'fang'] }).by('du'))
    .refused('officer-recused'),
  'takes it out of the hands of whom it turns out to be about': after(
    ...SITUATIONS['withUnit+officers'],
    take({ subjects: ['wang'] }),
  )
    .when(command('proposeDisposal', { way: 'verify' }).by('li'))
    .refused('two-officers-needed'),
});

behaviour('a clue that takes in what somebody of its team had approved', {
  'has him in its team no more': after(
    ...SITUATIONS.verifying,
    take({ doers: { approveDisposal: [{ personId: 'wang' }] } }).on('2021-11-10'),
  )
    .when(
      command('signVerificationReport', { digest: 'a'.repeat(64) })
        .by('wang')
        .on('2021-11-11'),
    )
    .refused('not-in-team'),
});

const back = command('giveBack', { survivor: TWIN }).bySystem();

const goneAs = idOfEvent(SITUATIONS['verifying+signed'].length + 1);

behaviour('giving back what was taken in nowhere', {
  'puts it where it stood': after(...SITUATIONS['verifying+signed'], merge.on('2021-11-10'))
    .when(back.on('2021-11-10'))
    .then(
      event('ClueGivenBack', { survivor: TWIN, state: 'verifying', undoes: goneAs }).moves(
        'mergedAway',
        'verifying',
      ),
    ),
  'also a duplicate': after(...SITUATIONS.duplicate)
    .when(back.on('2021-09-02'))
    .then(
      event('ClueGivenBack', { survivor: TWIN, state: 'registered', undoes: idOfEvent(2) }).moves(
        'duplicate',
        'registered',
      ),
    ),
  'leaves it to be merged elsewhere': after(...SITUATIONS.mergedAway, back.on('2021-09-14'))
    .when(merge.on('2021-09-15'))
    .then(
      event('ClueMergedAway', { survivor: TWIN, ...GONE, ...FROM_ABOVE }).moves(
        'withUnit',
        'mergedAway',
      ),
    ),
});

const PART = {
  ...{ parent: TWIN, subjects: ['zhao'], reports: [], managedBy: { zhao: 'guizhou' } },
  ...{ recused: [], inherits: [], organ: 'nayong', level: 'L1', stage: 'registered' },
};
const openPart = (more: object = {}) =>
  command('openSplitOff', { ...PART, ...more })
    .bySystem()
    .on('2021-09-01');
const sealUp = command('sealUp', { to: 'guizhou' }).by('chen').on('2021-09-20');

behaviour('what an organ above had sent', {
  'does not go back sealed by a part of it': after(openPart({ cameFrom: ['bijie'] }))
    .when(sealUp)
    .refused('came-from-above'),
  'nor by what it was merged into': after(openPart(), take({ cameFrom: ['bijie'] }))
    .when(sealUp)
    .refused('came-from-above'),
  'is otherwise sent up': after(openPart())
    .when(sealUp)
    .then(
      event('ClueReferredUpSealed', { to: 'guizhou' }).moves('registered', 'sealedUp').under('15'),
    ),
});
