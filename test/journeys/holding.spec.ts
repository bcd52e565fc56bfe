import { carriedOut } from '../support/carried-out.js';
import { handledClue } from '../support/handled.js';
import { HttpJourney } from './http-journey.js';

const TEAM = ['officer-1-nn', 'officer-2-nn'];

/** Source: the clock `hold` of the whole procedure, 30 days from the holding and from each review. */
describe('a clue that is held', () => {
  let journey: HttpJourney;
  let clue: string;
  beforeAll(async () => {
    journey = await HttpJourney.begin();
    clue = await handledClue(journey.office);
    await carriedOut(journey.office.installation);
    await journey.done(
      `clues/${clue}`,
      ['2021-10-11', TEAM[0], 'proposeDisposal', { way: 'hold' }],
      ['2021-10-12', 'head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...TEAM] }],
      ['2021-10-13', 'leader-nn', 'approveDisposal'],
    );
  });
  afterAll(() => journey.end());

  const hold = (reviewOn: string) =>
    ['2021-10-14', 'leader-nn', 'hold', { reviewOn, reason: '证人在外' }] as const;
  const review = (reviewOn: string) =>
    ['2021-11-10', 'head-nn', 'reviewHold', { reviewOn }] as const;
  // 13 November is a Saturday, 10 December a Friday.
  const [due, next] = ['2021-11-15', '2021-12-10'];

  it('is looked at again no later than its clock asks for, and the refusal names that day', async () => {
    const { status, body } = await journey.given(`clues/${clue}`, hold('2030-01-01'));
    expect([status, body.code]).toEqual([409, 'review-after-due']);
    expect(body.detail.en).toContain(due);
    await journey.done(`clues/${clue}`, hold(due));
    expect(await journey.open(clue, '2021-10-14')).toMatchObject({ 'hold#1': due });
  });

  it('nor is the next review, whose time begins anew', async () => {
    expect(await journey.refused(`clues/${clue}`, review('2021-12-11'))).toBe(
      '409 review-after-due',
    );
    await journey.done(`clues/${clue}`, review(next));
    expect(await journey.open(clue, '2021-11-10')).toMatchObject({ 'hold#2': next });
  });
});
