import { shippedProcedures } from '@cluetrail/clues';
import { carriedOut } from '../support/carried-out.js';
import { handledClue } from '../support/handled.js';
import { TEAM } from './filed.js';
import { HttpJourney, type Told } from './http-journey.js';

const disposed = (day: string, way: string): Told[] => [
  [day, TEAM[0], 'proposeDisposal', { way }],
  [day, 'head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...TEAM] }],
  [day, 'leader-nn', 'approveDisposal'],
];
const ended = (day: string): Told[] => [
  ...disposed(day, 'close'),
  [day, 'leader-nn', 'close', { ground: 'untrue', reason: '失实' }],
  [day, 'admin-nn', 'settle', { outcome: 'no-violation' }],
];
const EARLY = '409 happened-before-previous';

async function lastOf(journey: HttpJourney, clue: string, type: string) {
  const { events } = await journey.office.installation.engine.streams.load(`clue-${clue}`);
  return events.findLast((event) => event.type === type);
}

describe('a clue that was released from its holding before anybody wrote that down', () => {
  let journey: HttpJourney;
  let clue: string;
  beforeEach(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
    clue = await handledClue(journey.office);
    await carriedOut(journey.office.installation);
    await journey.done(
      `clues/${clue}`,
      ...disposed('2021-10-13', 'hold'),
      ['2021-10-14', 'leader-nn', 'hold', { reviewOn: '2021-11-10', reason: '证人在外' }],
      ['2021-10-20', 'head-nn', 'reviewHold', { reviewOn: '2021-11-12' }],
    );
    expect(await journey.refused(`clues/${clue}`, released('2021-10-18'))).toBe(EARLY);
  });
  afterEach(() => journey.end());

  const released = (happenedAt: string): Told => [
    '2021-10-25',
    'leader-nn',
    'release',
    { reason: '证人回国', happenedAt },
  ];

  it('was so no earlier than it was reviewed, and comes to its end', async () => {
    await journey.done(`clues/${clue}`, released('2021-10-20'));
    expect(Object.keys(await journey.open(clue, '2021-10-25'))).toEqual(['dispose#2', 'approve#2']);
    await journey.done(`clues/${clue}`, ...ended('2021-10-27'), [
      ...(['2021-10-28', 'admin-nn', 'archive'] as const),
    ]);
  });

  it('was so on its day, where somebody else first corrects that of the review', async () => {
    const review = await lastOf(journey, clue, 'HoldReviewed');
    const said = { command: 'correctFact', day: '2021-10-18', reason: '以记录为准' };
    await journey.done(
      `clues/${clue}`,
      ['2021-10-25', 'head-nn', 'countersign', said],
      [
        ...(['2021-10-25', 'leader-nn', 'correctFact'] as const),
        {
          ...{ targetEventId: review?.eventId, field: 'happenedAt', old: review?.happenedAt },
          ...{ new: '2021-10-18', reason: '以记录为准' },
        },
      ],
      released('2021-10-18'),
    );
    expect(Object.keys(await journey.open(clue, '2021-10-25'))).toEqual(['dispose#2', 'approve#2']);
  });
});

describe('a second report of a settled clue, found after the first reporter had been told', () => {
  let journey: HttpJourney;
  let reports: readonly string[];
  let clue: string;
  beforeAll(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
    reports = [await received(), await received()];
    const [first] = reports;
    clue = await handledClue(journey.office);
    await carriedOut(journey.office.installation);
    await journey.done(
      `clues/${clue}`,
      ['2021-10-11', 'admin-nn', 'attachReport', { reportId: first }],
      ...ended('2021-10-12'),
      ['2021-10-20', 'intake-nn', 'giveFeedback', { reportId: first, method: 'letter' }],
    );
  });
  afterAll(() => journey.end());

  async function received(): Promise<string> {
    const [day, as] = ['2021-10-08', 'intake-nn'] as const;
    const reporterId = await journey.opened(day, as, 'people', { name: '梁某某' });
    return journey.opened(day, as, 'reports', {
      ...{ channel: 'letter', realName: true, higher: false, reporterId },
      ...{ text: '反映补贴问题', subjects: ['chen'] },
    });
  }

  const attached = (happenedAt: string): Told => [
    '2021-10-25',
    'admin-nn',
    'attachReport',
    { reportId: reports[1], happenedAt },
  ];

  it('was not there before that, or nobody would be told to answer it', async () => {
    for (const at of ['2021-10-18', '2021-10-20T08:30:00+08:00'])
      expect(await journey.refused(`clues/${clue}`, attached(at))).toBe(EARLY);
  });

  it('is answered in a time of its own, and the clue is archived', async () => {
    await journey.done(`clues/${clue}`, attached('2021-10-20'));
    expect(await journey.open(clue, '2021-10-25')).toMatchObject({ 'feedback#2': '2021-11-10' });
    for (const report of reports)
      await journey.done(`reports/${report}`, [
        ...(['2021-10-26', 'intake-nn', 'acknowledge', { method: 'letter' }] as const),
      ]);
    await journey.done(
      `clues/${clue}`,
      ['2021-10-26', 'intake-nn', 'giveFeedback', { reportId: reports[1], method: 'letter' }],
      ['2021-10-26', 'admin-nn', 'archive'],
    );
  });
});
