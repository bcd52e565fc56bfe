import { type Data, derivedId, upcasting } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { duplicate, merge, split } from '../testing/handled.js';
import {
  ANONYMOUS,
  AT_BIJIE,
  EARLIER_RULES,
  ELSEWHERE,
  JUDGED,
  NAMED,
  OTHER_RULES,
  PAST,
  SETTLED,
  TWIN,
  UNSEEN,
} from '../testing/neighbours.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { SYSTEM } from '../testing/office.js';
import { idOfClue, stamped, tell } from '../testing/told.js';
import { endOf } from '../testing/rows.js';
import { UPCASTERS } from '../upcasters.js';

const officers = after(...SITUATIONS['withUnit+officers']);
const extended = after(
  ...SITUATIONS['withUnit+officers'],
  command('requestExtension', { obligation: 'dispose' }).because('x').by('li').on('2021-09-13'),
  command('grantExtension', { obligation: 'dispose' }).by('gao').on('2021-09-14'),
);
const managedBy = { zhao: 'nayong', qian: 'nayong' };
const REPORTS = [
  { reportId: NAMED, realName: true },
  { reportId: ANONYMOUS, realName: false },
];
/** Assigned on the 3rd for three months, signed for on the 8th: a month to propose a disposal and to decide on it. */
const INHERITS = [
  { code: 'assigned', at: endOf('2021-12-03') },
  { code: 'dispose', at: endOf('2021-10-08') },
  { code: 'approve', at: endOf('2021-10-08') },
];
/** Of what four eyes part, who gave it before the unit had the clue. */
const DOERS = {
  discover: [{ personId: 'an' }],
  proposeAllocation: [{ personId: 'bai' }],
  approveAllocation: [{ personId: 'kong' }],
};
const FROM_ABOVE = { doers: DOERS, inherits: INHERITS, cameFrom: ['bijie'] };
const into = (...children: readonly object[]) =>
  command('split', { children }).because('two matters').by('gao').on('2021-09-14');

const divided = (parts: readonly Data[], recused: readonly string[] = []) =>
  event('ClueSplit', {
    children: parts.map((part, at) => ({ clueId: derivedId(idOfClue, `child-${at}`), ...part })),
    ...{ stage: 'withUnit', managedBy, recused, ...FROM_ABOVE },
  })
    .moves('withUnit', 'splitParent')
    .under('171');

behaviour('splitting', {
  'says who and which report goes into which part, and which dues run': officers.when(split).then(
    divided([
      { subjects: ['zhao'], reports: [REPORTS[0]] },
      { subjects: ['qian'], reports: [REPORTS[1]] },
    ]),
  ),
  'takes along who was recused': after(...SITUATIONS['withUnit+recused'])
    .when(split)
    .then(
      divided(
        [
          { subjects: ['zhao'], reports: [REPORTS[0]] },
          { subjects: ['qian'], reports: [REPORTS[1]] },
        ],
        ['wang'],
      ),
    ),
  'takes along how often each limit was put off': extended.when(split.on('2021-09-15')).then(
    event('ClueSplit', {
      children: ['zhao', 'qian'].map((subject, at) => ({
        ...{ clueId: derivedId(idOfClue, `child-${at}`), subjects: [subject] },
        reports: [REPORTS[at]],
      })),
      ...{ stage: 'withUnit', managedBy, recused: [] },
      ...{ extended: { dispose: 1 }, cameFrom: ['bijie'] },
      doers: {
        ...{ ...DOERS, requestExtension: [{ personId: 'li' }] },
        grantExtension: [{ personId: 'gao' }],
      },
      inherits: INHERITS.map(({ code, at }) => ({
        code,
        at: code === 'dispose' ? endOf('2021-11-08') : at,
      })),
    })
      .moves('withUnit', 'splitParent')
      .under('171'),
  ),
  'loses no subject': officers
    .when(
      into({ subjects: ['zhao'], reports: [NAMED] }, { subjects: ['zhao'], reports: [ANONYMOUS] }),
    )
    .refused('subjects-not-divided'),
  'invents no subject': officers
    .when(into({ subjects: ['zhao'], reports: [NAMED, ANONYMOUS] }, { subjects: ['qian', 'sun'] }))
    .refused('subjects-not-divided'),
  'may leave one person, and one letter, in two matters': officers
    .when(
      into(
        { subjects: ['zhao', 'qian'], reports: [NAMED, ANONYMOUS] },
        { subjects: ['qian'], reports: [ANONYMOUS] },
      ),
    )
    .then(
      divided([
        { subjects: ['zhao', 'qian'], reports: REPORTS },
        { subjects: ['qian'], reports: [REPORTS[1]] },
      ]),
    ),
  'loses no report': officers
    .when(into({ subjects: ['zhao'], reports: [NAMED] }, { subjects: ['qian'] }))
    .refused('reports-not-divided'),
  'asks for a reason': officers
    .when(command('split', split.asked.input).by('gao'))
    .refused('required', { field: 'reason' }),
  'is into two parts at least': officers
    .when(into({ subjects: ['zhao', 'qian'], reports: [NAMED, ANONYMOUS] }))
    .invalid('children'),
  'waits while a clock stands still': after(
    ...SITUATIONS['withUnit+officers'],
    command('suspendClock', { obligation: 'dispose', ground: 'hearing' })
      .because('a hearing')
      .by('gao')
      .on('2021-09-13'),
  )
    .when(split)
    .refused('clock-suspended'),
});

const PART = {
  ...{ parent: TWIN, subjects: ['zhao'], reports: [REPORTS[0]], managedBy, recused: ['wang'] },
  inherits: [{ code: 'dispose', at: endOf('2021-10-08') }],
};
const open = (stage: string, more: object = {}) =>
  command('openSplitOff', { ...PART, ...more, organ: 'nayong', level: 'L2', stage })
    .bySystem()
    .on('2021-09-14');
const askFor = (obligation: string) =>
  command('requestExtension', { obligation }).because('x').by('du').on('2021-09-15');
const voidIt = command('void').because('a slip').on('2021-09-15');
/** Of the whole matter he is told, of this part he is none. */
const OWN = { ...PART, managedBy: { zhao: 'nayong' } };

/** Of each, what of it told who manages the subject of another part, and what it tells today. */
const OLD: readonly (readonly [type: string, told: (by: Data) => Data])[] = [
  ['ClueSplitOff', (by) => ({ ...PART, stage: 'withUnit', managedBy: by })],
  ['ClueSplit', (by) => ({ children: [{ subjects: ['zhao'] }], managedBy: by })],
  ['ClueMergedAway', (by) => ({ survivor: TWIN, subjects: ['zhao'], managedBy: by })],
  ['ClueMarkedDuplicate', (by) => ({ survivor: TWIN, subjects: ['zhao'], managedBy: by })],
  ['ClueMergedIn', (by) => ({ clueId: TWIN, subjects: ['zhao'], managedBy: by })],
  [
    'ClueMergedIn',
    (by) => ({ clueId: TWIN, survivor: TWIN, passes: { subjects: ['zhao'], managedBy: by } }),
  ],
];

describe('a part that was split off by an earlier version', () => {
  it.each(OLD)('tells nobody of today who is in another part: %s', (type, told) => {
    const old = tell(SYSTEM, { type, on: '2021-09-14', data: told(managedBy) });
    const [read] = stamped([old()]).map(upcasting(UPCASTERS));
    expect(read).toMatchObject({ schemaVersion: 2 });
    expect(read.data).toEqual(told({ zhao: 'nayong' }));
  });
});

behaviour('a part that was split off', {
  'begins where its organ handles it already': after()
    .when(open('withUnit'))
    .then(
      event('ClueSplitOff', { ...OWN, stage: 'withUnit' })
        .moves('none', 'withUnit')
        .at('nayong')
        .level('L2')
        .under('171'),
    ),
  'or where it is still to be allocated': after()
    .when(open('registered'))
    .then(
      event('ClueSplitOff', { ...OWN, stage: 'registered' })
        .moves('none', 'registered')
        .at('nayong')
        .level('L2')
        .under('171'),
    ),
  'is opened by the process alone': after()
    .when(
      command('openSplitOff', { ...PART, organ: 'nayong', level: 'L2', stage: 'withUnit' }).by(
        'gao',
      ),
    )
    .refused('wrong-role', { expected: ['system'] }),
  'is entrusted to nobody who was recused from the whole': after(open('withUnit'))
    .when(command('assignOfficers', { officers: ['li', 'wang'] }).by('du'))
    .refused('officer-recused'),
  'is put off no more often than the whole might have been': after(
    open('withUnit', { extended: { dispose: 1 } }),
  )
    .when(askFor('dispose'))
    .refused('no-further-extension'),
  'is put off where the whole was not': after(open('withUnit'))
    .when(askFor('dispose'))
    .then(event('ExtensionRequested', { obligation: 'dispose', ordinal: 1 })),
  'is parted from who discovered the whole as that was': after(open('registered', { doers: DOERS }))
    .when(voidIt.by('an', 'leader', 'nayong'))
    .refused('four-eyes', { command: 'void', other: 'discover' }),
  'is not void where another one says so: the whole was no mistake': after(
    open('registered', { doers: DOERS }),
  )
    .when(voidIt.by('gao'))
    .refused('part-of-a-split'),
  'may go up sealed, though it is with the unit': after(
    open('withUnit', { managedBy: { zhao: 'bijie' }, reports: [] }),
  )
    .when(command('sealUp', { to: 'bijie' }).by('chen'))
    .then(event('ClueReferredUpSealed', { to: 'bijie' }).moves('withUnit', 'sealedUp').under('15')),
});

const GONE = { subjects: ['zhao', 'qian'], reports: REPORTS, managedBy, recused: [] };

behaviour('merging', {
  'points to the clue that goes on, and says what goes there': officers
    .when(merge)
    .then(
      event('ClueMergedAway', { survivor: TWIN, ...GONE, ...FROM_ABOVE }).moves(
        'withUnit',
        'mergedAway',
      ),
    ),
  'is refused into itself': officers
    .when(command('mergeInto', { survivor: idOfClue }).because('x').by('gao'))
    .refused('same-clue'),
  'is refused into what nobody sees': officers
    .when(command('mergeInto', { survivor: UNSEEN }).because('x').by('gao'))
    .refused('no-such-clue'),
  'is refused into a clue of another organ': officers
    .when(command('mergeInto', { survivor: ELSEWHERE }).because('x').by('gao'))
    .refused('survivor-elsewhere'),
  'is refused into a clue that is over': officers
    .when(command('mergeInto', { survivor: SETTLED }).because('x').by('gao'))
    .refused('survivor-ended'),
  'is refused into a clue whose case is judged': officers
    .when(command('mergeInto', { survivor: JUDGED }).because('x').by('gao'))
    .refused('survivor-ended'),
  ...Object.fromEntries(
    ['verified', 'investigating', 'closing', 'approved', 'deliberated'].map((how) => [
      `is refused into a clue that is ${how}: nobody would look into what comes`,
      officers
        .when(command('mergeInto', { survivor: PAST[how] }).because('x').by('gao'))
        .refused('survivor-ended'),
    ]),
  ),
  'is refused into a clue of another procedure, where nothing would be due': officers
    .when(command('mergeInto', { survivor: OTHER_RULES }).because('x').by('gao'))
    .refused('survivor-under-other-rules'),
  'is refused into a clue of an earlier version, where nothing is taken in': officers
    .when(command('mergeInto', { survivor: EARLIER_RULES }).because('x').by('gao'))
    .refused('survivor-under-other-version', { field: 'takeMerged', expected: 2, found: 1 }),
  'asks for a reason': officers
    .when(command('mergeInto', { survivor: TWIN }).by('gao'))
    .refused('required', { field: 'reason' }),
  'waits while a clock stands still': after(...SITUATIONS['verifying+suspended'])
    .when(command('mergeInto', { survivor: TWIN }).because('one matter').by('gao'))
    .refused('clock-suspended'),
});

const registered = after(...SITUATIONS.registered);

behaviour('marking a duplicate', {
  'points to the first clue, which gets the reports': registered.when(duplicate).then(
    event('ClueMarkedDuplicate', {
      survivor: AT_BIJIE,
      ...GONE,
      doers: { discover: DOERS.discover },
      inherits: [{ code: 'allocate', at: endOf('2021-09-08') }],
    })
      .moves('registered', 'duplicate')
      .under('14'),
  ),
  'is refused for a clue of another organ': registered
    .when(command('markDuplicate', { survivor: TWIN }).because('x').by('bai'))
    .refused('survivor-elsewhere'),
  'is refused for itself': registered
    .when(command('markDuplicate', { survivor: idOfClue }).because('x').by('bai'))
    .refused('same-clue'),
  'is for the clue centre': registered
    .when(command('markDuplicate', { survivor: AT_BIJIE }).because('x').by('kong'))
    .refused('wrong-role', { expected: ['clue-admin'] }),
});
