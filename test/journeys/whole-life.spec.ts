import { pino } from 'pino';
import { HttpJourney, type Told } from './http-journey.js';

const DIGEST = '3b'.repeat(32);
const SELF = { mode: 'self' };
const TEAM = ['officer-1-nn', 'officer-2-nn'];

/** 南宁 finds it and keeps it; on this day it is allocated. */
async function allocated(
  journey: HttpJourney,
  { day, about = 'chen', more = {} }: { day: string; about?: string; more?: object },
): Promise<string> {
  const subjects = [{ personId: about, managingOrganId: 'nn' }];
  const body = { source: 'report', subjects, summary: '反映套取补贴资金', ...more };
  const id = await journey.opened(day, 'intake-nn', 'clues', body);
  await journey.done(
    `clues/${id}`,
    [day, 'admin-nn', 'checkDuplicates'],
    [day, 'admin-nn', 'classify', { level: 'L2' }],
    [day, 'admin-nn', 'proposeAllocation', SELF],
    [day, 'leader-nn', 'approveAllocation', SELF],
  );
  return id;
}

/** From the unit that has it to a disposal approved on the last of four days. */
function disposed(way: string, days: readonly [string, string, string, string]): Told[] {
  const [assigned, proposed, deliberated, approved] = days;
  return [
    [assigned, 'head-nn', 'assignOfficers', { officers: TEAM }],
    [proposed, 'officer-1-nn', 'proposeDisposal', { way }],
    [deliberated, 'head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...TEAM] }],
    [approved, 'leader-nn', 'approveDisposal'],
  ];
}

/** Verified, signed by both, and filed. */
const FILED: readonly Told[] = [
  ['2021-09-17', 'head-nn', 'startVerification', { team: TEAM }],
  ['2021-11-08', 'officer-1-nn', 'signVerificationReport', { digest: DIGEST }],
  ['2021-11-09', 'officer-2-nn', 'signVerificationReport', { digest: DIGEST }],
  [
    ...(['2021-11-10', 'officer-1-nn', 'submitVerificationReport'] as const),
    { digest: DIGEST, findings: [{ matter: '补贴', result: 'substantiated' }], proposal: 'file' },
  ],
  ['2021-11-12', 'leader-nn', 'concludeVerification', { outcome: 'file' }],
  ['2021-11-15', 'leader-nn', 'startInvestigation', { officers: TEAM }],
];

/** The report of a case: signed by both, handed in, accepted by those who adjudicate, all on one day. */
function reported(day: string): Told[] {
  return [
    ...TEAM.map((as): Told => [day, as, 'signInvestigationReport', { digest: DIGEST }]),
    [day, TEAM[0], 'concludeInvestigation', { finding: 'violation', digest: DIGEST }],
    [day, 'shi-nn', 'acceptForAdjudication', { panel: ['shi-nn', 'tan-nn'] }],
  ];
}

/** What a unit that has it owes, and its leader after it: for both a month from the same day. */
const atHand = (ordinal: number, dueOn: string) => ({
  [`dispose#${ordinal}`]: dueOn,
  [`approve#${ordinal}`]: dueOn,
});

const FOUR_DAYS = ['2021-09-09', '2021-09-13', '2021-09-14', '2021-09-16'] as const;

describe('acceptance scenarios of the whole procedure, over HTTP on SQLite', () => {
  let journey: HttpJourney;
  const log: string[] = [];
  beforeEach(async () => {
    log.length = 0;
    journey = await HttpJourney.begin({
      log: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    });
  });
  afterEach(() => journey.end());

  it('(6) transfer refused on day 4 with reason, dispute decided by the prefecture', async () => {
    const id = await allocated(journey, { day: '2021-09-08' });
    const clue = `clues/${id}`;
    // The leader of 南宁 decides between two counties below it: the clue goes to one of them first.
    await journey.done(
      clue,
      ['2021-09-09', 'leader-nn', 'approveTransfer', { to: 'qx', mode: 'forward' }],
      ['2021-09-09', 'admin-nn', 'transfer', { to: 'qx', direction: 'down' }],
      ['2021-09-10', 'admin-qx', 'acceptTransfer'],
      ['2021-09-13', 'leader-qx', 'approveTransfer', { to: 'wm', mode: 'forward' }],
      ['2021-09-13', 'admin-qx', 'transfer', { to: 'wm', direction: 'across' }],
    );
    expect(await journey.clue(id)).toMatchObject({
      state: 'inTransit',
      organ: 'qx',
      receiver: 'wm',
    });
    const refuse = ['2021-09-17', 'admin-wm', 'refuseTransfer'] as const;
    expect(await journey.refused(clue, refuse)).toBe('409 required');
    await journey.done(clue, [...refuse, { reason: '该单位在青秀' }]);
    expect(await journey.clue(id)).toMatchObject({
      state: 'returned',
      organ: 'qx',
      receiver: null,
    });
    expect((await journey.clocks(id, '2021-09-17')).at(-1)).toEqual({
      ...{ key: 'sign#2', code: 'sign', state: 'met', dueOn: '2021-09-18' },
      ...{ daysLate: 0, overdue: false },
    });
    await journey.done(clue, [
      '2021-09-18',
      'admin-qx',
      'disputeTransfer',
      { reason: '款项到了武鸣' },
    ]);
    const decide = ['2021-09-22', 'leader-nn', 'determineJurisdiction'] as const;
    const said = { organ: 'wm', reason: '款项去向地' };
    expect(await journey.refused(clue, [...decide, { ...said, organ: 'gl' }])).toBe(
      '409 not-a-party',
    );
    expect(
      await journey.refused(clue, ['2021-09-22', 'leader-qx', 'determineJurisdiction', said]),
    ).toBe('403 wrong-organ');
    await journey.done(clue, [...decide, said]);
    expect(await journey.clue(id)).toMatchObject({ state: 'withUnit', organ: 'wm' });
    // Whoever has it, the month from the 8th goes on: to 8 October, the first working day after the holidays.
    expect(await journey.open(id, '2021-09-22')).toEqual(atHand(1, '2021-10-08'));
    const { items } = await journey.read('leader-gx', `${clue}/history`);
    expect(items.slice(-3).map(({ type }: { type: string }) => type)).toEqual([
      'TransferRefused',
      'JurisdictionDisputed',
      'JurisdictionDetermined',
    ]);
  });

  it('(9) merge of three, the survivor is due when the earliest of them was', async () => {
    const first = await allocated(journey, { day: '2021-09-01', about: 'chen' });
    const second = await allocated(journey, { day: '2021-09-13', about: 'zhao' });
    const survivor = await allocated(journey, { day: '2021-09-22', about: 'qian' });
    expect(await journey.open(survivor, '2021-09-22')).toEqual(atHand(1, '2021-10-22'));
    for (const id of [second, first])
      await journey.done(`clues/${id}`, [
        ...(['2021-09-24', 'leader-nn', 'mergeInto'] as const),
        { survivor, reason: '同一问题' },
      ]);
    for (const id of [first, second]) {
      expect(await journey.clue(id)).toMatchObject({ state: 'mergedAway' });
      expect(await journey.open(id, '2021-09-24')).toEqual({});
    }
    const { subjects, state } = await journey.clue(survivor);
    expect([state, subjects.toSorted()]).toEqual(['withUnit', ['chen', 'qian', 'zhao']]);
    expect(await journey.open(survivor, '2021-09-24')).toEqual(atHand(1, '2021-10-08'));
    const { items } = await journey.read('leader-gx', 'overdue?asOf=2021-10-09');
    expect(
      items.map(({ clue, obligation }: { clue: string; obligation: string }) => [clue, obligation]),
    ).toEqual([
      // Of the same due, by name.
      [survivor, 'approve#1'],
      [survivor, 'dispose#1'],
    ]);
  });

  it('(10) recused officer tries to act: rejected, whatever he tries, and logged', async () => {
    const id = await allocated(journey, { day: '2021-09-08' });
    const clue = `clues/${id}`;
    const about = { officer: 'officer-3-nn' };
    await journey.done(
      clue,
      ['2021-09-09', 'head-nn', 'assignOfficers', { officers: ['officer-1-nn', 'officer-3-nn'] }],
      [
        ...(['2021-09-10', 'officer-1-nn', 'requestRecusal'] as const),
        { ...about, ground: 'relative', reason: '表亲' },
      ],
    );
    await journey.read('officer-3-nn', clue);
    await journey.done(clue, [
      '2021-09-13',
      'leader-nn',
      'decideRecusal',
      { ...about, granted: true },
    ]);
    const { version } = await journey.clue(id);
    log.length = 0;
    const tried: readonly Told[] = [
      ['2021-09-14', 'officer-3-nn', 'proposeDisposal', { way: 'hold' }],
      [
        '2021-09-14',
        'officer-3-nn',
        'requestRecusal',
        { officer: 'officer-1-nn', ground: 'interest', reason: '报复' },
      ],
      // As the leader that he is beside it, too.
      ['2021-09-14', 'officer-3-nn', 'prioritise', { priority: 'normal', reason: '不急' }],
      ['2021-09-14', 'officer-3-nn', 'reportInterference', { who: '某某', how: 'asked' }],
    ];
    for (const one of tried) expect(await journey.refused(clue, one)).toBe('404 not-found');
    // Each attempt stands in the server's log, which names nobody; who may not act is in the register.
    const requests = log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
    expect(requests.filter(({ status }) => status === 404)).toHaveLength(tried.length);
    const { items } = await journey.read('leader-gx', 'recusals');
    expect(items).toEqual([expect.objectContaining({ clue: id, ...about, ground: 'relative' })]);
    expect(await journey.clue(id)).toMatchObject({ version, officers: ['officer-1-nn'] });
  });

  it('(12) reopen after closure with new evidence: clocks begin anew, the reporter is told anew', async () => {
    const reportId = await journey.opened('2021-09-01', 'intake-nn', 'reports', {
      ...{
        channel: 'letter',
        realName: true,
        reporterId: 'outsider',
        higher: false,
        text: '举报信',
      },
    });
    const acknowledge = ['2021-09-28', 'intake-nn', 'acknowledge', { method: 'letter' }] as const;
    const id = await allocated(journey, { day: '2021-09-08', more: { reportIds: [reportId] } });
    const clue = `clues/${id}`;
    const tell = ['officer-1-nn', 'giveFeedback', { reportId, method: 'letter' }] as const;
    const close = ['leader-nn', 'close', { ground: 'untrue', reason: '查无实据' }] as const;
    const settle = ['admin-nn', 'settle', { outcome: 'clarified' }] as const;
    await journey.done(
      clue,
      ...disposed('close', FOUR_DAYS),
      ['2021-09-20', ...close],
      ['2021-09-23', ...settle],
    );
    expect(await journey.refused(clue, ['2021-09-24', 'admin-nn', 'archive'])).toBe(
      '409 feedback-owed',
    );
    await journey.done(clue, ['2021-09-27', ...tell]);
    expect(await journey.refused(clue, ['2021-09-28', 'admin-nn', 'archive'])).toBe(
      '409 still-owed',
    );
    await journey.done(`reports/${reportId}`, acknowledge);
    await journey.done(clue, ['2021-09-28', 'admin-nn', 'archive']);
    expect(await journey.open(id, '2021-11-14')).toEqual({});
    const reopen = ['2021-11-15', 'leader-nn', 'reopen'] as const;
    expect(await journey.refused(clue, [...reopen, { reason: '发现第二本账' }])).toBe(
      '400 invalid-input',
    );
    await journey.done(clue, [...reopen, { evidence: '第二本账', reason: '在地下室发现' }]);
    expect(await journey.clue(id)).toMatchObject({ state: 'disposalPending', disposal: null });
    expect(await journey.open(id, '2021-11-15')).toEqual(atHand(2, '2021-12-15'));
    // What was closed before stays as it was.
    expect(await journey.clue(id, '2021-11-14')).toMatchObject({ state: 'archived' });
    await journey.done(
      clue,
      ...disposed('close', ['2021-11-16', '2021-11-17', '2021-11-18', '2021-11-19']),
      ['2021-11-22', ...close],
      ['2021-11-23', ...settle],
    );
    expect(await journey.open(id, '2021-11-23')).toEqual({ 'feedback#2': '2021-12-14' });
    expect(await journey.refused(clue, ['2021-11-24', 'admin-nn', 'archive'])).toBe(
      '409 feedback-owed',
    );
    await journey.done(clue, ['2021-11-25', ...tell], ['2021-11-26', 'admin-nn', 'archive']);
  });

  it('(13) adjudication returns twice for a supplement, a third return is rejected', async () => {
    const id = await allocated(journey, { day: '2021-09-08' });
    await journey.done(`clues/${id}`, ...disposed('verify', FOUR_DAYS), ...FILED);
    const { caseId } = await journey.clue(id);
    const file = `cases/${caseId}`;
    const back = (day: string): Told => [
      day,
      'shi-nn',
      'returnForSupplement',
      { reason: '缺账册' },
    ];
    await journey.done(file, ...reported('2021-12-20'), back('2021-12-21'));
    expect(await journey.clue(id)).toMatchObject({ state: 'investigating' });
    expect(await journey.open(id, '2021-12-21')).toEqual({ 'supplement#1': '2022-01-21' });
    await journey.done(
      file,
      ...reported('2022-01-10'),
      back('2022-01-11'),
      ...reported('2022-02-10'),
    );
    const { commands } = await journey.read('shi-nn', file);
    expect(commands).toContainEqual(
      expect.objectContaining({
        command: 'returnForSupplement',
        refused: expect.objectContaining({ code: 'no-further-supplement' }),
      }),
    );
    expect(await journey.refused(file, back('2022-02-11'))).toBe('409 no-further-supplement');
    expect(await journey.read('shi-nn', file)).toMatchObject({ state: 'adjudicating' });
    expect(await journey.clue(id)).toMatchObject({ state: 'adjudicating' });
    const supplements = (await journey.clocks(id, '2022-02-11')).filter(
      ({ code }) => code === 'supplement',
    );
    expect(supplements.map(({ state }) => state)).toEqual(['met', 'met']);
  });
});
