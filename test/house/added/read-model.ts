import { FIRST_VERSION } from '../../support/first-version.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../support/organisation.js';

/** Run in a scratch copy after docs/how-to/add-a-read-model.md. */
describe('the read model that was added', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice({ shipped: FIRST_VERSION })));
  afterAll(() => office.dispose());

  it('is filled, and shown to those who may see the clue', async () => {
    const { id } = (await office.ask('POST', '/api/clues', { as: 'admin-nn', body: DISCOVERY }))
      .body;
    const move = (as: string, version: number, command: string, body: object) =>
      office.ask('POST', `/api/clues/${id}/${command}`, {
        ...{ as, body, headers: { 'if-match': `"${version}"` } },
      });
    await move('admin-nn', 1, 'transfer', { to: 'qx', direction: 'down' });
    await move('admin-qx', 2, 'acceptTransfer', {});
    const closed = await move('leader-qx', 3, 'close', { ground: 'untrue', reason: '查无实据' });
    expect(closed.status).toBe(200);
    const listed = async (as: string) =>
      (await office.ask('GET', `/api/closures?after=${closed.body.receipt}`, { as })).body.items;
    const { event } = (await office.installation.store.read(`clue-${id}`))[3];
    expect(await listed('leader-qx')).toEqual([
      { clue: id, ground: 'untrue', closedAt: event.happenedAt.at },
    ]);
    expect(await listed('leader-gl')).toEqual([]);
  });
});
