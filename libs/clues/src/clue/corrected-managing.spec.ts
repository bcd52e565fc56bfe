import type { Data } from '@cluetrail/event-sourcing';
import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { check, classify } from '../testing/handled.js';
import { TWIN } from '../testing/neighbours.js';
import { type Command, command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { idOfEvent } from '../testing/told.js';

const opened = command('openSplitOff', {
  ...{ subjects: ['zhao'], reports: [], managedBy: {}, recused: [], inherits: [] },
  ...{ parent: TWIN, intake: [], organ: 'nayong', level: 'L1', stage: 'registered' },
})
  .bySystem()
  .on('2021-09-01');
const takesIn = command('takeMerged', {
  ...{ clueId: TWIN, subjects: ['sun'], reports: [], managedBy: {}, recused: [], inherits: [] },
})
  .bySystem()
  .on('2021-09-09');
const part = after(opened);
const withDoers = ({ asked }: Command, doers: Data) =>
  command(asked.name, { ...asked.input, doers })
    .bySystem()
    .on(asked.when ?? '');
const ready = [check.by('chen'), classify.by('chen')];
const correct = (next: Data, version = 1) =>
  command('correctFact', {
    ...{ targetEventId: idOfEvent(version), field: 'managedBy', old: {}, new: next },
  })
    .because('looked up')
    .by('gao');
const propose = command('proposeAllocation', { mode: 'self' }).by('chen').on('2021-09-06');

behaviour('who manages a subject of a part', {
  'must be known before it is allocated': after(opened, ...ready)
    .when(propose)
    .refused('managing-organ-unknown'),
  'is told where nobody knew it before': part.when(correct({ zhao: 'nayong' })).then(
    event('FactCorrected', {
      ...{ targetEventId: idOfEvent(1), field: 'managedBy', old: {} },
      ...{ new: { zhao: 'nayong' }, approvedBy: 'gao' },
    }),
  ),
  'is known then': after(opened, ...ready, correct({ zhao: 'nayong' }).on('2021-09-03'))
    .when(propose)
    .then(
      event('AllocationProposed', { mode: 'self' })
        .moves('registered', 'pendingAllocation')
        .under('23'),
    ),
  'is told of nobody else': part.when(correct({ qian: 'nayong' })).refused('not-a-subject'),
  'is an organ that there is': part
    .when(correct({ zhao: 'nowhere' }))
    .refused('no-such-organ', { field: 'new.zhao' }),
  'and one organ alone': part
    .when(correct({ zhao: ['nayong'] }))
    .refused('no-such-organ', { field: 'new.zhao' }),
  'is told as well of who came in with another clue': after(...SITUATIONS.withUnit, takesIn)
    .when(correct({ sun: 'nayong' }, SITUATIONS.withUnit.length + 1))
    .then(
      event('FactCorrected', {
        ...{ targetEventId: idOfEvent(SITUATIONS.withUnit.length + 1), field: 'managedBy' },
        ...{ old: {}, new: { sun: 'nayong' }, approvedBy: 'gao' },
      }),
    ),
  'is told by nobody who brought in what came, or the whole': after(
    ...SITUATIONS.withUnit,
    withDoers(takesIn, { discover: [{ personId: 'hu' }], takeOver: [{ personId: 'gao' }] }),
  )
    .when(correct({ sun: 'nayong' }, SITUATIONS.withUnit.length + 1))
    .refused('four-eyes'),
  'also of a part': after(withDoers(opened, { discover: [{ personId: 'gao' }] }))
    .when(correct({ zhao: 'nayong' }))
    .refused('four-eyes'),
  'is told above where that is an organ above': part
    .when(correct({ zhao: 'bijie' }))
    .refused('decided-above'),
});
