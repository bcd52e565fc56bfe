import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { settle } from './settle.js';

describe('settling', () => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice();
  }, 180_000);
  afterAll(() => office.dispose());

  it('ends when what processes owe is done, and the read side has it', async () => {
    office.clock.set('2021-10-11T01:00:00.000Z');
    const made = await office.ask('POST', '/api/people', {
      ...{ as: 'intake-nn', body: { name: '苏某某' } },
    });
    const subjects = [...DISCOVERY.subjects, { personId: made.body.id, managingOrganId: 'nn' }];
    const body = { ...DISCOVERY, subjects };
    const { id, version } = (await office.ask('POST', '/api/clues', { as: 'admin-nn', body })).body;
    const children = subjects.map(({ personId }) => ({ subjects: [personId], reports: [] }));
    await office.ask('POST', `/api/clues/${id}/split`, {
      ...{ as: 'admin-nn', body: { children, reason: '分别办理' } },
      headers: { 'if-match': `"${version}"` },
    });
    await settle(office.installation, 60_000);
    const { query } = office.installation.database;
    expect(await query.selectFrom('followUps').selectAll().execute()).toEqual([]);
    expect(await query.selectFrom('clues').select('clue').execute()).toHaveLength(3);
  });

  it('waits no longer than it may', async () => {
    const never = new Promise<never>(() => {});
    const runner = { ...office.installation.runner, catchUp: () => never };
    const settling = settle({ ...office.installation, runner }, 20);
    await expect(settling).resolves.toBeUndefined();
  }, 5000);
});
