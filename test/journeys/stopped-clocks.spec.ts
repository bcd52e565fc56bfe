import { shippedProcedures } from '@cluetrail/clues';
import { carriedOut } from '../support/carried-out.js';
import { handledClue } from '../support/handled.js';
import { HttpJourney, type Told } from './http-journey.js';

const TEAM = ['officer-1-nn', 'officer-2-nn'];
const DIGEST = 'ab'.repeat(32);
const INVEST = { obligation: 'invest' };
const STOP = { ...INVEST, ground: 'awaiting-other-organ', reason: '等待银行答复' };

/** Verified and filed. */
const FILED: readonly Told[] = [
  ['2021-10-11', TEAM[0], 'proposeDisposal', { way: 'verify' }],
  ['2021-10-12', 'head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...TEAM] }],
  ['2021-10-13', 'leader-nn', 'approveDisposal'],
  ['2021-10-14', 'head-nn', 'startVerification', { team: TEAM }],
  ['2021-11-08', TEAM[0], 'signVerificationReport', { digest: DIGEST }],
  ['2021-11-09', TEAM[1], 'signVerificationReport', { digest: DIGEST }],
  [
    ...(['2021-11-10', TEAM[0], 'submitVerificationReport'] as const),
    { digest: DIGEST, findings: [{ matter: '补贴', result: 'substantiated' }], proposal: 'file' },
  ],
  ['2021-11-12', 'leader-nn', 'concludeVerification', { outcome: 'file' }],
  ['2021-11-15', 'leader-nn', 'startInvestigation', { officers: TEAM }],
];

describe('the clock of an investigation, which runs on the case and is stopped on the clue', () => {
  let journey: HttpJourney;
  let clue: string;
  beforeAll(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
    clue = await handledClue(journey.office);
    await carriedOut(journey.office.installation);
    await journey.done(`clues/${clue}`, ...FILED);
  }, 180_000);
  afterAll(() => journey.end());

  const invest = async (asOf: string) =>
    (await journey.clocks(clue, asOf)).find(({ code }) => code === 'invest');

  it('stops and goes on as of the day on which it began, where nobody wrote down the hour', async () => {
    const happenedAt = '2021-11-15';
    await journey.done(
      `clues/${clue}`,
      [happenedAt, 'leader-nn', 'suspendClock', { ...STOP, happenedAt }],
      [happenedAt, 'leader-nn', 'resumeClock', { ...INVEST, happenedAt }],
    );
    expect(await invest(happenedAt)).toMatchObject({ state: 'open', dueOn: '2022-02-15' });
  });
});
