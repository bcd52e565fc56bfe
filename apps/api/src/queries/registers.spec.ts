import type { TestOffice } from '../../../../test/support/organisation.js';
import { openRegisters, type RegisteredClues, TEAM } from '../../../../test/support/registers.js';

const OF_DAY = (day: string) => expect.stringMatching(new RegExp(`^${day}T`));

describe('a register', () => {
  let office: TestOffice;
  let clues: RegisteredClues;
  beforeAll(async () => ({ office, clues } = await openRegisters()), 180_000);
  afterAll(() => office.dispose());

  const get = async (path: string, as = 'leader-nn') => {
    const answer = await office.ask('GET', `/api/${path}`, { as });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
    return answer.body;
  };
  const items = async (path: string, as?: string) => (await get(path, as)).items;
  const cluesIn = async (path: string, as?: string) =>
    (await items(path, as)).map(({ clue }: { clue: string }) => clue);
  /** Which of these questions hold a row. */
  const found = async (...paths: readonly string[]) => {
    const counts = await Promise.all(paths.map(async (path) => (await items(path)).length));
    return paths.filter((_, at) => counts[at] > 0);
  };

  it('of recusals says who asked and who decided, and whether the officer still works on it', async () => {
    expect(await items('recusals')).toEqual([
      {
        ...{ clue: clues.watched, officer: TEAM[0], ground: 'relative', outcome: 'refused' },
        ...{ askedBy: 'head-nn', askedAt: OF_DAY('2021-10-12') },
        ...{ decidedBy: 'leader-nn', decidedAt: OF_DAY('2021-10-18') },
        ...{ stillAssigned: false, organ: 'nn', state: 'withUnit' },
      },
    ]);
    expect(
      await found(
        ...['recusals?outcome=refused', 'recusals?outcome=granted', `recusals?of=${TEAM[0]}`],
        ...[`recusals?of=${TEAM[1]}`, 'recusals?stillAssigned=true', 'recusals?state=held'],
      ),
    ).toEqual(['recusals?outcome=refused', `recusals?of=${TEAM[0]}`]);
  });

  it('of interference names who it was to those who may read it, to others that it is sealed', async () => {
    const row = { clue: clues.watched, how: 'pleaded', reportedBy: TEAM[1] };
    expect(await items('interference')).toEqual([
      expect.objectContaining({ ...row, who: '某副市长' }),
    ]);
    for (const as of ['supervisor-gx', 'auditor-gx', 'admin-nn'])
      expect(await items('interference', as)).toEqual([
        expect.objectContaining({ ...row, who: { sealed: true }, note: { sealed: true } }),
      ]);
    expect(await items('interference', 'leader-gl')).toEqual([]);
  });

  it('of extensions says what came of each: nobody answered before the due', async () => {
    expect(await items('extensions')).toEqual([
      expect.objectContaining({
        ...{ clue: clues.watched, obligation: 'dispose', ordinal: 1, outcome: 'lapsed' },
        ...{ askedBy: TEAM[1], unit: 'nn', due: OF_DAY('2021-11-11'), approver: null },
      }),
    ]);
    expect(
      await found(
        ...['extensions?outcome=lapsed', 'extensions?outcome=asked', 'extensions?ordinal=2'],
        ...[`extensions?askedBy=${TEAM[1]}`, 'extensions?approver=leader-nn'],
      ),
    ).toEqual(['extensions?outcome=lapsed', `extensions?askedBy=${TEAM[1]}`]);
    const counts = { asked: 0, granted: 0, refused: 0, lapsed: 1, second: 0 };
    expect(await items('extension-counts')).toEqual([{ officer: TEAM[1], ...counts }]);
    expect(await items('extension-counts?by=unit')).toEqual([{ unit: 'nn', ...counts }]);
    expect(await items('extension-counts?by=approver')).toEqual([]);
    expect(await items('extension-counts', 'statistician-gx')).toEqual([
      { officer: TEAM[1], ...counts },
    ]);
  });

  it('of suspensions counts the days of a clock that stands, and of one that ran again', async () => {
    const stood = { clue: clues.stopped, obligation: 'verify#1', ground: 'hearing', unit: 'days' };
    expect(await get('suspensions?asOf=2021-10-18')).toMatchObject({
      items: [{ ...stood, days: 4, stillStopped: true, untilAt: null }],
      asOf: '2021-10-18T15:59:59.999Z',
    });
    expect(await items('suspensions')).toEqual([
      expect.objectContaining({ ...stood, days: 6, stillStopped: false, how: 'resumed' }),
    ]);
    expect(await items('suspensions?asOf=2021-10-13')).toEqual([]);
    expect(await items('suspensions?knownAt=2021-10-13')).toEqual([]);
    expect(await found('suspensions?stillStopped=true', 'suspensions?stillStopped=false')).toEqual([
      'suspensions?stillStopped=false',
    ]);
  });

  it('of stalled clues holds what nothing has happened to, the longest first', async () => {
    const { watched, held, stopped, sent, signed } = clues;
    expect(await cluesIn('stalled')).toEqual([held, signed, watched, stopped, sent]);
    expect(await cluesIn('stalled?asOf=2021-11-20&days=39')).toEqual([held]);
    expect(await cluesIn('stalled?days=60')).toEqual([]);
    expect(await cluesIn('stalled?asOf=2021-10-18&days=6')).toEqual([held]);
    expect(await cluesIn('stalled?asOf=2021-12-31&days=60&state=verifying')).toEqual([stopped]);
    const [first] = await items('stalled');
    expect(first).toMatchObject({ days: 39, state: 'held', organ: 'nn', officers: [...TEAM] });
  });

  it('of held clues says which are past their review', async () => {
    expect(await items('held')).toEqual([
      expect.objectContaining({ clue: clues.held, reviewOn: '2021-11-10', pastReview: true }),
    ]);
    expect(await items('held?asOf=2021-11-10')).toEqual([
      expect.objectContaining({ clue: clues.held, pastReview: false }),
    ]);
    expect(await items('held?asOf=2021-11-10&pastReview=true')).toEqual([]);
    expect(await items('held?asOf=2021-10-11')).toEqual([]);
  });

  it('of what is not signed for counts working days, whoever sent it', async () => {
    const row = { clue: clues.sent, fromOrgan: 'nn', toOrgan: 'qx', sentBy: 'admin-nn' };
    expect(await items('unsigned')).toEqual([
      { ...row, ordinal: 3, direction: 'down', sentAt: OF_DAY('2021-10-20'), workingDays: 22 },
    ]);
    expect(await items('unsigned?asOf=2021-10-13')).toEqual([
      expect.objectContaining({ ...row, ordinal: 1, workingDays: 2 }),
    ]);
    expect(await items('unsigned?asOf=2021-10-14')).toEqual([]);
    // Not yet known to be refused, or signed for.
    expect(await cluesIn('unsigned?asOf=2021-10-14&knownAt=2021-10-12')).toEqual([
      clues.sent,
      clues.signed,
    ]);
    expect(await cluesIn('unsigned?asOf=2021-10-14&knownAt=2021-10-13')).toEqual([clues.sent]);
    expect(await cluesIn('unsigned', 'head-qx')).toEqual([clues.sent]);
  });

  it('of what comes back counts how often, and how long a pair of organs takes', async () => {
    const row = { clue: clues.sent, returned: 2, transfers: 3, organs: ['nn', 'qx'] };
    expect(await items('ping-pong')).toEqual([expect.objectContaining(row)]);
    expect(await items('ping-pong?times=3')).toEqual([]);
    const pair = { fromOrgan: 'nn', toOrgan: 'qx', signed: 1, refused: 2 };
    expect(await items('sign-times')).toEqual([{ ...pair, averageDays: 2, longestDays: 2 }]);
  });

  it('of notices says what has become of them at any moment', async () => {
    const statusOf = async (query: string) =>
      (await items(`notices${query}`)).map(({ status }: { status: string }) => status);
    expect(await statusOf('?asOf=2021-10-11')).toEqual([]);
    expect(await statusOf('?asOf=2021-10-17')).toEqual(['issued']);
    expect(await statusOf('?asOf=2021-10-19')).toEqual(['answered']);
    expect(await statusOf('')).toEqual(['lifted']);
    expect(await statusOf('?status=open')).toEqual([]);
    expect(await statusOf('?status=open&asOf=2021-10-19&colour=yellow')).toEqual(['answered']);
    expect(await statusOf('?asOf=2021-10-19&colour=red')).toEqual([]);
  });

  it('of work counts open clues by state, age and what is overdue', async () => {
    const age = { upTo30: 0, upTo90: 3, over90: 0 };
    const byState = { held: 1, verifying: 1, withUnit: 1 };
    const load = { open: 3, overdue: 2, byState, byAge: age };
    const both = TEAM.map((officer) => ({ officer, ...load }));
    expect(await items('workload')).toEqual(both);
    expect(await items('workload', 'statistician-gx')).toEqual(both);
    expect(await items('workload?by=unit')).toEqual([
      {
        ...{ unit: 'nn', open: 4, overdue: 3, byState: { ...byState, inTransit: 1 } },
        byAge: { ...age, upTo90: 4 },
      },
      { unit: 'qx', open: 1, overdue: 1, byState: { withUnit: 1 }, byAge: { ...age, upTo90: 1 } },
    ]);
    expect(await items('workload?asOf=2021-10-10')).toEqual([]);
    expect((await items('workload?asOf=2021-10-13'))[0]).toMatchObject({
      ...{ open: 3, overdue: 0, byAge: { upTo30: 3, upTo90: 0, over90: 0 } },
    });
    const first = await get('workload?limit=1');
    expect(first.items).toEqual(both.slice(0, 1));
    const second = await get(`workload?limit=1&page=${first.next}`);
    expect(second).toMatchObject({ items: both.slice(1), asOf: first.asOf });
    expect(second.next).toBeUndefined();
  });

  it('refuses what it does not know', async () => {
    for (const path of ['stalled?days=0', 'held?pastReview=maybe', 'recusals?asOf=2021-10-10']) {
      const answer = await office.ask('GET', `/api/${path}`, { as: 'leader-nn' });
      expect([path, answer.status]).toEqual([path, 400]);
    }
  });
});
