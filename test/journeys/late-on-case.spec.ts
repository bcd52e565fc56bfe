import { shippedProcedures } from '@cluetrail/clues';
import { carriedOut } from '../support/carried-out.js';
import { handledClue } from '../support/handled.js';
import { DIGEST, FILED, TEAM } from './filed.js';
import { HttpJourney, type Told } from './http-journey.js';

/** Then due on 15 March. */
const EXTENDED: readonly Told[] = [
  ['2022-01-10', TEAM[0], 'requestExtension', { obligation: 'invest', reason: '取证未完' }],
  ['2022-01-11', 'leader-nn', 'grantExtension', { obligation: 'invest' }],
];

const signed = (as: string, told: string, happenedAt: string, more: object = {}): Told => [
  ...([told, as, 'signInvestigationReport'] as const),
  { digest: DIGEST, happenedAt, ...more },
];

/** Source: docs/adr/0022: a reason is asked where a due passed between what happened and its telling. */
describe('what is told of a case after its due', () => {
  let journey: HttpJourney;
  beforeAll(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
  });
  afterAll(() => journey.end());

  const caseOf = async (clue: string) => `cases/${(await journey.clue(clue)).caseId}`;

  it('as its clue put that off, needs a reason; before, none', async () => {
    const clue = await handledClue(journey.office);
    await carriedOut(journey.office.installation);
    await journey.done(`clues/${clue}`, ...FILED, ...EXTENDED);
    expect(await journey.open(clue, '2022-03-01')).toMatchObject({ 'invest#1': '2022-03-15' });
    const file = await caseOf(clue);
    await journey.done(file, signed(TEAM[0], '2022-02-18', '2022-02-14'));
    const late = ['2022-03-18', '2022-03-14'] as const;
    expect(await journey.refused(file, signed(TEAM[1], ...late))).toBe('409 required');
    await journey.done(file, signed(TEAM[1], ...late, { reason: '漏登' }));
    const [day, as, command] = ['2022-03-18', TEAM[0], 'concludeInvestigation'] as const;
    const report = { finding: 'violation', digest: DIGEST, happenedAt: '2022-03-15' };
    expect(await journey.refused(file, [day, as, command, report])).toBe('409 required');
    await journey.done(file, [day, as, command, { ...report, reason: '漏登' }]);
  });

  it('as it was taken over with its clue, needs a reason', async () => {
    const clue = await journey.opened('2021-12-01', 'admin-nn', 'clues/takeOver', {
      ...{ number: '纪信 7', organ: 'nn', state: 'investigating', officers: TEAM },
      ...{ discoveredOn: '2021-03-01', happenedAt: '2021-11-15', source: 'audit' },
      ...{ subjects: [{ personId: 'chen', managingOrganId: 'nn' }], summary: '反映套取补贴' },
      dueOn: '2022-01-20',
    });
    const file = await caseOf(clue);
    expect(await journey.open(clue, '2022-01-01')).toMatchObject({ 'invest#1': '2022-01-20' });
    const late = ['2022-01-24', '2022-01-19'] as const;
    expect(await journey.refused(file, signed(TEAM[0], ...late))).toBe('409 required');
    await journey.done(file, signed(TEAM[0], ...late, { reason: '漏登' }));
  });
});
