import { given, handledClue, step } from '../../../test/support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';
import { settled } from '../../../test/support/registers.js';

const LETTER = {
  ...{ channel: 'letter', realName: true, higher: false },
  ...{ text: '反映陈某某收受礼金', subjects: ['chen'] },
};
const [REPORTER, COLLEAGUE] = ['officer-1-nn', 'officer-2-nn'] as const;
const officers = [REPORTER, COLLEAGUE];
const proposing = { command: 'proposeDisposal', body: { way: 'verify' } };

describe('an officer who reported the matter by name', () => {
  let office: TestOffice;
  let clue: string;
  /** With a report that this person sent. */
  const discovered = async (reporterId: string): Promise<string> => {
    const intake = { as: 'intake-nn' };
    const letter = { ...LETTER, reporterId };
    const { body: report } = await office.ask('POST', '/api/reports', { ...intake, body: letter });
    const discovery = { ...DISCOVERY, reportIds: [report.id] };
    return (await office.ask('POST', '/api/clues', { ...intake, body: discovery })).body.id;
  };
  /** The same; entrusted to both officers. */
  const handled = async (reporterId: string) => {
    const id = await discovered(reporterId);
    await settled(office);
    await step(
      office,
      id,
      ['admin-nn', 'checkDuplicates'],
      ['admin-nn', 'classify', { level: 'L2' }],
      ['admin-nn', 'proposeAllocation', { mode: 'self' }],
      ['leader-nn', 'approveAllocation', { mode: 'self' }],
      ['head-nn', 'assignOfficers', { officers }],
    );
    return id;
  };
  const refusedOf = async (as: string) => {
    const { body } = await office.ask('GET', `/api/clues/${clue}`, { as });
    const all: readonly { command: string; refused?: { code: string } }[] = body.commands;
    const own = all.filter(({ refused }) => refused?.code === 'own-report');
    return { own: own.map(({ command }) => command), all: all.map(({ command }) => command) };
  };

  beforeAll(async () => {
    office = await openOffice();
    office.clock.set('2021-10-08T01:00:00.000Z');
    clue = await handled(REPORTER);
  }, 180_000);
  afterAll(() => office.dispose());

  it('is named like any other, and refused what he gives himself', async () => {
    const own = await given(office, { clue, as: REPORTER, ...proposing });
    expect([own.status, own.body.code]).toEqual([409, 'own-report']);
    expect(own.body).not.toHaveProperty('details');
    const told = await refusedOf(REPORTER);
    expect(told.own).toContain('proposeDisposal');
    expect(told.own).not.toContain('requestRecusal');
    expect(told.all).toContain('requestRecusal');
  });

  it('is told of it alone: no list, no event and nobody else’s answer says it', async () => {
    await settled(office);
    expect((await refusedOf(COLLEAGUE)).own).toEqual([]);
    for (const path of ['refused-commands', `capacities?clue=${clue}`, `clues/${clue}/accesses`]) {
      const { status, text } = await office.ask('GET', `/api/${path}`, { as: 'auditor-nn' });
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toContain('own-report');
    }
    const couldDo = await office.ask('GET', `/api/capacities?clue=${clue}&person=${REPORTER}`, {
      as: 'leader-nn',
    });
    expect(JSON.stringify(couldDo.body.items)).toContain('proposeDisposal');
    const { engine } = office.installation;
    const { events } = await engine.streams.load(`clue-${clue}`);
    const before = events.slice(
      0,
      events.findIndex(({ type }) => type === 'OfficersAssigned'),
    );
    expect(before.length).toBeGreaterThan(3);
    expect(JSON.stringify(before)).not.toContain(REPORTER);
    expect((await engine.streams.load(`access-clue-${clue}`)).version).toBe(0);
  });

  it('leaves by asking for his own recusal', async () => {
    const recusal = (officer: string) => ({
      command: 'requestRecusal',
      body: { officer, ground: 'other', reason: '不宜参与' },
    });
    const others = await given(office, { clue, as: REPORTER, ...recusal(COLLEAGUE) });
    expect([others.status, others.body.code]).toEqual([409, 'own-report']);
    expect((await given(office, { clue, as: REPORTER, ...recusal(REPORTER) })).status).toBe(200);
    await step(office, clue, ['leader-nn', 'decideRecusal', { officer: REPORTER, granted: true }]);
    expect((await office.ask('GET', `/api/clues/${clue}`, { as: REPORTER })).status).toBe(404);
  });

  it('does not have another matter go on as his own, which others may', async () => {
    const [own, another, third] = [
      await discovered('admin-nn'),
      await discovered('outsider'),
      await discovered('outsider'),
    ];
    await settled(office);
    const marking = (survivor: string) =>
      given(office, {
        ...{ clue: third, as: 'admin-nn', command: 'markDuplicate' },
        body: { survivor, reason: '重复件' },
      });
    const refused = await marking(own);
    expect([refused.status, refused.body.code]).toEqual([409, 'own-report']);
    expect(refused.body).not.toHaveProperty('details');
    expect((await office.installation.engine.streams.load(`access-clue-${third}`)).version).toBe(0);
    expect((await marking(another)).status).toBe(200);
  });

  it('handles what somebody else reported', async () => {
    const other = await handled('outsider');
    expect((await given(office, { clue: other, as: REPORTER, ...proposing })).status).toBe(200);
  });

  it('handles no part of the matter, whichever has his report', async () => {
    const { body: person } = await office.ask('POST', '/api/people', {
      ...{ as: 'intake-nn', body: { name: '苏某某' } },
    });
    const subjects = ['chen', person.id].map((personId) => ({ personId, managingOrganId: 'nn' }));
    const whole = await handledClue(office, [COLLEAGUE, 'officer-3-nn'], subjects);
    const letter = { ...LETTER, reporterId: REPORTER };
    const { body: report } = await office.ask('POST', '/api/reports', {
      ...{ as: 'intake-nn', body: letter },
    });
    await step(office, whole, ['intake-nn', 'attachReport', { reportId: report.id }]);
    await settled(office);
    const children = [
      { subjects: ['chen'], reports: [report.id] },
      { subjects: [person.id], reports: [] },
    ];
    await step(office, whole, ['leader-nn', 'split', { children, reason: '分别办理' }]);
    await settled(office);
    const { events } = await office.installation.engine.streams.load(`clue-${whole}`);
    const split = events.find(({ type }) => type === 'ClueSplit')?.data ?? {};
    const parts = split as unknown as { children: readonly { clueId: string }[] }; // as the row leaves it
    for (const { clueId } of parts.children) {
      await step(office, clueId, ['head-nn', 'assignOfficers', { officers }]);
      const own = await given(office, { clue: clueId, as: REPORTER, ...proposing });
      expect([own.status, own.body.code]).toEqual([409, 'own-report']);
      const others = await given(office, { clue: clueId, as: COLLEAGUE, ...proposing });
      expect(others.status).toBe(200);
    }
  });
});
