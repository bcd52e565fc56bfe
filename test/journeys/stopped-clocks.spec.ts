import { shippedProcedures } from '@cluetrail/clues';
import { carriedOut } from '../support/carried-out.js';
import { handledClue } from '../support/handled.js';
import { DIGEST, FILED, TEAM } from './filed.js';
import { HttpJourney, type Told } from './http-journey.js';

const INVEST = { obligation: 'invest' };
const STOP = { ...INVEST, ground: 'awaiting-other-organ', reason: '等待银行答复' };

describe('the clock of an investigation, which runs on the case and is stopped on the clue', () => {
  let journey: HttpJourney;
  let clue: string;
  let file: string;
  beforeAll(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
    clue = await handledClue(journey.office);
    await carriedOut(journey.office.installation);
    await journey.done(`clues/${clue}`, ...FILED);
    file = (await journey.clue(clue)).caseId;
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

  it('is not met before it was stopped, where somebody else corrects the time of the report', async () => {
    await journey.done(
      `cases/${file}`,
      ...TEAM.map((as): Told => ['2021-11-19', as, 'signInvestigationReport', { digest: DIGEST }]),
    );
    await journey.done(
      `clues/${clue}`,
      ['2021-11-22', 'leader-nn', 'suspendClock', STOP],
      ['2021-11-25', 'leader-nn', 'resumeClock', INVEST],
    );
    const finding = { finding: 'violation', digest: DIGEST };
    await journey.done(`cases/${file}`, ['2021-11-26', TEAM[0], 'concludeInvestigation', finding]);
    const { events } = await journey.office.installation.engine.streams.load(`case-${file}`);
    const report = events.find(({ type }) => type === 'InvestigationReportSubmitted');
    const corrected = (to: string): Told => [
      ...(['2021-11-26', 'leader-nn', 'correctFact'] as const),
      {
        ...{ targetEventId: report?.eventId, field: 'happenedAt', old: report?.happenedAt },
        ...{ new: to, reason: '以签收为准' },
      },
    ];
    for (const at of ['2021-11-23', '2021-11-21'])
      expect(await journey.refused(`cases/${file}`, corrected(at))).toBe(
        '409 happened-before-previous',
      );
    await journey.done(`cases/${file}`, corrected('2021-11-26'));
    expect(await invest('2021-11-26')).toMatchObject({ state: 'met', dueOn: '2022-02-18' });
  });
});
