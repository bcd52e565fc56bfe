import { given, handledClue } from '../../../test/support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';

/** Of 南宁 the clue centre is cleared for L2, the head of a unit for L3, the leader for L4. */
describe('a level above the own clearance', () => {
  let office: TestOffice;
  beforeAll(async () => (office = await openOffice()), 180_000);
  afterAll(() => office.dispose());

  const classify = async (as: string, clue: string, level: string) => {
    const answer = await given(office, { clue, as, command: 'classify', body: { level } });
    return `${answer.status} ${answer.body.code}`;
  };

  it('is set by nobody on a clue: he would bury it', async () => {
    const clue = await handledClue(office);
    expect(await classify('admin-nn', clue, 'L4')).toBe('409 above-clearance');
    expect(await classify('admin-nn', clue, 'L3')).toBe('409 above-clearance');
    expect(await classify('leader-nn', clue, 'L3')).toBe('200 undefined');
    expect(await classify('leader-nn', clue, 'L2')).toBe('200 undefined');
  });

  it('is given to nobody who is not cleared for it', async () => {
    const clue = await handledClue(office);
    expect(await classify('leader-nn', clue, 'L4')).toBe('200 undefined');
    const replace = async (joining: string) => {
      const body = { leaving: 'officer-1-nn', joining, reason: '另有任务' };
      return given(office, { clue, as: 'leader-nn', command: 'replaceOfficer', body });
    };
    const refused = await replace('officer-3-nn');
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'not-cleared', details: { found: 'officer-3-nn', expected: 'L4' } },
    ]);
    expect(await classify('leader-nn', clue, 'L3')).toBe('200 undefined');
    expect((await replace('officer-3-nn')).status).toBe(200);
  });

  it('goes to no organ where nobody who signs for it is cleared', async () => {
    const clue = await handledClue(office);
    const letGo = async () => {
      const body = { to: 'qx', mode: 'forward' };
      return given(office, { clue, as: 'leader-nn', command: 'approveTransfer', body });
    };
    // The leader of 青秀 is, and signs for nothing.
    expect(await classify('leader-nn', clue, 'L4')).toBe('200 undefined');
    const refused = await letGo();
    const details = { found: 'qx', expected: 'L4', roles: ['clue-admin', 'unit-head'] };
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'nobody-cleared', details },
    ]);
    expect(await classify('leader-nn', clue, 'L3')).toBe('200 undefined');
    expect((await letGo()).status).toBe(200);
  });

  it('is given to nothing that one brings in', async () => {
    const post = async (path: string, body: object) => {
      const answer = await office.ask('POST', `/api/${path}`, { as: 'intake-nn', body });
      return `${answer.status} ${answer.body.code}`;
    };
    const report = { channel: 'letter', realName: false, higher: false, text: '来信' };
    for (const level of ['L3', 'L4']) {
      expect(await post('clues', { ...DISCOVERY, level })).toBe('409 above-clearance');
      expect(await post('reports', { ...report, level })).toBe('409 above-clearance');
    }
    expect(await post('clues', { ...DISCOVERY, level: 'L2' })).toBe('201 undefined');
    expect(await post('reports', { ...report, level: 'L2' })).toBe('201 undefined');
  });
});
