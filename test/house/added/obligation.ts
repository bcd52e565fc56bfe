import { DISCOVERY, openOffice, type TestOffice } from '../../support/organisation.js';

/** Run in a scratch copy after docs/how-to/add-an-obligation.md. */
describe('the obligation that was added', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  it('runs for a clue discovered now, and is overdue when nobody meets it', async () => {
    const made = await office.ask('POST', '/api/clues', { as: 'admin-nn', body: DISCOVERY });
    const { id, receipt } = made.body;
    const told = (await office.ask('GET', `/api/clues/${id}`, { as: 'leader-nn' })).body;
    const forward = told.obligations.find(({ code }: { code: string }) => code === 'forward');
    // Friday, 8 October 2021; Saturday the 9th is worked.
    expect([forward.code, forward.state, forward.dueOn]).toEqual(['forward', 'open', '2021-10-14']);
    const overdue = async (asOf: string) =>
      (
        await office.ask('GET', `/api/overdue?asOf=${asOf}&obligation=forward&after=${receipt}`, {
          as: 'supervisor-nn',
        })
      ).body.items.map(({ clue }: { clue: string }) => clue);
    expect(await overdue('2021-10-14')).toEqual([]);
    expect(await overdue('2021-10-15')).toEqual([id]);
  });
});
