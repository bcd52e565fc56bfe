import { DISCOVERY, openOffice, type TestOffice } from '../../support/organisation.js';

/** Run in a scratch copy after docs/how-to/add-a-transition.md. */
describe('the command that was added', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  it('is open to the leader, closed to others with the reason, and leaves its event', async () => {
    const { id } = (await office.ask('POST', '/api/clues', { as: 'admin-nn', body: DISCOVERY }))
      .body;
    const offered = async (as: string) =>
      (await office.ask('GET', `/api/clues/${id}`, { as })).body.commands.find(
        ({ command }: { command: string }) => command === 'instruct',
      );
    const title = { en: 'Give an instruction', zh: '批示' };
    expect(await offered('leader-nn')).toMatchObject({ command: 'instruct', title });
    expect(await offered('leader-nn')).not.toHaveProperty('refused');
    expect(await offered('admin-nn')).toMatchObject({ refused: { code: 'wrong-role' } });
    const given = await office.ask('POST', `/api/clues/${id}/instruct`, {
      ...{ as: 'leader-nn', body: { instruction: 'hasten' }, headers: { 'if-match': '"1"' } },
    });
    expect(given.status).toBe(200);
    const { event } = (await office.installation.store.read(`clue-${id}`))[1];
    expect(event).toMatchObject({ type: 'InstructionGiven', data: { instruction: 'hasten' } });
    expect(event.basis).toMatchObject({ version: 6 });
  });

  it('has its route in the OpenAPI document', async () => {
    const { paths } = (await office.ask('GET', '/api/openapi.json')).body;
    expect(Object.keys(paths)).toContain('/api/clues/{id}/instruct');
  });
});
