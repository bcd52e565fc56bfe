import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';

describe('a command', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  const discover = (body: object) => office.ask('POST', '/api/clues', { as: 'admin-nn', body });

  it('opens a clue about people who are registered, each named once, and says which is not', async () => {
    const { id } = (
      await office.ask('POST', '/api/people', { as: 'admin-nn', body: { name: '梁某' } })
    ).body;
    const about = async (...people: readonly string[]) => {
      const subjects = people.map((personId) => ({ personId }));
      const { status, body } = await discover({ ...DISCOVERY, subjects });
      return [status, body.code, body.details?.field];
    };
    expect(await about('chen', id)).toEqual([201, undefined, undefined]);
    expect(await about('chen', '00000000-0000-4000-8000-000000000000')).toEqual([
      409,
      'subject-not-registered',
      'subjects[1].personId',
    ]);
    expect(await about(id, 'chen', id)).toEqual([409, 'subject-twice', 'subjects[2].personId']);
  });

  it('says under which procedure it opens; one that moves does not, and is told so', async () => {
    const opened = await discover({ ...DISCOVERY, procedure: 'cn-2019-example' });
    expect(opened.status).toBe(201);
    expect((await discover({ ...DISCOVERY, procedure: 'none' })).body.code).toBe(
      'no-such-procedure',
    );
    const moved = await office.ask('POST', `/api/clues/${opened.body.id}/transfer`, {
      as: 'admin-nn',
      body: { to: 'qx', direction: 'down', procedure: 'cn-2019-example' },
      headers: { 'if-match': '"1"' },
    });
    expect([moved.status, moved.body.errors]).toEqual([
      400,
      [{ path: 'procedure', expected: 'no such field', found: 'a string' }],
    ]);
  });

  it('that there is not is answered with those that there are, without those of processes', async () => {
    const { id } = (await discover(DISCOVERY)).body;
    const given = (kind: string, of: string) =>
      office.ask('POST', `/api/${kind}/${of}/nonsense`, { as: 'admin-nn', body: {} });
    const { status, body } = await given('clues', id);
    expect([status, body.code]).toEqual([404, 'no-such-command']);
    expect(body.detail.en).toMatch(/called nonsense; there are .*discover, .*correctFact/);
    expect(body.detail.zh).toContain('transfer');
    expect(body.detail.en).not.toContain('recordInvestigationConcluded');
    expect((await given('cases', id)).body.details.expected).toContain('concludeInvestigation');
  });

  it.each([
    [[], ['', 'an object', 'an array of 0']],
    [{ ...DISCOVERY, summary: '\u3000 \n' }, ['summary', 'a text to be read', 'blanks alone']],
    [{ ...DISCOVERY, reason: ' ' }, ['reason', 'a text to be read', 'blanks alone']],
    [
      { ...DISCOVERY, summary: 'gnp.\u202eexe' },
      ['summary', 'well-formed text', 'a character that turns the direction of writing'],
    ],
    [{ ...DISCOVERY, summary: 'a\u0007' }, ['summary', 'well-formed text', 'a control character']],
    [
      { ...DISCOVERY, violationTypes: ['bribery', 7] },
      ['violationTypes[1]', 'a code like rural-health', 'a number'],
    ],
  ])('with a wrong body is told where and why: %j', async (body, [path, expected, found]) => {
    const answer = await discover(body);
    expect([answer.status, answer.body.errors]).toEqual([400, [{ path, expected, found }]]);
  });

  it('keeps lines and tabs of a text', async () => {
    expect((await discover({ ...DISCOVERY, summary: '一、\t礼金\r\n二、\n' })).status).toBe(201);
  });
});

describe('a question', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  it('that there is not is answered with those that there are', async () => {
    const { status, body } = await office.ask('GET', '/api/nonsense', { as: 'admin-nn' });
    expect([status, body.code]).toEqual([404, 'no-such-read-model']);
    expect(body.details.expected).toEqual(expect.arrayContaining(['clues', 'overdue', 'totals']));
    expect(body.detail.en).toMatch(/there are .*clues, .*totals/);
    expect(body.detail.zh).toContain('overdue');
    expect((await office.ask('GET', '/api/nonsense')).status).toBe(401);
  });
});
