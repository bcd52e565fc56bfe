import { DISCOVERY, openOffice, type TestOffice } from '../../../../test/support/organisation.js';

describe('the number of a clue', () => {
  let office: TestOffice;
  const ids: string[] = [];
  beforeAll(async () => {
    office = await openOffice();
    await Promise.all(Array.from({ length: 16 }, () => takenOn()));
    await office.installation.runner.catchUp();
    await office.installation.followUps.wake();
    await office.installation.runner.catchUp();
  });
  afterAll(() => office.dispose());

  const get = (path: string, as = 'leader-nn') => office.ask('GET', path, { as });

  /** A clue of 南宁, as far as its head handles it there. */
  async function takenOn(): Promise<void> {
    const opened = await office.ask('POST', '/api/clues', { as: 'admin-nn', body: DISCOVERY });
    const { id } = opened.body;
    const steps: readonly (readonly [string, string, object])[] = [
      ['admin-nn', 'checkDuplicates', {}],
      ['admin-nn', 'classify', { level: 'L1' }],
      ['admin-nn', 'proposeAllocation', { mode: 'self' }],
      ['leader-nn', 'approveAllocation', { mode: 'self' }],
    ];
    for (const [index, [as, command, body]] of steps.entries()) {
      const headers = { 'if-match': `"${index + 1}"` };
      const { status } = await office.ask('POST', `/api/clues/${id}/${command}`, {
        ...{ as, body, headers },
      });
      expect([command, status]).toEqual([command, 200]);
    }
    ids.push(id);
  }

  it('is the next one of the organ and year, each once and none left out', async () => {
    const { body } = await get('/api/clues?limit=100');
    const numbers = body.items.map(({ number }: { number: string }) => number).sort();
    expect(numbers).toEqual(ids.map((_, index) => `nn-2021-${String(index + 1).padStart(4, '0')}`));
  });

  it('finds its clue in the list, and in the search of those who read content', async () => {
    const listed = async (query: string, as: string) =>
      (await get(`/api/clues?${query}`, as)).body.items.map((one: { clue: string }) => one.clue);
    const [clue] = await listed('number=nn-2021-0007', 'admin-nn');
    expect(ids).toContain(clue);
    expect(await listed('number=nn-2021-0007', 'admin-nn')).toHaveLength(1);
    expect(await listed('q=nn-2021-0007', 'leader-nn')).toEqual([clue]);
    expect(await listed('number=nn-2021-0017', 'leader-nn')).toEqual([]);
    expect(await listed('number=nn-2021-0007', 'intake-gl')).toEqual([]);
    expect(await listed('number=NN-2021-0007', 'leader-nn')).toEqual([]);
  });

  it('is told in the state and in the history', async () => {
    const { body } = await get('/api/clues?number=nn-2021-0003');
    const [{ clue }] = body.items;
    expect((await get(`/api/clues/${clue}`)).body.number).toBe('nn-2021-0003');
    const history = await get(`/api/clues/${clue}/history`);
    expect(history.body.items.at(-1)).toMatchObject({
      type: 'NumberAssigned',
      actor: { personId: 'system:numbering' },
      summary: { en: 'number: nn-2021-0003' },
    });
    const due = await get(`/api/due-soon?within=3M`);
    expect(due.body.items.every(({ number }: { number: string }) => number.startsWith('nn-'))).toBe(
      true,
    );
  });
});
