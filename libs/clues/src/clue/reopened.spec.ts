import { behaviour } from '../testing/behaviour.js';
import { CASE_SITUATIONS_V3, DECISIONS } from '../testing/case-situations.js';
import { after } from '../testing/given.js';
import { approve, close, deliberate, discover, settle } from '../testing/handled.js';
import { clueCalled, House, RULES } from '../testing/house.js';
import { LATE } from '../testing/neighbours.js';
import { CN3 } from '../testing/office.js';
import { command, event } from '../testing/said.js';
import { SITUATIONS } from '../testing/situations-v2.js';
import { acknowledged, receivedReport } from '../testing/told-report.js';

const closing = after(...SITUATIONS.closing);
const settled = after(...SITUATIONS.settled);
const told = after(...SITUATIONS['settled+told']);

behaviour('settling a clue of which somebody reported by name', {
  'says that he is to be told': closing
    .when(command('settle', { outcome: 'no-violation' }).by('chen'))
    .then(
      event('ClueSettled', { outcome: 'no-violation', feedbackOwed: true }).moves(
        'closing',
        'settled',
      ),
    ),
});

behaviour('clarifying in favour of the subject', {
  'says how far': settled
    .when(command('clarify', { scope: 'unit' }).because('rumours').by('gao'))
    .then(event('ClarificationIssued', { scope: 'unit' }).under('50')),
  'may come before the settling': closing
    .when(command('clarify', { scope: 'subject' }).because('rumours').by('gao'))
    .then(event('ClarificationIssued', { scope: 'subject' }).under('50')),
  'asks for a reason': settled
    .when(command('clarify', { scope: 'unit' }).by('gao'))
    .refused('required', { field: 'reason' }),
});

behaviour('archiving', {
  'did not happen before the last was told': after(
    ...SITUATIONS['settled+told'],
    command('attachReport', { reportId: LATE }).by('chen').on('2021-09-29'),
    command('giveFeedback', { reportId: LATE, method: 'letter' }).by('li').on('2021-09-30'),
  )
    .when(command('archive').by('chen').on('2021-09-28').recorded('2021-10-05'))
    .refused('happened-before-previous'),
  'waits until everybody is told who is to be': settled
    .when(command('archive').by('chen'))
    .refused('feedback-owed'),
  'then ends the clue': told
    .when(command('archive').by('chen'))
    .then(event('ClueArchived').moves('settled', 'archived')),
  'waits until a reporter knows whether his report was accepted': told
    .beside(receivedReport())
    .when(command('archive').by('chen'))
    .refused('still-owed', { found: ['acknowledge'] }),
  'waits for no more than that': told
    .beside(receivedReport(), acknowledged())
    .when(command('archive').by('chen'))
    .then(event('ClueArchived').moves('settled', 'archived')),
  'did not happen before he was told': told
    .beside(receivedReport(), acknowledged({ on: '2021-10-11' }))
    .when(command('archive').by('chen').on('2021-10-08').recorded('2021-10-12'))
    .refused('still-owed', { found: ['acknowledge'] }),
});

const reopen = command('reopen', { evidence: 'a second ledger' }).because('new evidence');

behaviour('reopening', {
  'brings the clue back before the disposal': settled
    .when(reopen.by('gao'))
    .then(
      event('ClueReopened', { evidence: 'a second ledger' }).moves('settled', 'disposalPending'),
    ),
  'is open when the clue is archived, and to leaders above': after(...SITUATIONS.archived)
    .when(reopen.by('kong'))
    .then(
      event('ClueReopened', { evidence: 'a second ledger' }).moves('archived', 'disposalPending'),
    ),
  'is for leaders at the level that closed it, or above': settled
    .when(reopen.by('gao', 'leader', 'qianxi'))
    .refused('wrong-organ', { expected: 'nayong, bijie, guizhou' }),
  'is for the county again where that decided last': after(
    ...SITUATIONS.settled,
    reopen.by('kong').on('2021-10-11'),
    command('proposeDisposal', { way: 'close' }).by('li').on('2021-10-12'),
    deliberate.on('2021-10-12'),
    approve.on('2021-10-13'),
    close.on('2021-10-14'),
    settle.on('2021-10-14'),
  )
    .when(reopen.by('gao').on('2021-10-15'))
    .then(
      event('ClueReopened', { evidence: 'a second ledger' }).moves('settled', 'disposalPending'),
    ),
  'asks for the evidence': settled.when(command('reopen').by('gao')).invalid('evidence'),
  'asks for a reason': settled
    .when(command('reopen', { evidence: 'a second ledger' }).by('gao'))
    .refused('required', { field: 'reason' }),
  'leaves nothing decided': after(...SITUATIONS.settled, reopen.by('gao').on('2021-10-11'))
    .when(command('close', { ground: 'untrue' }).because('x').by('gao'))
    .refused('disposal-not-approved'),
  'lets its reporters be told anew': after(
    ...SITUATIONS['settled+told'],
    reopen.by('gao').on('2021-10-11'),
    command('proposeDisposal', { way: 'close' }).by('li').on('2021-10-12'),
    command('deliberate', { participants: ['gao', 'hu', 'du'] })
      .by('gao')
      .on('2021-10-12'),
    command('approveDisposal').by('gao').on('2021-10-12'),
    command('close', { ground: 'untrue' }).because('a forgery').by('gao').on('2021-10-13'),
  )
    .when(command('settle', { outcome: 'clarified' }).by('chen'))
    .then(
      event('ClueSettled', { outcome: 'clarified', feedbackOwed: true }).moves(
        'closing',
        'settled',
      ),
    ),
});

describe('what an organ above ended', () => {
  const A = clueCalled('a');
  const ofDivisionHead = command('discover', {
    ...discover.asked.input,
    subjects: [{ personId: 'zhao', managingOrganId: 'nayong', rankCode: 'division-head' }],
  })
    .by('an')
    .on('2021-09-01');
  const ended = () =>
    new House({ ...RULES, procedure: CN3 }).done(
      A,
      ...SITUATIONS.settled.map((one) => {
        if (one === discover) return ofDivisionHead;
        if (one === approve) return command('approveDisposal').by('kong').on('2021-09-16');
        if (one !== close) return one;
        return command('close', close.asked.input).because('untrue').by('kong').on('2021-09-20');
      }),
    );

  it('is not reopened below', () => {
    expect(() => ended().done(A, reopen.by('gao').on('2021-10-11'))).toThrow('closed-above');
  });

  it('is reopened there, or further up', () => {
    for (const leader of ['kong', 'ren'] as const)
      expect(ended().done(A, reopen.by(leader).on('2021-10-11')).clue(A).state).toBe(
        'disposalPending',
      );
  });
});

describe('what an organ above decided in its case', () => {
  const A = clueCalled('a');
  const [, ...adjudicating] = CASE_SITUATIONS_V3.adjudicating;
  // Of a rank that nobody at Nayong decides on.
  const added = command('addCasePerson', {
    ...{ personId: 'sun', managingOrganId: 'nayong', rankCode: 'division-head' },
  })
    .because('he signed too')
    .by('li')
    .on('2021-12-01');
  const decisions = [...DECISIONS, { personId: 'sun', form: 1 }].map((one) => ({
    ...one,
    measure: 'none',
  }));
  const WAYS = {
    decided: command('decide', { decisions }).on('2022-01-10'),
    withdrawn: command('withdrawCase').because('nothing was found').on('2022-01-10'),
  };
  const settledBy = (way: keyof typeof WAYS, leader: 'gao' | 'kong') => {
    const house = new House({ ...RULES, procedure: CN3 }).done(A, ...SITUATIONS.investigating);
    const worked = leader === 'kong' ? [added, ...adjudicating] : adjudicating;
    house.done(`case-${house.clue(A).caseId}`, ...worked, WAYS[way].by(leader));
    return house.done(A, command('settle', { outcome: 'clarified' }).by('chen').on('2022-01-11'));
  };
  const again = reopen.on('2022-02-11');

  it.each(['decided', 'withdrawn'] as const)('is not reopened below where it was %s', (way) => {
    expect(() => settledBy(way, 'kong').done(A, again.by('gao'))).toThrow('closed-above');
  });

  it('is reopened there, or further up', () => {
    for (const leader of ['kong', 'ren'] as const)
      expect(settledBy('withdrawn', 'kong').done(A, again.by(leader)).clue(A).state).toBe(
        'disposalPending',
      );
  });

  it('is reopened by the county where that decided', () => {
    expect(settledBy('withdrawn', 'gao').done(A, again.by('gao')).clue(A).state).toBe(
      'disposalPending',
    );
  });

  it('binds no more once the county closed it again', () => {
    const house = settledBy('withdrawn', 'kong').done(
      A,
      again.by('kong'),
      command('proposeDisposal', { way: 'close' }).by('li').on('2022-02-14'),
      deliberate.on('2022-02-15'),
      approve.on('2022-02-15'),
      close.on('2022-02-16'),
      settle.on('2022-02-17'),
    );
    expect(house.done(A, reopen.by('gao').on('2022-03-11')).clue(A).state).toBe('disposalPending');
  });
});

behaviour('a clock that begins anew', {
  'is extended anew': after(...SITUATIONS.settled, reopen.by('gao').on('2021-10-11'))
    .when(command('requestExtension', { obligation: 'dispose' }).because('more').by('li'))
    .then(event('ExtensionRequested', { obligation: 'dispose', ordinal: 1 })),
  'may stand still, though the one before ended while it stood still': after(
    ...SITUATIONS['withUnit+officers'],
    command('suspendClock', { obligation: 'dispose', ground: 'hearing' })
      .because('a hearing')
      .by('gao')
      .on('2021-09-13'),
    command('proposeDisposal', { way: 'verify' }).by('li').on('2021-09-15'),
    command('returnDisposal').because('too light').by('gao').on('2021-09-16'),
  )
    .when(
      command('suspendClock', { obligation: 'dispose', ground: 'hearing' })
        .because('another')
        .by('gao'),
    )
    .then(event('ClockSuspended', { obligation: 'dispose', ground: 'hearing' })),
});
