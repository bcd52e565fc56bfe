import { given, handledClue, step } from '../../../test/support/handled.js';
import { openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { settled, TEAM } from '../../../test/support/registers.js';

interface Refused {
  readonly id: string;
  readonly person: string;
  readonly command: string;
  readonly code: string;
}

/** Domain reference §3.9 (10): rejected, and logged. */
describe('a command that is refused for who gives it', () => {
  let office: TestOffice;
  let clue: string;
  const seenBy = async (as: string, query = ''): Promise<readonly Refused[]> => {
    await settled(office);
    const answer = await office.ask('GET', `/api/refused-commands?${query}`, { as });
    expect(answer.status).toBe(200);
    return answer.body.items;
  };
  const told = (items: readonly Refused[]) =>
    items.map(({ person, command, code }) => `${person} ${command}: ${code}`).sort();

  beforeAll(async () => {
    office = await openOffice();
    office.clock.set('2021-10-11T01:00:00.000Z');
    clue = await handledClue(office);
    await step(
      office,
      clue,
      ['head-nn', 'requestRecusal', { officer: TEAM[0], ground: 'relative', reason: '亲属' }],
      ['leader-nn', 'decideRecusal', { officer: TEAM[0], granted: true }],
      ['head-nn', 'replaceOfficer', { leaving: TEAM[0], joining: 'officer-3-nn', reason: '回避' }],
      [TEAM[1], 'proposeDisposal', { way: 'verify' }],
      ['head-nn', 'deliberate', { participants: ['head-nn', 'leader-nn', TEAM[1]] }],
    );
    const tried = async (as: string, command: string, body: object = {}) =>
      (await given(office, { clue, as, command, body })).status;
    // No right, recused (so that there is no such clue for him), and none of these: only not now.
    expect(await tried('head-nn', 'approveDisposal')).toBe(403);
    expect(await tried(TEAM[0], 'proposeDisposal', { way: 'close' })).toBe(404);
    expect(await tried('leader-nn', 'archive')).toBe(403);
    expect(await tried('head-nn', 'startVerification', { team: TEAM })).toBe(409);
    const nothing = await office.ask('POST', `/api/clues/${'0'.repeat(8)}/archive`, {
      as: 'admin-nn',
      headers: { 'if-match': '"1"' },
      body: {},
    });
    expect(nothing.status).toBe(404);
    const opened = await office.ask('POST', '/api/clues', { as: 'leader-nn', body: DISCOVERED });
    expect(opened.status).toBe(403);
  }, 180_000);
  afterAll(() => office.dispose());

  it('is recorded with who, what and why, and listed for the auditor', async () => {
    expect(told(await seenBy('auditor-nn'))).toEqual(
      [
        'head-nn approveDisposal: wrong-role',
        'leader-nn archive: wrong-role',
        'leader-nn discover: wrong-role',
        `${TEAM[0]} proposeDisposal: not-visible`,
      ].sort(),
    );
    const of = await seenBy('auditor-gx', `person=${TEAM[0]}`);
    expect(of).toMatchObject([{ id: clue, kind: 'clue', code: 'not-visible' }]);
    expect(told(await seenBy('auditor-gx', 'code=wrong-role'))).toHaveLength(3);
  });

  it('is listed for nobody else', async () => {
    for (const as of ['leader-nn', 'admin-nn', 'supervisor-gx', 'auditor-gl'])
      expect(await seenBy(as)).toEqual([]);
  });

  it('is told page by page', async () => {
    const all = await seenBy('auditor-nn');
    const first = await office.ask('GET', '/api/refused-commands?limit=3', { as: 'auditor-nn' });
    const next = encodeURIComponent(first.body.next);
    const rest = await office.ask('GET', `/api/refused-commands?limit=3&page=${next}`, {
      as: 'auditor-nn',
    });
    expect([...first.body.items, ...rest.body.items]).toEqual(all);
  });

  it('leaves nothing on the clue itself', async () => {
    const { events } = await office.installation.engine.streams.load(`clue-${clue}`);
    expect(events.map(({ type }) => type)).not.toContain('CommandRefused');
  });
});

const DISCOVERED = {
  source: 'audit',
  subjects: [{ personId: 'chen', managingOrganId: 'nn' }],
  summary: '账目不符',
};
