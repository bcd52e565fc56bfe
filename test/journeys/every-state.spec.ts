import { HttpJourney, type Told } from './http-journey.js';

/** Domain reference §3.4; `void` beside it. */
const STATES = [
  ...['registered', 'pendingAllocation', 'inTransit', 'returned', 'withUnit', 'disposalPending'],
  ...['talkInquiry', 'verifying', 'held', 'verified', 'investigating', 'adjudicating', 'decided'],
  ...['closing', 'settled', 'archived', 'duplicate', 'splitParent', 'mergedAway', 'sealedUp'],
  'void',
];

const DIGEST = '3b'.repeat(32);
const TEAM = ['officer-1-nn', 'officer-2-nn'];
const ASSIGN = { mode: 'assign', to: 'nn' };
const PRESENT = { participants: ['head-nn', 'leader-nn', ...TEAM] };
const VERIFY = { obligation: 'verify' };
const REPORT = {
  digest: DIGEST,
  findings: [{ matter: '补贴', result: 'partly' }],
  proposal: 'file',
};

/** A step, and the state that the clue is in after it. */
type Walked = readonly [...told: Required<Told>, state: string];

const EXAMINED: readonly Walked[] = [
  ['2021-09-02', 'admin-gx', 'checkDuplicates', {}, 'registered'],
  ['2021-09-02', 'admin-gx', 'classify', { level: 'L2' }, 'registered'],
];

/** From Guangxi to Nanning: sent back once, held, asked by letter, verified, filed, decided, archived. */
const LONG: readonly Walked[] = [
  ...EXAMINED,
  ['2021-09-03', 'admin-gx', 'proposeAllocation', ASSIGN, 'pendingAllocation'],
  ['2021-09-03', 'leader-gx', 'approveAllocation', ASSIGN, 'pendingAllocation'],
  ['2021-09-06', 'admin-gx', 'transfer', { to: 'nn', direction: 'down' }, 'inTransit'],
  ['2021-09-07', 'admin-nn', 'refuseTransfer', { reason: '材料不全' }, 'returned'],
  ['2021-09-08', 'leader-gx', 'approveTransfer', { to: 'nn', mode: 'assign' }, 'returned'],
  ['2021-09-08', 'admin-gx', 'transfer', { to: 'nn', direction: 'down' }, 'inTransit'],
  ['2021-09-09', 'admin-nn', 'acceptTransfer', {}, 'withUnit'],
  ['2021-09-10', 'head-nn', 'assignOfficers', { officers: TEAM }, 'withUnit'],
  ['2021-09-13', 'officer-1-nn', 'proposeDisposal', { way: 'hold' }, 'disposalPending'],
  ['2021-09-13', 'head-nn', 'deliberate', PRESENT, 'disposalPending'],
  ['2021-09-14', 'leader-nn', 'approveDisposal', {}, 'disposalPending'],
  ['2021-09-15', 'leader-nn', 'hold', { reviewOn: '2021-10-14', reason: '证人在外' }, 'held'],
  ['2021-09-24', 'leader-nn', 'release', { reason: '证人已回' }, 'disposalPending'],
  ['2021-09-26', 'officer-1-nn', 'proposeDisposal', { way: 'talkInquiry' }, 'disposalPending'],
  ['2021-09-26', 'head-nn', 'deliberate', PRESENT, 'disposalPending'],
  ['2021-09-27', 'leader-nn', 'approveDisposal', {}, 'disposalPending'],
  [
    '2021-09-28',
    'officer-1-nn',
    'issueInquiry',
    { personId: 'chen', letterNo: '7' },
    'talkInquiry',
  ],
  [
    '2021-10-11',
    'intake-nn',
    'recordReply',
    { personId: 'chen', sufficient: false },
    'talkInquiry',
  ],
  ['2021-10-13', 'leader-nn', 'concludeTalk', { outcome: 'verify' }, 'disposalPending'],
  ['2021-10-14', 'head-nn', 'startVerification', { team: TEAM }, 'verifying'],
  [
    ...(['2021-10-18', 'leader-nn', 'suspendClock'] as const),
    { ...VERIFY, ground: 'subject-unavailable', reason: '住院' },
    'verifying',
  ],
  ['2021-10-25', 'leader-nn', 'resumeClock', VERIFY, 'verifying'],
  ['2021-11-08', 'officer-1-nn', 'signVerificationReport', { digest: DIGEST }, 'verifying'],
  ['2021-11-09', 'officer-2-nn', 'signVerificationReport', { digest: DIGEST }, 'verifying'],
  ['2021-11-10', 'officer-1-nn', 'submitVerificationReport', REPORT, 'verified'],
  ['2021-11-12', 'leader-nn', 'concludeVerification', { outcome: 'file' }, 'verified'],
  ['2021-11-15', 'leader-nn', 'startInvestigation', { officers: TEAM }, 'investigating'],
];

/** On its case; the clue follows. */
const OF_CASE: readonly Walked[] = [
  ['2021-12-16', 'officer-1-nn', 'signInvestigationReport', { digest: DIGEST }, 'investigating'],
  ['2021-12-17', 'officer-2-nn', 'signInvestigationReport', { digest: DIGEST }, 'investigating'],
  [
    ...(['2021-12-20', 'officer-1-nn', 'concludeInvestigation'] as const),
    { finding: 'violation', digest: DIGEST },
    'investigating',
  ],
  ['2021-12-22', 'shi-nn', 'deferAdjudication', { reason: '缺笔录' }, 'investigating'],
  [
    '2021-12-27',
    'shi-nn',
    'acceptForAdjudication',
    { panel: ['shi-nn', 'tan-nn'] },
    'adjudicating',
  ],
  [
    ...(['2022-01-10', 'leader-nn', 'decide'] as const),
    { decisions: [{ personId: 'chen', measure: 'warning', form: 1 }] },
    'decided',
  ],
  ['2022-01-24', 'leader-nn', 'executeDecision', { personId: 'chen' }, 'closing'],
];

const END: readonly Walked[] = [
  ['2022-01-26', 'admin-nn', 'settle', { outcome: 'sanctioned' }, 'settled'],
  ['2022-02-07', 'admin-nn', 'archive', {}, 'archived'],
];

describe('every state, by commands over HTTP', () => {
  let journey: HttpJourney;
  beforeAll(async () => {
    journey = await HttpJourney.begin();
  });
  afterAll(() => journey.end());
  const seen = new Set<string>();

  const found = async (day: string, as = 'intake-gx', subjects = ['chen'], manager = 'nn') => {
    const about = subjects.map((personId) => ({ personId, managingOrganId: manager }));
    const body = { source: 'audit', subjects: about, summary: '反映套取补贴资金' };
    const id = await journey.opened(day, as, 'clues', body);
    seen.add((await journey.clue(id)).state);
    return id;
  };
  /** Gives each step on `path`, and reads the clue after it. */
  const walked = async (path: string, id: string, steps: readonly Walked[]) => {
    const states: string[] = [];
    for (const [day, as, command, body] of steps) {
      await journey.done(path, [day, as, command, body]);
      const { state } = await journey.clue(id);
      states.push(state);
      seen.add(state);
    }
    expect(steps.map(([, , command], index) => [command, states[index]])).toEqual(
      steps.map(([, , command, , state]) => [command, state]),
    );
  };

  it('one clue goes the whole way, from its registration to the archive', async () => {
    const id = await found('2021-09-01');
    await walked(`clues/${id}`, id, LONG);
    const { caseId } = await journey.clue(id);
    await walked(`cases/${caseId}`, id, OF_CASE);
    await walked(`clues/${id}`, id, END);
    // Asked later about each of these days, it stands where it stood then.
    const days = new Map([...LONG, ...OF_CASE, ...END].map(([day, , , , state]) => [day, state]));
    for (const [day, state] of days)
      expect([day, (await journey.clue(id, day)).state]).toEqual([day, state]);
    // It stood still for a week: two months from 14 October are 14 December, and 7 days.
    const verify = (await journey.clocks(id, '2021-10-25')).find(({ code }) => code === 'verify');
    expect(verify).toMatchObject({ state: 'open', dueOn: '2021-12-21' });
  });

  it('others end on the way: twice the same, merged, divided, sent up sealed, a mistake', async () => {
    const [first, same, merged, mistake] = await Promise.all(
      Array.from({ length: 4 }, () => found('2022-03-01')),
    );
    const sealed = await found('2022-03-01', 'intake-nn', ['chen'], 'gx');
    const both = await found('2022-03-01', 'intake-gx', ['zhao', 'qian']);
    const reason = '同一问题';
    const children = [{ subjects: ['zhao'] }, { subjects: ['qian'] }];
    const ends: readonly (readonly [id: string, ...step: Walked])[] = [
      [same, '2022-03-02', 'admin-gx', 'markDuplicate', { survivor: first, reason }, 'duplicate'],
      [merged, '2022-03-02', 'leader-gx', 'mergeInto', { survivor: first, reason }, 'mergedAway'],
      [both, '2022-03-02', 'leader-gx', 'split', { children, reason }, 'splitParent'],
      [sealed, '2022-03-02', 'admin-nn', 'sealUp', { to: 'gx' }, 'sealedUp'],
      [mistake, '2022-03-02', 'leader-gx', 'void', { reason }, 'void'],
    ];
    for (const [id, ...step] of ends) await walked(`clues/${id}`, id, [step]);
    const { items } = await journey.read('leader-gx', 'clues?open=true');
    expect(items.map(({ clue }: { clue: string }) => clue)).toContain(first);
    for (const [id] of ends)
      expect(items.map(({ clue }: { clue: string }) => clue)).not.toContain(id);
  });

  it('and no state of the domain is left out', () => {
    expect([...seen].toSorted()).toEqual(STATES.toSorted());
  });
});
