import { Desks } from './desks.js';
import { HttpJourney } from './http-journey.js';

const TEAM = ['officer-1-nn', 'officer-2-nn'];
const EVERYBODY = [
  ...['intake-nn', 'admin-nn', 'head-nn', 'leader-nn', ...TEAM, 'officer-3-nn'],
  ...['leader-gx', 'admin-gx', 'intake-gx', 'leader-gl'],
];

describe('what a reporter is owed, whoever would tell him being gone, is on the desks', () => {
  let journey: HttpJourney;
  beforeEach(async () => {
    journey = await HttpJourney.begin();
  });
  afterEach(() => journey.end());

  const found = (id: string) => new Desks(journey, [id]);
  const stuckOf = (id: string, as: string) => found(id).stuckOf(as);
  const onLeave = (...people: readonly string[]) =>
    journey.onLeave(['2021-10-01', '2021-12-31'], ...people);
  const received = (body: object) =>
    journey.opened('2021-10-11', 'intake-nn', 'reports', { channel: 'letter', ...body });
  const reported = async () => {
    const reporterId = await journey.opened('2021-10-11', 'intake-nn', 'people', { name: '梁' });
    const named = { realName: true, higher: false, reporterId };
    return received({ ...named, text: '反映陈某某', subjects: ['chen'] });
  };

  it('a clue settled: of who leads or appoints there, and of who is above', async () => {
    const clue = await journey.opened('2021-10-11', 'intake-nn', 'clues', {
      ...{ source: 'report', subjects: [{ personId: 'chen', managingOrganId: 'nn' }] },
      ...{ summary: '反映陈某某收受礼金', reportIds: [await reported()] },
    });
    await journey.done(
      `clues/${clue}`,
      ['2021-10-11', 'admin-nn', 'checkDuplicates'],
      ['2021-10-11', 'admin-nn', 'classify', { level: 'L2' }],
      ['2021-10-11', 'admin-nn', 'proposeAllocation', { mode: 'self' }],
      ['2021-10-11', 'leader-nn', 'approveAllocation', { mode: 'self' }],
      ['2021-10-11', 'head-nn', 'assignOfficers', { officers: TEAM }],
      ['2021-10-12', TEAM[0], 'proposeDisposal', { way: 'close' }],
      ['2021-10-12', 'head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...TEAM] }],
      ['2021-10-12', 'leader-nn', 'approveDisposal'],
      ['2021-10-12', 'leader-nn', 'close', { ground: 'untrue', reason: '失实' }],
      ['2021-10-12', 'admin-nn', 'settle', { outcome: 'no-violation' }],
    );
    expect(await found(clue).holders(EVERYBODY)).toEqual(['intake-nn', ...TEAM]);
    await onLeave('intake-nn');
    expect(await found(clue).holders(EVERYBODY)).toEqual(TEAM);
    await onLeave(...TEAM);
    expect(await found(clue).holders(EVERYBODY)).toEqual([
      'admin-nn',
      'leader-nn',
      'officer-3-nn',
      'leader-gx',
    ]);
    expect(await stuckOf(clue, 'leader-gx')).toMatchObject([
      {
        ...{ waits: ['declareNoFeedback', 'giveFeedback'], organ: 'nn' },
        roles: ['intake', 'case-officer'],
      },
    ]);
  });

  it('a report that became part of a clue: of who leads or appoints there', async () => {
    const report = await reported();
    await journey.opened('2021-10-11', 'intake-nn', 'clues', {
      ...{ source: 'report', subjects: [{ personId: 'chen', managingOrganId: 'nn' }] },
      ...{ summary: '反映陈某某收受礼金', reportIds: [report] },
    });
    expect(await found(report).holders(EVERYBODY)).toEqual(['intake-nn']);
    await onLeave('intake-nn');
    expect(await found(report).holders(EVERYBODY)).toEqual(SEES_TO_IT);
    expect(await stuckOf(report, 'leader-nn')).toMatchObject([
      {
        ...{ waits: ['acknowledge', 'referUpSealed', 'waiveAcknowledgement'] },
        ...{ organ: 'nn', roles: ['intake'] },
      },
    ]);
    await journey.employed('nn', { 'yan-nn': 'intake' });
    expect(await found(report).holders(EVERYBODY)).toEqual([]);
  });

  it('a report by name, received, and one that belongs higher: the same', async () => {
    const reports = [await reported(), await received({ realName: false, higher: true })];
    await onLeave('intake-nn');
    for (const report of reports) {
      expect(await found(report).holders(EVERYBODY)).toEqual(SEES_TO_IT);
      const [stuck] = await stuckOf(report, 'leader-nn');
      expect(stuck).toMatchObject({ roles: ['intake'] });
    }
  });

  it('not an anonymous report, to which no answer is owed: it may be kept', async () => {
    const report = await received({ realName: false, higher: false, text: '反映陈某某' });
    await onLeave('intake-nn');
    expect(await found(report).holders(EVERYBODY)).toEqual(['admin-nn']);
  });
});

/** Those above see no report that is not theirs. */
const SEES_TO_IT = ['admin-nn', 'leader-nn', 'officer-3-nn'];
