import { openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { settled } from '../../../test/support/registers.js';
import { given, step } from '../../../test/support/handled.js';

const INVESTIGATED = {
  ...{ organ: 'nn', number: '2021-041', state: 'investigating', discoveredOn: '2021-06-01' },
  ...{ source: 'audit', subjects: [{ personId: 'chen', managingOrganId: 'nn' }] },
  ...{ officers: ['officer-1-nn', 'officer-2-nn'], summary: '反映陈某某收受礼金' },
};

/** Its case stays with 南宁, where officer-2 of 桂林 was added to it; reopened, the clue goes to 桂林. */
describe('a clue whose earlier case another organ keeps', () => {
  let office: TestOffice;
  let clue: string;
  beforeAll(async () => {
    office = await openOffice();
    office.clock.set('2021-10-08T01:00:00.000Z');
    const made = await office.ask('POST', '/api/clues/takeOver', {
      ...{ as: 'admin-nn', body: INVESTIGATED },
    });
    clue = made.body.id;
    await settled(office);
    const { caseId } = (await office.ask('GET', `/api/clues/${clue}`, { as: 'leader-nn' })).body;
    const inCase = async (as: string, command: string, body: object) => {
      const { version } = await office.installation.engine.streams.load(`case-${caseId}`);
      const headers = { 'if-match': `"${version}"` };
      const answer = await office.ask('POST', `/api/cases/${caseId}/${command}`, {
        ...{ as, body, headers },
      });
      expect([command, answer.status]).toEqual([command, 200]);
    };
    await inCase('officer-1-nn', 'addCasePerson', {
      ...{ personId: 'officer-2-gl', managingOrganId: 'nn', rankCode: 'staff', reason: '同案' },
    });
    await inCase('leader-nn', 'withdrawCase', { reason: '查无实据' });
    await settled(office);
    await step(
      office,
      clue,
      ['admin-nn', 'settle', { outcome: 'clarified' }],
      ['leader-nn', 'reopen', { evidence: '新账册', reason: '新证据' }],
      ['leader-gx', 'designate', { organ: 'gl', reason: '指定管辖' }],
    );
    expect((await office.ask('GET', `/api/cases/${caseId}`, { as: 'head-gl' })).status).toBe(404);
  }, 180_000);
  afterAll(() => office.dispose());

  const assign = (...officers: string[]) =>
    given(office, { clue, as: 'head-gl', command: 'assignOfficers', body: { officers } });

  it('is entrusted to nobody whom that is about, and the refusal says no more than that', async () => {
    const { status, body } = await assign('officer-1-gl', 'officer-2-gl');
    expect([status, body.code]).toEqual([409, 'officer-is-subject']);
    expect(body).not.toHaveProperty('details');
    expect(JSON.stringify(body)).not.toContain('officer-2-gl');
    expect((await assign('officer-1-gl', 'officer-3-gl')).status).toBe(200);
  });
});
