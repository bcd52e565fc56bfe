import { handledClue, step } from '../../../../test/support/handled.js';
import type { TestOffice } from '../../../../test/support/organisation.js';
import {
  discovered,
  openRegisters,
  type RegisteredClues,
  settled,
  TEAM,
} from '../../../../test/support/registers.js';

interface Row {
  readonly clue: string;
  readonly other: string;
  readonly id: string;
}

describe('what joins or resembles clues', () => {
  let office: TestOffice;
  let clues: RegisteredClues;
  let fresh: string;
  let bribery: string;
  let closed: string;
  let report: string;

  beforeAll(async () => {
    ({ office, clues } = await openRegisters());
    closed = await handledClue(office);
    await step(
      office,
      closed,
      [TEAM[0], 'proposeDisposal', { way: 'close' }],
      ['head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', ...TEAM] }],
      ['leader-nn', 'approveDisposal'],
      ['leader-nn', 'close', { ground: 'untrue', reason: '查无实据' }],
    );
    fresh = await discovered(office);
    bribery = await discovered(office, { violationTypes: ['bribery'] });
    const body = { channel: 'letter', realName: false, higher: false, text: '又反映陈某某' };
    const received = await office.ask('POST', '/api/reports', {
      as: 'intake-nn',
      body: { ...body, subjects: ['chen'] },
    });
    report = received.body.id;
    await step(office, fresh, [
      ...(['admin-nn', 'link', { clueId: clues.held, relation: 'same-matter' }] as const),
    ]);
    await settled(office);
  }, 180_000);
  afterAll(() => office.dispose());

  const items = async (path: string, as = 'leader-nn') => {
    const answer = await office.ask('GET', `/api/${path}`, { as });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
    return answer.body.items;
  };
  const others = async (path: string, as?: string) =>
    (await items(path, as)).map(({ other }: Row) => other).sort();

  it('is told once, and as the whole tree of a matter from wherever one asks', async () => {
    const duplicate = { clue: clues.repeated, relation: 'duplicate', other: clues.held };
    const link = { clue: fresh, relation: 'same-matter', other: clues.held };
    const all = [link, duplicate].map((one) => expect.objectContaining(one));
    expect(await items('duplicates')).toEqual(all);
    expect(await items('duplicates?relation=duplicate')).toEqual(all.slice(1));
    for (const clue of [clues.held, clues.repeated, fresh])
      expect(await items(`duplicates?clue=${clue}`)).toEqual(all.toReversed());
    expect(await items(`duplicates?clue=${clues.watched}`)).toEqual([]);
    expect(await items('duplicates', 'leader-gl')).toEqual([]);
    expect(await items(`duplicates?clue=${clues.held}`, 'leader-gl')).toEqual([]);
  });

  it('is proposed where person and type of violation are the same and nothing joins them yet', async () => {
    const { watched, held, sent, stopped, signed } = clues;
    const mine = [watched, sent, stopped, signed, closed].sort();
    expect(await others(`duplicate-candidates?clue=${fresh}`)).toEqual(mine);
    // Of what is not allocated yet, where no clue is named; another type is another matter.
    const [first] = await items('duplicate-candidates');
    expect(first).toMatchObject({ clue: fresh, subject: 'chen', violationTypes: [] });
    expect(await others('duplicate-candidates')).toEqual(mine);
    expect(await others(`duplicate-candidates?clue=${bribery}`)).toEqual([]);
    expect(await others(`duplicate-candidates?clue=${held}`)).not.toContain(clues.repeated);
    expect(await others(`duplicate-candidates?clue=${fresh}`, 'leader-gl')).toEqual([]);
    const pages = await office.ask('GET', '/api/duplicate-candidates?limit=2', { as: 'leader-nn' });
    const next = await others(`duplicate-candidates?limit=100&page=${pages.body.next}`);
    expect([...pages.body.items.map(({ other }: Row) => other), ...next].sort()).toEqual(mine);
  });

  it('is found again after a clue was closed: another clue, or a report of those who may see reports', async () => {
    const row = { clue: closed, subject: 'chen' };
    const rows = async (as: string, query = '') =>
      (await items(`repeats${query}`, as)).map(({ id }: Row) => id).sort();
    expect(await items('repeats?what=report')).toEqual([
      expect.objectContaining({ ...row, what: 'report', id: report, state: 'received' }),
    ]);
    expect(await rows('leader-nn')).toEqual([fresh, bribery, report].sort());
    expect(await rows('head-nn')).toEqual([fresh, bribery].sort());
    expect(await rows('leader-nn', '?what=clue&subject=chen')).toEqual([fresh, bribery].sort());
    expect(await rows('leader-nn', '?subject=nobody')).toEqual([]);
    expect(await rows('leader-gl')).toEqual([]);
  });
});
