import { handledClue, step } from '../../../../test/support/handled.js';
import { openOffice, type TestOffice } from '../../../../test/support/organisation.js';
import { settled } from '../../../../test/support/registers.js';
import { applyOrganisation } from '../organisation.js';

/** The only ones cleared for L4 are the leaders and the auditors of 南宁 and of the province. */
describe('clues that nobody is cleared for', () => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice();
    const clue = await handledClue(office);
    await handledClue(office);
    await step(office, clue, ['leader-nn', 'classify', { level: 'L4' }]);
    await settled(office);
  }, 180_000);
  afterAll(() => office.dispose());

  const told = async (as: string) => {
    const { status, body } = await office.ask('GET', '/api/uncleared', { as });
    return status === 200 ? body.items : status;
  };
  const end = (people: readonly string[]) =>
    applyOrganisation(
      office.installation,
      `appointments:\n${people
        .map((one) => {
          const [role, organ] = one.split('-');
          return `  - { person: ${one}, organ: ${organ}, role: ${role}, clearance: L4, from: 2020-01-01, to: 2021-10-08 }`;
        })
        .join('\n')}\n`,
      { dryRun: false },
    );

  it('are none while somebody in office may list them', async () => {
    expect(await told('sysadmin-nn')).toEqual([]);
    await end(['leader-nn', 'auditor-nn', 'leader-gx']);
    office.clock.set('2021-10-11T01:00:00.000Z');
    expect(await told('sysadmin-nn')).toEqual([]);
  });

  it('are counted for those above, and nothing else is told of them', async () => {
    await end(['auditor-gx']);
    office.clock.set('2021-10-12T01:00:00.000Z');
    const counted = [{ organ: 'nn', level: 'L4', clues: 1 }];
    for (const one of ['sysadmin-nn', 'supervisor-nn', 'supervisor-gx', 'sysadmin-gx'])
      expect([one, await told(one)]).toEqual([one, counted]);
  });

  it('are told to nobody beside, below, or in another office', async () => {
    for (const one of ['sysadmin-gl', 'supervisor-qx', 'intake-nn', 'officer-1-nn', 'head-nn'])
      expect([one, await told(one)]).toEqual([one, []]);
  });
});
