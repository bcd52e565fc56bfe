import { FIRST_VERSION } from '../../../../test/support/first-version.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../../test/support/organisation.js';

const DIGEST = 'a'.repeat(64);
const TEAM = ['officer-1-nn', 'officer-2-nn'];

/** One clue moved step by step under a clock that the test sets. */
class Matter {
  id = '';
  version = 0;

  constructor(private readonly office: TestOffice) {}

  async give(at: string, as: string, command: string, body: object = {}): Promise<string> {
    this.office.clock.set(at);
    const answer = await this.office.ask(
      'POST',
      command === 'discover' ? '/api/clues' : `/api/clues/${this.id}/${command}`,
      { as, body, headers: this.version > 0 ? { 'if-match': `"${this.version}"` } : {} },
    );
    if (answer.status >= 300) throw new Error(`${command}: ${answer.text}`);
    ({ id: this.id, version: this.version } = answer.body);
    await this.office.installation.runner.catchUp();
    return answer.body.eventId;
  }

  /** Sent to 南宁 on 3 August, due to be signed for on 10 August. */
  async sent(): Promise<void> {
    await this.give('2021-08-02T01:00:00Z', 'admin-gx', 'discover', DISCOVERY);
    await this.give('2021-08-03T01:00:00Z', 'admin-gx', 'transfer', {
      to: 'nn',
      direction: 'down',
      note: '请核实',
    });
  }

  /** The verification runs since 30 August. */
  async verifying(): Promise<void> {
    await this.sent();
    await this.give('2021-08-04T01:00:00Z', 'admin-nn', 'acceptTransfer');
    await this.give('2021-08-05T01:00:00Z', 'head-nn', 'assignOfficers', { officers: TEAM });
    await this.give('2021-08-06T01:00:00Z', TEAM[0], 'proposeDisposal', { way: 'verify' });
    await this.give('2021-08-09T01:00:00Z', 'leader-nn', 'approveDisposal');
    await this.give('2021-08-30T01:00:00Z', 'head-nn', 'startVerification', { team: TEAM });
  }
}

describe('an answer', () => {
  let office: TestOffice;
  let matter: Matter;
  beforeEach(async () => {
    office = await openOffice({ shipped: FIRST_VERSION });
    matter = new Matter(office);
  });
  afterEach(() => office.dispose());

  const get = async (as: string, path: string) =>
    (await office.ask('GET', `/api/${path}`, { as })).body;
  const cluesOf = (body: { items: { clue: string }[] }) => body.items.map(({ clue }) => clue);

  it('names the moment it told of, and can be asked for again when more is known', async () => {
    await matter.sent();
    office.clock.set('2021-08-20T01:00:00Z');
    const first = await get('supervisor-gx', 'totals');
    expect(first).toMatchObject({ registered: 1, open: 1, overdue: 1, overdueBy: { sign: 1 } });
    expect(first.asOf).toMatch(/^2021-08-20T01:00:00[.]\d{3}Z$/);
    // The organisation was recorded on 8 October, and recorded time never runs back.
    expect(first.knownAt).toMatch(/^2021-10-08T01:00:00[.]\d{6}Z$/);
    await matter.give('2021-08-21T01:00:00Z', 'admin-nn', 'acceptTransfer', {
      happenedAt: '2021-08-05T09:00:00+08:00',
    });
    const query = `asOf=${first.asOf}&knownAt=${first.knownAt}`;
    expect(await get('supervisor-gx', `totals?${query}`)).toEqual(first);
    expect(await get('supervisor-gx', `totals?asOf=${first.asOf}`)).toMatchObject({ overdue: 0 });
  });

  it('goes on from page to page at the moment of its first page', async () => {
    await matter.sent();
    const other = new Matter(office);
    await other.sent();
    office.clock.set('2021-08-20T01:00:00Z');
    const first = await get('supervisor-gx', 'overdue?limit=1');
    const [left] = [matter, other].filter(({ id }) => id !== cluesOf(first)[0]);
    await left.give('2021-08-21T01:00:00Z', 'admin-nn', 'acceptTransfer');
    const second = await get('supervisor-gx', `overdue?limit=1&page=${first.next}`);
    expect(cluesOf(second)).toEqual([left.id]);
    expect(second).toMatchObject({ asOf: first.asOf, knownAt: first.knownAt });
    expect(cluesOf(await get('supervisor-gx', 'overdue'))).toEqual(cluesOf(first));
  });

  it('about a past day shows the clue as it stood then', async () => {
    await matter.sent();
    await matter.give('2021-08-20T01:00:00Z', 'admin-nn', 'acceptTransfer');
    const { items } = await get('supervisor-gx', 'overdue?asOf=2021-08-15');
    expect(items).toEqual([
      expect.objectContaining({
        obligation: 'sign#1',
        code: 'sign',
        title: { en: 'Sign for the transfer', zh: '签收移送' },
        dueOn: '2021-08-10',
        daysOverdue: 5,
        colour: 'red',
        state: 'inTransit',
        organ: 'gx',
      }),
    ]);
    const now = await get('supervisor-gx', `clues/${matter.id}`);
    expect([now.state, now.organ]).toEqual(['withUnit', 'nn']);
    const then = await get('supervisor-gx', `clues/${matter.id}?asOf=2021-08-15`);
    expect([then.state, then.organ, then.receiver]).toEqual(['inTransit', 'gx', 'nn']);
  });

  it('for an organ holds what waits there to be signed for', async () => {
    await matter.sent();
    expect(cluesOf(await get('supervisor-gx', 'clues?organ=nn'))).toEqual([matter.id]);
    expect(cluesOf(await get('supervisor-gx', 'transfers?organ=nn&unsigned=true'))).toEqual([
      matter.id,
    ]);
    expect(cluesOf(await get('supervisor-gx', 'clues?organ=gl'))).toEqual([]);
  });

  it('lists clues by the most urgent colour they show', async () => {
    await matter.sent();
    const shown = async (day: string) => {
      office.clock.set(`2021-08-${day}T01:00:00Z`);
      const [{ colour }] = (await get('supervisor-gx', 'clues')).items;
      const lists = await Promise.all(
        ['blue', 'red'].map(async (one) =>
          cluesOf(await get('supervisor-gx', `clues?colour=${one}`)),
        ),
      );
      return [colour, ...lists.map(({ length }) => length)];
    };
    expect(await shown('06')).toEqual(['blue', 1, 0]);
    expect(await shown('11')).toEqual(['red', 0, 1]);
  });

  it('says what is due within so many working days or days, by the calendar of the person’s organ', async () => {
    await matter.sent();
    office.clock.set('2021-08-03T02:00:00Z');
    expect(cluesOf(await get('supervisor-gx', 'due-soon'))).toEqual([matter.id]);
    expect(cluesOf(await get('supervisor-gx', 'due-soon?within=4W'))).toEqual([]);
    expect(cluesOf(await get('supervisor-gx', 'due-soon?within=7d'))).toEqual([matter.id]);
    expect((await office.ask('GET', '/api/due-soon?within=5h', { as: 'head-nn' })).status).toBe(
      400,
    );
  });

  describe('of a clue’s history', () => {
    it('gives texts to who may read them, to others that there is one, and nobody what is destroyed', async () => {
      await matter.sent();
      const texts = async (as: string) => {
        const { items } = await get(as, `clues/${matter.id}/history`);
        return items.map(
          ({ data }: { data: Record<string, unknown> }) => data.summary ?? data.note,
        );
      };
      expect(await texts('head-nn')).toEqual([DISCOVERY.summary, '请核实']);
      expect(await texts('admin-nn')).toEqual([{ sealed: true }, { sealed: true }]);
      expect(await texts('auditor-gx')).toEqual([{ sealed: true }, { sealed: true }]);
      office.installation.keys.destroy(`clue-${matter.id}`);
      expect(await texts('head-nn')).toEqual([{ destroyed: true }, { destroyed: true }]);
    });

    it('says of each event what it was about, of texts only to who may read them; so does the state', async () => {
      await matter.sent();
      const told = async (as: string) => {
        const { items } = await get(as, `clues/${matter.id}/history`);
        const { summary } = await get(as, `clues/${matter.id}`);
        return [summary, ...items.map((item: { summary: { en: string } }) => item.summary.en)];
      };
      expect(await told('head-nn')).toEqual([
        DISCOVERY.summary,
        `source: report · about: chen · summary: ${DISCOVERY.summary}`,
        'to: nn · direction: down · note: 请核实',
      ]);
      const sealed = [
        { sealed: true },
        'source: report · about: chen · summary: [sealed]',
        'to: nn · direction: down · note: [sealed]',
      ];
      expect(await told('admin-nn')).toEqual(sealed);
      expect(await told('auditor-gx')).toEqual(sealed);
      const [first] = (await get('head-nn', `clues/${matter.id}/history`)).items;
      expect(first.summary.zh).toBe(`来源：信访举报；被反映人：chen；摘要：${DISCOVERY.summary}`);
      const before = await get('head-nn', `clues/${matter.id}?asOf=2020-01-01`);
      expect([before.state, before.summary]).toEqual(['none', null]);
      office.installation.keys.destroy(`clue-${matter.id}`);
      expect((await told('head-nn')).slice(0, 1)).toEqual([{ destroyed: true }]);
    });

    it('tells what was corrected, also for a moment before the correction was made', async () => {
      await matter.verifying();
      for (const member of TEAM)
        await matter.give('2021-10-28T02:00:00Z', member, 'signVerificationReport', {
          digest: DIGEST,
        });
      const report = await matter.give(
        '2021-11-10T02:00:00Z',
        TEAM[0],
        'submitVerificationReport',
        {
          digest: DIGEST,
          findings: [{ matter: 'main', result: 'partly' }],
          proposal: 'close',
        },
      );
      const events = async (axes: string) =>
        (await get('head-nn', `clues/${matter.id}/history?${axes}`)).items;
      const before = (await events('')).at(-1).happenedAt;
      const correction = await matter.give('2021-12-06T02:00:00Z', 'leader-nn', 'correctFact', {
        targetEventId: report,
        field: 'happenedAt',
        old: before,
        new: '2021-10-29T10:00:00+08:00',
        reason: '报告早已提交',
      });
      const told = (await events('asOf=2021-11-05')).at(-1);
      expect(told).toMatchObject({
        eventId: report,
        happenedAt: { at: '2021-10-29T02:00:00.000Z' },
        corrections: [{ by: correction, field: 'happenedAt', old: before }],
      });
      const asKnown = (await events('asOf=2021-11-30&knownAt=2021-11-30')).at(-1);
      expect(asKnown).toMatchObject({ eventId: report, happenedAt: before });
      expect(asKnown.corrections).toBeUndefined();
    });
  });

  it('about one clue waits for nothing and takes a receipt all the same', async () => {
    await matter.sent();
    const { headers } = await office.ask('POST', `/api/clues/${matter.id}/acceptTransfer`, {
      as: 'admin-nn',
      body: {},
      headers: { 'if-match': '"2"' },
    });
    const receipt = headers['cluetrail-receipt'];
    const answer = await office.ask('GET', `/api/clues/${matter.id}/deadlines?after=${receipt}`, {
      as: 'head-nn',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['cluetrail-fresh']).toBe(answer.body.knownAt);
    const [sign, dispose] = ['sign', 'dispose'].map((code) =>
      answer.body.items.find((clock: { code: string }) => clock.code === code),
    );
    expect([sign.state, dispose.state]).toEqual(['met', 'open']);
    expect(dispose.explanation.en.join(' ')).toContain('2021-09-03');
    expect(dispose.explanation.zh.join('')).toContain('2021-09-03');
    const forged = await office.ask('GET', `/api/clues/${matter.id}?after=abc`, { as: 'head-nn' });
    expect([forged.status, forged.body.errors[0].path]).toEqual([400, 'after']);
  });

  it('gives a name to those who may know it', async () => {
    await matter.sent();
    const nameTo = async (as: string, person: string) =>
      (await office.ask('GET', `/api/people/${person}`, { as })).body.name;
    expect(await nameTo('head-nn', 'chen')).toBe('陈某某');
    for (const other of ['admin-nn', 'auditor-gx', 'head-gl', 'outsider'])
      expect(await nameTo(other, 'chen')).toBeUndefined();
    expect(await nameTo('head-gl', 'leader-nn')).toBe('leader of nn');
    expect(await nameTo('outsider', 'leader-nn')).toBeUndefined();
    expect(await nameTo('outsider', 'outsider')).toBe('路人');
  });

  it('about the desk holds what waits for me, not all that I might correct', async () => {
    await matter.verifying();
    expect((await get('leader-nn', 'desk')).items).toEqual([]);
    const [mine] = (await get(TEAM[0], 'desk')).items;
    expect(mine).toMatchObject({ clue: matter.id, due: '2021-11-01T15:59:59.999Z' });
    expect(mine.commands).toContain('signVerificationReport');
    await matter.give('2021-10-20T01:00:00Z', TEAM[0], 'requestExtension', {
      obligation: 'verify',
      reason: '取证困难',
    });
    const [request] = (await get('leader-nn', 'desk')).items;
    expect(request.clue).toBe(matter.id);
    expect(request.commands).toEqual(expect.arrayContaining(['grantExtension', 'refuseExtension']));
    expect((await get('leader-gl', 'desk')).items).toEqual([]);
  });
});
