import { shippedProcedures } from '@cluetrail/clues';
import { Desks } from './desks.js';
import { HttpJourney, type Told } from './http-journey.js';

const FORWARD = { mode: 'forward', to: 'qx' };

describe('a clue that was approved to go elsewhere', () => {
  let journey: HttpJourney;
  beforeEach(async () => {
    journey = await HttpJourney.begin({ shipped: shippedProcedures() });
  });
  afterEach(() => journey.end());

  it('is late where nobody sends it, and is told to who sees to that; it may be kept here', async () => {
    const clue = await journey.opened('2021-10-11', 'intake-nn', 'clues', {
      ...{ procedure: 'cn-2019-example', source: 'audit', summary: 'x' },
      subjects: [{ personId: 'chen', managingOrganId: 'nn' }],
    });
    const decided = (day: string, body: object): Told => [
      ...([day, 'leader-nn', 'approveAllocation', body] as const),
    ];
    await journey.done(
      `clues/${clue}`,
      ['2021-10-11', 'admin-nn', 'checkDuplicates'],
      ['2021-10-11', 'admin-nn', 'classify', { level: 'L2' }],
      ['2021-10-11', 'admin-nn', 'proposeAllocation', FORWARD],
      decided('2021-10-12', FORWARD),
    );
    for (const mode of ['forward', 'assign'])
      expect(
        await journey.refused(`clues/${clue}`, decided('2021-10-18', { ...FORWARD, mode })),
      ).toBe('409 already-allocated');
    expect(await journey.open(clue, '2021-10-20')).toEqual({ 'allocate#2': '2021-10-19' });
    const desks = new Desks(journey, [clue]);
    expect(await desks.holders(['admin-nn', 'leader-nn'])).toEqual(['admin-nn']);
    await journey.onLeave(['2021-10-01', '2021-12-31'], 'admin-nn');
    expect(await desks.holders(['leader-nn', 'leader-gx'])).toEqual(['leader-nn', 'leader-gx']);
    expect(await desks.stuckOf('leader-nn')).toMatchObject([
      { waits: ['transfer'], organ: 'nn', roles: ['clue-admin'] },
    ]);
    await journey.done(`clues/${clue}`, decided('2021-10-20', { mode: 'self' }));
    expect((await journey.clue(clue)).state).toBe('withUnit');
  });
});
