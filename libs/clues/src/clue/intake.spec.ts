import { derivedId } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { assign, discover, split, submit } from '../testing/handled.js';
import { ANONYMOUS, LATE, NAMED, TAKEN_BY_WANG, TWIN } from '../testing/neighbours.js';
import { CN3, type PersonId } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { idOfClue } from '../testing/told.js';

const attach = (reportId: string) => command('attachReport', { reportId });
const foundBy = (personId: PersonId) =>
  SITUATIONS.withUnit.map((one) =>
    one === discover
      ? command('discover', discover.asked.input).by(personId, 'intake', 'bijie').on('2021-09-01')
      : one,
  );
const foundByLi = after(...foundBy('li'));
const withUnit = after(...SITUATIONS.withUnit).under(CN3);
const withOfficers = after(...SITUATIONS['withUnit+officers']).under(CN3);
const NAMED_OFFICERS = { officers: ['li', 'wang'] };
const tookIn = (found: string) => ['officer-took-in', { found }] as const;

behaviour('whoever takes a matter in, where intake is apart from handling,', {
  'is not assigned to it': foundByLi
    .under(CN3)
    .when(assign)
    .refused(...tookIn('li')),
  'was before that rule': foundByLi
    .when(assign)
    .then(event('OfficersAssigned', NAMED_OFFICERS).under('23')),
  'assigns nobody either': foundByLi
    .under(CN3)
    .when(command('assignOfficers', { officers: ['wang', 'fang'] }).by('li', 'unit-head'))
    .refused('four-eyes', { command: 'assignOfficers', other: 'discover' }),
  'leaves it to others': withUnit
    .when(assign)
    .then(event('OfficersAssigned', NAMED_OFFICERS).under('23')),
  'is not put in the place of an officer': after(...foundBy('fang'), assign)
    .under(CN3)
    .when(
      command('replaceOfficer', { leaving: 'wang', joining: 'fang' }).because('illness').by('du'),
    )
    .refused(...tookIn('fang')),
  'brings no report to what he handles': withOfficers
    .when(attach(LATE).by('li', 'intake'))
    .refused(...tookIn('li')),
  'nor has a report there that he received': withOfficers
    .when(attach(TAKEN_BY_WANG).by('chen'))
    .refused(...tookIn('wang')),
  'is named by the report that he received': after(...SITUATIONS.withUnit)
    .under(CN3)
    .when(attach(TAKEN_BY_WANG).by('chen'))
    .then(
      event('ReportAttached', {
        ...{ reportId: TAKEN_BY_WANG, realName: true, receivedBy: ['wang'] },
      }).under('14'),
    ),
  'was not named by it before that rule': after(...SITUATIONS.registered)
    .when(attach(TAKEN_BY_WANG).by('bai'))
    .then(event('ReportAttached', { reportId: TAKEN_BY_WANG, realName: true }).under('14')),
});

const PART = {
  ...{ subjects: ['zhao'], managedBy: {}, recused: [], inherits: [] },
  reports: [{ reportId: NAMED, realName: true, receivedBy: ['wang'] }],
};
const part = after(
  command('openSplitOff', {
    ...PART,
    ...{ parent: TWIN, intake: ['li'], organ: 'nayong', level: 'L1', stage: 'withUnit' },
  })
    .bySystem()
    .on('2021-09-08'),
).under(CN3);
const merged = after(
  ...SITUATIONS['withUnit+officers'],
  command('takeMerged', { ...PART, clueId: TWIN, intake: ['li'] })
    .bySystem()
    .on('2021-09-14'),
).under(CN3);
const verifying = after(
  ...SITUATIONS['verifying+signed'],
  command('takeMerged', { ...PART, reports: [], clueId: TWIN, intake: ['wang'] })
    .bySystem()
    .on('2021-11-10'),
).under(CN3);
const named = (...officers: readonly string[]) => command('assignOfficers', { officers }).by('du');

behaviour('who took a matter in', {
  'is known in its parts': part.when(named('li', 'fang')).refused(...tookIn('li')),
  'with who received its reports': part.when(named('wang', 'fang')).refused(...tookIn('wang')),
  'is told to the parts': withOfficers.when(split).then(
    event('ClueSplit', {
      children: [
        {
          clueId: derivedId(idOfClue, 'child-0'),
          ...{ subjects: ['zhao'], reports: [{ reportId: NAMED, realName: true }] },
        },
        {
          clueId: derivedId(idOfClue, 'child-1'),
          ...{ subjects: ['qian'], reports: [{ reportId: ANONYMOUS, realName: false }] },
        },
      ],
      stage: 'withUnit',
      managedBy: { zhao: 'nayong', qian: 'nayong' },
      intake: ['an'],
      recused: [],
      cameFrom: ['bijie'],
      doers: {
        ...{ discover: [{ personId: 'an' }], proposeAllocation: [{ personId: 'bai' }] },
        ...{ approveAllocation: [{ personId: 'kong' }], assignOfficers: [{ personId: 'du' }] },
      },
      inherits: [
        { code: 'assigned', at: '2021-12-03T15:59:59.999Z' },
        { code: 'dispose', at: '2021-10-08T15:59:59.999Z' },
        { code: 'approve', at: '2021-10-08T15:59:59.999Z' },
      ],
    })
      .moves('withUnit', 'splitParent')
      .under('171'),
  ),
  'handles no clue that it is merged into': merged
    .when(command('proposeDisposal', { way: 'verify' }).by('li'))
    .refused('two-officers-needed'),
  'nor is it verified by the other one alone': verifying
    .when(submit.on('2021-11-10'))
    .refused('two-officers-needed'),
  'and somebody else may take his place': verifying
    .when(command('replaceOfficer', { leaving: 'wang', joining: 'fang' }).because('gone').by('du'))
    .then(event('OfficerReplaced', { leaving: 'wang', joining: 'fang' })),
  'nor is he assigned there again': merged.when(named('li', 'fang')).refused(...tookIn('li')),
});
