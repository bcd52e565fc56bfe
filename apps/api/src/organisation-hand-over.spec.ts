import { handledClue, step } from '../../../test/support/handled.js';
import { openOffice, type TestOffice } from '../../../test/support/organisation.js';

const LEAVING = 'officer-1-nn';
const JOINING = 'officer-3-nn';
const reason = '调离';

describe('handing over', () => {
  let office: TestOffice;
  beforeEach(async () => void (office = await openOffice()));
  afterEach(() => office.dispose());

  const handOver = async (
    to = JOINING,
    more: { as?: string; query?: string; key?: string } = {},
  ) => {
    const { as = 'head-nn', query = '', key } = more;
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const answer = await office.ask('POST', `/api/people/${LEAVING}/hand-over${query}`, {
      ...{ as, headers, body: { to, reason } },
    });
    return answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const result = async (...asked: Parameters<typeof handOver>) =>
    (await handOver(...asked)).at(-1).result;
  const eventsOf = async (clue: string) =>
    (await office.installation.store.read(`clue-${clue}`)).map(({ event }) => event);
  const replaced = async (clue: string) =>
    (await eventsOf(clue)).filter(({ type }) => type === 'OfficerReplaced');

  it('replaces the officer on every open clue, one event each, in the office of who gives it', async () => {
    const clues = [await handledClue(office), await handledClue(office)].sort();
    const untouched = await handledClue(office, ['officer-2-nn', JOINING]);
    const lines = await handOver();
    expect(lines.at(-1).result).toEqual({ clues: 2, handedOver: 2, refused: [], dryRun: false });
    expect(lines[0]).toHaveProperty('progress.total', 2);
    for (const clue of clues)
      expect(await replaced(clue)).toMatchObject([
        {
          actor: { personId: 'head-nn', role: 'unit-head', organId: 'nn' },
          data: { leaving: LEAVING, joining: JOINING },
        },
      ]);
    expect(await replaced(untouched)).toEqual([]);
  });

  it('holds also of what is being closed: reopened, it must not wait for who has left', async () => {
    const clue = await handledClue(office);
    const participants = ['head-nn', 'leader-nn', LEAVING, 'officer-2-nn'];
    await step(
      office,
      clue,
      [LEAVING, 'proposeDisposal', { way: 'close' }],
      ['head-nn', 'deliberate', { participants }],
      ['leader-nn', 'approveDisposal'],
      ['leader-nn', 'close', { ground: 'unverifiable', reason: '查无实据' }],
    );
    expect(await result()).toMatchObject({ clues: 1, handedOver: 1, refused: [] });
    expect((await eventsOf(clue)).at(-1)).toMatchObject({ type: 'OfficerReplaced' });
  });

  it('is safe to repeat', async () => {
    const clue = await handledClue(office);
    await handOver(JOINING, { key: 'hand-over-1' });
    expect(await result(JOINING, { key: 'hand-over-1' })).toMatchObject({ clues: 0 });
    expect(await result()).toMatchObject({ clues: 0, handedOver: 0, refused: [] });
    expect(await replaced(clue)).toHaveLength(1);
  });

  it('hands over once what two of it meet at the same time', async () => {
    const clue = await handledClue(office);
    const key = 'hand-over-1';
    const both = await Promise.all([result(JOINING, { key }), result(JOINING, { key })]);
    expect(both.flatMap(({ refused }) => refused)).toEqual([]);
    expect(await replaced(clue)).toHaveLength(1);
  });

  it('leaves what the joining person must not handle, and says why of each', async () => {
    const plain = await handledClue(office);
    const about = await handledClue(office, undefined, [
      { personId: JOINING, managingOrganId: 'nn' },
    ]);
    const recused = await handledClue(office, [LEAVING, 'officer-2-nn', JOINING]);
    await step(
      office,
      recused,
      ['head-nn', 'requestRecusal', { officer: JOINING, ground: 'relative', reason }],
      ['leader-nn', 'decideRecusal', { officer: JOINING, granted: true }],
    );
    const { refused, ...counts } = await result();
    expect(counts).toEqual({ clues: 3, handedOver: 1, dryRun: false });
    expect(
      new Map(refused.map((one: { clue: string; code: string }) => [one.clue, one.code])),
    ).toEqual(
      new Map([
        [about, 'officer-is-subject'],
        [recused, 'officer-recused'],
      ]),
    );
    expect(refused[0].sentence.en).toMatch(/\w/);
    expect((await replaced(plain)).length).toBe(1);
    expect((await replaced(about)).length).toBe(0);
    expect(await result('officer-1-gl')).toMatchObject({
      handedOver: 0,
      refused: [{ code: 'works-elsewhere' }, { code: 'works-elsewhere' }],
    });
  });

  it('says beforehand what it would do, and does nothing', async () => {
    const plain = await handledClue(office);
    const about = await handledClue(office, undefined, [
      { personId: JOINING, managingOrganId: 'nn' },
    ]);
    expect(await result(JOINING, { query: '?dryRun=1' })).toMatchObject({
      ...{ clues: 2, handedOver: 1, dryRun: true },
      refused: [{ clue: about, code: 'officer-is-subject' }],
    });
    expect(await replaced(plain)).toEqual([]);
  });

  it('foresees where the key was destroyed, under which the reason would be kept', async () => {
    await handledClue(office);
    const erased = await handledClue(office);
    office.installation.keys.destroy(`clue-${erased}`);
    const refused = [{ clue: erased, code: 'key-destroyed' }];
    for (const query of ['?dryRun=1', ''])
      expect(await result(JOINING, { query })).toMatchObject({ clues: 2, handedOver: 1, refused });
  });

  it('reaches no clue that the caller does not see, and gives him no right that he lacks', async () => {
    const clue = await handledClue(office);
    expect(await result(JOINING, { as: 'head-gl' })).toMatchObject({ clues: 0 });
    expect(await result(JOINING, { as: 'admin-nn' })).toMatchObject({
      handedOver: 0,
      refused: [{ clue, code: 'wrong-role' }],
    });
    const nobody = await office.ask('POST', '/api/people/nobody/hand-over', {
      ...{ as: 'head-nn', body: { to: JOINING, reason } },
    });
    expect(nobody.text).toContain('no-such-person');
    expect(await replaced(clue)).toEqual([]);
  });
});
