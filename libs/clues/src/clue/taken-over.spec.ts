import { dayEnd } from '@cluetrail/event-sourcing';
import { stateOf } from '@cluetrail/workflow';
import { attaching } from '../processes/attaching.js';
import { investigation } from '../processes/investigation.js';
import { numbering } from '../processes/numbering.js';
import { behaviour } from '../testing/behaviour.js';
import { after } from '../testing/given.js';
import { ledgerRow, takeOver } from '../testing/ledger.js';
import { CN2, ZONE } from '../testing/office.js';
import { played } from '../testing/played.js';
import { command, event, type Command } from '../testing/said.js';
import { DIGEST } from '../testing/told.js';
import { clue } from './clue.js';
import { TAKEN_OVER_STATES } from './taken-over.js';

const nothing = after();
const refusedIn = (state: string, more: object) => nothing.when(takeOver(state, more)).refused;
const MANAGED_ABOVE = {
  subjects: [
    { personId: 'zhao', managingOrganId: 'nayong' },
    { personId: 'qian', managingOrganId: 'bijie' },
  ],
};
const taken = (state: string, more: object) =>
  nothing.when(takeOver(state, more)).then(
    event('ClueTakenOver', without('organ', ledgerRow(state, more)))
      .moves('none', state)
      .at('nayong'),
  );
const SUPERIOR = command('takeOver', ledgerRow('withUnit')).by('bai').on('2021-09-09');

behaviour('taking over an open matter', {
  'keeps its number, says in which state it is and which due holds there': nothing
    .when(takeOver('verifying', { dueOn: '2021-12-31', extensions: 1, level: 'L2' }))
    .then(
      event('ClueTakenOver', {
        ...without('organ', ledgerRow('verifying', { dueOn: '2021-12-31', extensions: 1 })),
        dues: [{ code: 'verify', at: dayEnd('2021-12-31', ZONE), extensions: 1 }],
      })
        .moves('none', 'verifying')
        .at('nayong')
        .level('L2'),
    ),
  'takes the due of what was proposed as that of the decision on it': nothing
    .when(takeOver('disposalPending', { dueOn: '2021-10-08' }))
    .then(
      event('ClueTakenOver', {
        ...without('organ', ledgerRow('disposalPending', { dueOn: '2021-10-08' })),
        dues: [{ code: 'approve', at: dayEnd('2021-10-08', ZONE), extensions: 0 }],
      })
        .moves('none', 'disposalPending')
        .at('nayong'),
    ),
  'may be done for an organ below': nothing.when(SUPERIOR).then(
    event('ClueTakenOver', without('organ', ledgerRow('withUnit')))
      .moves('none', 'withUnit')
      .at('nayong'),
  ),
  'is not done for another organ': refusedIn('withUnit', { organ: 'qianxi' })('not-below', {
    field: 'organ',
  }),
  'leaves what an organ above manages to that organ': refusedIn('disposalPending', MANAGED_ABOVE)(
    'managed-above',
    { field: 'subjects[1].managingOrganId', found: 'bijie' },
  ),
  'also where it lies with a unit: from there it could be decided here': refusedIn(
    'withUnit',
    MANAGED_ABOVE,
  )('managed-above', { field: 'subjects[1].managingOrganId', found: 'bijie' }),
  'takes it where it was only registered: it may still go up': taken('registered', MANAGED_ABOVE),
  'takes it where it was assigned from above': taken('withUnit', {
    ...MANAGED_ABOVE,
    source: 'assigned-from-above',
  }),
  'is for the administrators of clues': nothing
    .when(command('takeOver', ledgerRow('withUnit')).by('gao'))
    .refused('wrong-role', { expected: ['clue-admin'] }),
  'takes no number that may be one of a register here': refusedIn('withUnit', {
    number: 'bijie-2021-0042',
  })('own-number', { field: 'number' }),
  'knows that nothing comes into a state before it is discovered': refusedIn('withUnit', {
    discoveredOn: '2021-09-10',
  })('discovered-after-state', { field: 'discoveredOn' }),
  'knows the days that there are': refusedIn('withUnit', { dueOn: '2021-09-31' })('not-a-time', {
    field: 'dueOn',
  }),
  'knows that nothing is due before it is owed': refusedIn('withUnit', { dueOn: '2021-09-08' })(
    'due-before-state',
    { field: 'dueOn' },
  ),
  'takes no due where nothing is owed': refusedIn('closing', { dueOn: '2021-10-08' })(
    'nothing-owed',
    { field: 'dueOn' },
  ),
  'puts nothing off where nothing is owed, and asks for no due of it': refusedIn('closing', {
    extensions: 1,
  })('nothing-owed', { field: 'extensions' }),
  'asks for the day on which a held one is looked at again': refusedIn('held', {
    dueOn: undefined,
  })('review-day-needed', { field: 'dueOn' }),
  'asks for the due where it was put off': refusedIn('verifying', { extensions: 2 })('due-needed', {
    field: 'dueOn',
  }),
  'puts nothing off more often than the procedure does': refusedIn('verifying', {
    ...{ dueOn: '2021-12-31', extensions: 3 },
  })('extended-too-often', { field: 'extensions', expected: 2 }),
  'asks for no due of what was put off too often': refusedIn('verifying', { extensions: 3 })(
    'extended-too-often',
    { field: 'extensions', expected: 2 },
  ),
  'nor what it never puts off': refusedIn('held', { extensions: 1 })('extended-too-often', {
    ...{ field: 'extensions', expected: 0 },
  }),
  'entrusts it to two': refusedIn('verifying', { officers: ['li'] })('two-officers-needed', {
    field: 'officers',
  }),
  'entrusts it to nobody whom it is about': refusedIn('withUnit', { officers: ['li', 'zhao'] })(
    'officer-is-subject',
    { field: 'officers', found: 'zhao' },
  ),
  'entrusts it to people of the organ': refusedIn('withUnit', { officers: ['li', 'stranger'] })(
    'works-elsewhere',
    { field: 'officers' },
  ),
  'and there to those who handle clues': refusedIn('withUnit', { officers: ['li', 'du'] })(
    'no-case-officer',
    { field: 'officers', found: 'du', expected: ['case-officer'], organ: 'nayong' },
  ),
  'entrusts to nobody what is only registered': refusedIn('registered', {
    officers: ['li', 'wang'],
  })('no-officers-yet', { field: 'officers' }),
  'asks what was proposed where that waits': refusedIn('disposalPending', { way: undefined })(
    'way-needed',
    { field: 'way' },
  ),
  'asks for it nowhere else': refusedIn('verifying', { way: 'hold' })('not-in-this-state', {
    field: 'way',
  }),
  'takes an outcome where a verification was concluded alone': refusedIn('verifying', {
    outcome: 'file',
  })('not-in-this-state', { field: 'outcome' }),
  'is about registered people': refusedIn('withUnit', { subjects: [{ personId: 'nobody-1' }] })(
    'subject-not-registered',
    { field: 'subjects[0].personId' },
  ),
  'is done once': after(takeOver('withUnit')).when(takeOver('withUnit')).refused('wrong-state'),
});

/** The state's next steps, to the end or to where another clue of it would stand as well. */
const GOES_ON: { readonly [state: string]: readonly [more: object, ...commands: Command[]] } = {
  registered: [
    {},
    command('checkDuplicates').by('chen'),
    command('classify', { level: 'L2' }).by('chen'),
    command('proposeAllocation', { mode: 'self' }).by('chen'),
    command('approveAllocation', { mode: 'self' }).by('gao'),
  ],
  withUnit: [{}, command('proposeDisposal', { way: 'close' }).by('li')],
  disposalPending: [
    {},
    command('deliberate', { participants: ['du', 'gao', 'hu'] }).by('du'),
    command('approveDisposal').by('gao'),
    command('startVerification', { team: ['li', 'wang'] }).by('du'),
  ],
  talkInquiry: [
    {},
    command('conductTalk', { personId: 'zhao', officers: ['li', 'wang'] }).by('li'),
    command('concludeTalk', { outcome: 'remind' }).by('gao'),
  ],
  verifying: [
    {},
    command('signVerificationReport', { digest: DIGEST }).by('li'),
    command('signVerificationReport', { digest: DIGEST }).by('wang'),
    command('submitVerificationReport', {
      ...{ digest: DIGEST, proposal: 'file' },
      findings: [{ matter: 'subsidy', result: 'partly' }],
    }).by('li'),
    command('concludeVerification', { outcome: 'file' }).by('gao'),
  ],
  held: [{}, command('release').because('a new letter').by('gao')],
  verified: [
    { outcome: 'file' },
    command('startInvestigation', { officers: ['li', 'fang'] }).by('gao'),
  ],
  closing: [{}, command('settle', { outcome: 'clarified' }).by('bai', 'clue-admin', 'nayong')],
};

describe('what was taken over goes on', () => {
  it.each(TAKEN_OVER_STATES.filter((state) => state !== 'investigating'))('from %s', (state) => {
    const [more, ...commands] = GOES_ON[state];
    const steps = commands.map((one, index) => one.on(`2021-09-${13 + index}`));
    expect(() => after(takeOver(state, more), ...steps)).not.toThrow();
  });
});

const pending = after(
  takeOver('disposalPending'),
  command('deliberate', { participants: ['du', 'gao', 'hu'] })
    .by('du')
    .on('2021-09-13'),
);
const extended = after(
  takeOver('verifying', { dueOn: '2021-11-30', extensions: 1 }),
  command('requestExtension', { obligation: 'verify' }).because('x').by('li').on('2021-09-13'),
);
const atTheTop = after(
  command(
    'takeOver',
    ledgerRow('verifying', {
      ...{ organ: 'guizhou', officers: ['bao', 'zhu'] },
      ...{ dueOn: '2021-11-30', extensions: 1 },
    }),
  )
    .by('chen', 'clue-admin', 'guizhou')
    .on('2021-09-09'),
  command('requestExtension', { obligation: 'verify' }).because('x').by('bao').on('2021-09-13'),
);
const GRANT = command('grantExtension', { obligation: 'verify' }).on('2021-09-14');

behaviour('what was taken over', {
  'is approved by nobody who may have proposed it': pending
    .when(command('approveDisposal').by('li', 'leader'))
    .refused('four-eyes'),
  'is returned by nobody who may have proposed it': pending
    .when(command('returnDisposal').because('x').by('wang', 'leader'))
    .refused('four-eyes'),
  'is not approved by who took it over': pending
    .when(command('approveDisposal').by('chen', 'leader'))
    .refused('four-eyes', { command: 'approveDisposal', other: 'takeOver' }),
  'is concluded by nobody of the team that verified it': after(takeOver('verified'))
    .when(command('concludeVerification', { outcome: 'close' }).by('wang', 'leader'))
    .refused('approver-in-team'),
  'is not extended by who granted the first extension': extended
    .when(GRANT.by('gao'))
    .refused('approver-level', {
      ...{ expected: ['leader'], organ: ['bijie', 'guizhou'], found: 'leader, nayong' },
    }),
  'is extended by nobody where the chain asks for an organ above the highest': atTheTop
    .when(GRANT.by('ren'))
    .refused('no-organ-above', { organ: 'guizhou' }),
  'is extended as the next in its chain': extended
    .when(GRANT.by('kong'))
    .then(event('ExtensionGranted', { obligation: 'verify', by: '1M', ordinal: 2 }).at('nayong')),
});

describe('what processes make of it', () => {
  const taken = (state: string) =>
    played({ workflow: clue, procedure: CN2 }, [takeOver(state)]).at(-1)!;

  it('is a case, where it is investigated', () => {
    const opened = taken('investigating');
    const { caseId } = stateOf(clue, [opened]);
    expect(investigation.on['ClueTakenOver']?.(opened)).toEqual([
      {
        ...{ step: 'open-case', kind: 'case', stream: `case-${caseId}`, command: 'fileCase' },
        input: {
          ...{ clueIds: [opened.stream.slice('clue-'.length)], officers: ['li', 'wang'] },
          ...{ subjects: ['zhao'], organ: 'nayong', level: 'L1' },
        },
      },
    ]);
    expect(investigation.on['ClueTakenOver']?.(taken('verified'))).toEqual([]);
  });

  it('is no number: it has one', () => {
    const [first, ...rest] = played({ workflow: clue, procedure: CN2 }, [
      takeOver('registered'),
      ...GOES_ON['registered'].slice(1).map((one, at) => (one as Command).on(`2021-09-${13 + at}`)), // all but the first are commands
    ]);
    const allocated = rest.at(-1)!;
    expect(numbering.on['AllocationApproved']?.(allocated, [first])).toEqual([]);
    expect(numbering.on['AllocationApproved']?.(allocated, [])).toHaveLength(1);
    expect(Object.keys(attaching.on)).not.toContain('ClueTakenOver');
  });
});

function without(field: string, fields: object): Record<string, never> {
  const { [field]: _, ...rest } = fields as Record<string, never>; // of a row as it is written above
  return rest;
}
