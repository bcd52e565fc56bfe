import { handledClue, step } from '../support/handled.js';
import { HttpJourney } from './http-journey.js';

/** Source: domain.md §3.5: who administers, takes in or supervises sees no case content, and who audits decides on none. */
describe('who deliberates on a clue', () => {
  let journey: HttpJourney;
  let clue: string;
  beforeAll(async () => {
    journey = await HttpJourney.begin();
    clue = await handledClue(journey.office);
    await step(journey.office, clue, ['officer-1-nn', 'proposeDisposal', { way: 'verify' }]);
    await journey.employed('nn', { 'root-nn': 'sysadmin' });
  });
  afterAll(() => journey.end());

  const deliberating = async (participant: string) => {
    const participants = ['head-nn', 'leader-nn', participant];
    const body = { participants };
    const told = ['2021-10-12', 'head-nn', 'deliberate', body] as const;
    const { status, body: answer } = await journey.given(`clues/${clue}`, told);
    return `${status} ${answer.code ?? ''}`.trim();
  };

  it.each(['root-nn', 'auditor-nn', 'statistician-nn', 'intake-nn', 'admin-nn', 'supervisor-nn'])(
    'is not %s, who may not read it, or decides on none',
    async (person) => {
      expect(await deliberating(person)).toBe('409 no-deliberator');
    },
  );

  it('is nobody who may not read it, nor may do so in another office alone', async () => {
    await journey.done(`clues/${clue}`, ['2021-10-12', 'leader-nn', 'classify', { level: 'L3' }]);
    expect(await deliberating('admin-nn')).toBe('409 not-cleared');
    await journey.employed('nn', { 'admin-nn': 'auditor' });
    expect(await deliberating('admin-nn')).toBe('409 no-deliberator');
  });

  it('is nobody of an organ above that does not decide on it', async () => {
    expect(await deliberating('leader-gx')).toBe('409 deliberates-elsewhere');
  });

  it('is whoever handles it', async () => {
    expect(await deliberating('officer-1-nn')).toBe('200');
  });
});
