import { handledClue } from '../support/handled.js';
import { settled } from '../support/registers.js';
import { HttpJourney } from './http-journey.js';

const TEAM = ['officer-1-nn', 'officer-2-nn', 'officer-3-nn'];
const DAY = '2021-10-12';

/** 南宁 has three who handle clues. */
describe('a verification of which one officer is left', () => {
  let journey: HttpJourney;
  let clue: string;
  beforeAll(async () => {
    journey = await HttpJourney.begin();
    clue = await handledClue(journey.office);
    await settled(journey.office);
  });
  afterAll(() => journey.end());

  const recused = (officer: string) =>
    journey.done(
      `clues/${clue}`,
      [DAY, 'intake-nn', 'requestRecusal', { officer, ground: 'relative', reason: '亲属' }],
      [DAY, 'leader-nn', 'decideRecusal', { officer, granted: true }],
    );
  const openTo = async (as: string) => {
    const { engine } = journey.office.installation;
    const commands = await engine.openCommands('clue', `clue-${clue}`, as);
    return commands?.find(({ command }) => command === 'replaceOfficer')?.refused?.code;
  };

  it('is told that nobody else may join him, until somebody is appointed', async () => {
    await journey.done(
      `clues/${clue}`,
      [DAY, TEAM[0], 'proposeDisposal', { way: 'verify' }],
      [DAY, 'head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', TEAM[0]] }],
      [DAY, 'leader-nn', 'approveDisposal'],
      [DAY, 'head-nn', 'startVerification', { team: TEAM }],
    );
    await recused(TEAM[0]);
    expect(await openTo('head-nn')).toBeUndefined();
    await recused(TEAM[1]);
    expect(await openTo('head-nn')).toBe('nobody-to-join');
    const joining = { leaving: TEAM[0], joining: 'officer-8-nn', reason: '回避' };
    const replaced = [DAY, 'head-nn', 'replaceOfficer', joining] as const;
    expect(await journey.refused(`clues/${clue}`, replaced)).toBe('409 nobody-to-join');
    await journey.employed('nn', { 'officer-8-nn': 'case-officer' });
    expect(await openTo('head-nn')).toBeUndefined();
    await journey.done(`clues/${clue}`, replaced);
  });
});
