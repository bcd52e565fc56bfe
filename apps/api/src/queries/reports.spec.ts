import { settled } from '../../../../test/support/registers.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../../test/support/organisation.js';

const LETTER = {
  ...{ channel: 'letter', realName: true, higher: false },
  ...{ text: '反映陈某某收受礼金', subjects: ['chen'], reporterId: 'liang' },
};

describe('a report', () => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice();
    office.clock.set('2021-10-08T01:00:00.000Z');
  });
  afterAll(() => office.dispose());

  const get = async (path: string, as: string) => office.ask('GET', path, { as });
  const after = (receipt: string) => `after=${encodeURIComponent(receipt)}`;
  const give = (id: string, command: string, version: number, body: object, as = 'intake-nn') =>
    office.ask('POST', `/api/reports/${id}/${command}`, {
      ...{ as, body, headers: { 'if-match': `"${version}"` } },
    });
  /** A registered person, and a report that he sent. */
  const receive = async (more: object = {}) => {
    const person = await office.ask('POST', '/api/people', {
      ...{ as: 'intake-nn', body: { name: '梁秘密' } },
    });
    const { id: reporterId } = person.body;
    const body = { ...LETTER, reporterId, ...more };
    const { body: done } = await office.ask('POST', '/api/reports', { as: 'intake-nn', body });
    return { ...done, reporterId };
  };
  const discover = (reportIds: readonly string[]) =>
    office.ask('POST', '/api/clues', { as: 'intake-nn', body: { ...DISCOVERY, reportIds } });

  it('is seen by intake whole, by others of the organ without text and sender, by the rest not', async () => {
    const { id, receipt, reporterId } = await receive();
    const whole = await get(`/api/reports/${id}?${after(receipt)}`, 'intake-nn');
    expect(whole.body).toMatchObject({
      ...{ state: 'received', channel: 'letter', realName: true, text: LETTER.text },
      ...{ reporter: reporterId, subjects: ['chen'], clues: [], answered: null },
    });
    expect(whole.headers['etag']).toBe('"1"');
    for (const person of ['leader-nn', 'admin-nn', 'supervisor-gx', 'auditor-nn'] as const)
      expect((await get(`/api/reports/${id}`, person)).body).toMatchObject({
        ...{ text: { sealed: true }, reporter: { sealed: true } },
      });
    for (const person of [
      'officer-1-nn',
      'head-nn',
      'intake-qx',
      'sysadmin-nn',
      'outsider',
    ] as const)
      expect((await get(`/api/reports/${id}`, person)).status).toBe(404);
    const name = await get(`/api/people/${reporterId}?${after(receipt)}`, 'intake-nn');
    expect(name.body).toMatchObject({ name: '梁秘密' });
    for (const person of ['leader-nn', 'auditor-nn', 'intake-gl'] as const)
      expect((await get(`/api/people/${reporterId}`, person)).status).toBe(404);
    const accesses = await get(`/api/reports/${id}/accesses`, 'auditor-nn');
    const record = { person: 'intake-nn', role: 'intake', what: 'reporter' };
    expect(accesses.body.items).toMatchObject([record, record]); // of the report, and of the name
    const list = await get('/api/reports?open=true', 'leader-nn');
    expect(list.body.items.map(({ report }: { report: string }) => report)).toContain(id);
    expect(list.text).not.toContain(reporterId);
    expect((await get('/api/reports', 'intake-gl')).body.items).toEqual([]);
  });

  it('is refused an identity where it is anonymous, and holds none', async () => {
    const refused = await office.ask('POST', '/api/reports', {
      ...{ as: 'intake-nn', body: { ...LETTER, realName: false, reporterId: 'chen' } },
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'anonymous-reporter']);
    const { id, receipt } = await receive({ realName: false, reporterId: undefined });
    const told = await get(`/api/reports/${id}?${after(receipt)}`, 'intake-nn');
    expect(told.body).not.toHaveProperty('reporter');
    expect(told.body.obligations).toEqual([]);
    const history = await get(`/api/reports/${id}/history`, 'intake-nn');
    expect(history.text).not.toContain('reporterId');
  });

  it('owes an answer that is found before any clue names it, and once only when one does', async () => {
    const { id, receipt } = await receive();
    const clue = (await discover([id])).body;
    await settled(office);
    office.clock.set('2021-11-15T01:00:00.000Z');
    const overdue = async (as: string) => {
      const { body } = await get(`/api/overdue?obligation=acknowledge&${after(clue.receipt)}`, as);
      return body.items.filter((one: { report?: string; clue?: string }) =>
        [one.report, one.clue].some((found) => found === id || found === clue.id),
      );
    };
    expect(receipt).toBeDefined();
    expect(await overdue('intake-nn')).toMatchObject([
      { report: id, obligation: 'acknowledge#1', dueOn: '2021-10-28', organ: 'nn', colour: 'red' },
    ]);
    expect(await overdue('supervisor-gx')).toHaveLength(1);
    expect(await overdue('officer-1-nn')).toEqual([]);
    const desk = await get('/api/desk', 'intake-nn');
    const waiting = desk.body.items.find((one: { report?: string }) => one.report === id);
    expect(waiting.commands).toContain('acknowledge');
    const deadlines = await get(`/api/clues/${clue.id}/deadlines`, 'leader-nn');
    expect(deadlines.body.items.map(({ code }: { code: string }) => code)).toContain('acknowledge');
    const report = (await get(`/api/reports/${id}`, 'intake-nn')).body;
    expect(report).toMatchObject({ state: 'attached', clues: [clue.id] });
    const done = await give(id, 'acknowledge', report.version, { method: 'call' });
    expect(done.status).toBe(200);
    const left = await get(
      `/api/overdue?obligation=acknowledge&${after(done.body.receipt)}`,
      'intake-nn',
    );
    expect(left.body.items.filter((one: { report?: string }) => one.report === id)).toEqual([]);
  });

  it('shows its text, never its sender, in the history of its clue to those who read that', async () => {
    const { id, reporterId } = await receive();
    const clue = (await discover([id])).body;
    const text = async (as: string) => {
      const { body } = await get(`/api/clues/${clue.id}/history`, as);
      const event = body.items.find(({ type }: { type: string }) => type === 'ReportReceived');
      return [event.data.text, event.data.reporterId];
    };
    expect(await text('leader-nn')).toEqual([LETTER.text, { sealed: true }]);
    expect(await text('admin-nn')).toEqual([{ sealed: true }, { sealed: true }]);
    expect(await text('intake-nn')).toEqual([{ sealed: true }, reporterId]);
  });

  it('is not there for whom one of its clues is about, nor is anything of it in another clue', async () => {
    const { id } = await receive({ subjects: [] });
    const opened = async (personId: string) => {
      const body = { ...DISCOVERY, subjects: [{ personId }], reportIds: [id] };
      return (await office.ask('POST', '/api/clues', { as: 'admin-nn', body })).body;
    };
    const { id: clue } = await opened('chen');
    const { receipt } = await opened('intake-nn');
    await settled(office);
    expect((await get(`/api/reports/${id}?${after(receipt)}`, 'leader-nn')).status).toBe(200);
    expect((await get(`/api/reports/${id}`, 'intake-nn')).status).toBe(404);
    const up = await give(id, 'referUpSealed', 3, { to: 'gx', receivedOn: '2021-10-08' });
    expect(up.status).toBe(404);
    await office.installation.runner.catchUp();
    expect((await get('/api/reports', 'intake-nn')).text).not.toContain(id);
    const history = async (as: string) => (await get(`/api/clues/${clue}/history`, as)).text;
    expect(await history('leader-nn')).toContain('ReportReceived');
    expect(await history('intake-nn')).not.toContain('ReportReceived');
  });

  it('is read by nobody who is not cleared for its clue, once that is raised', async () => {
    const { id } = await receive();
    const clue = (await discover([id])).body;
    await settled(office);
    const raised = await office.ask('POST', `/api/clues/${clue.id}/classify`, {
      ...{ as: 'leader-nn', body: { level: 'L3' }, headers: { 'if-match': '"1"' } },
    });
    expect(raised.status).toBe(200);
    await settled(office);
    expect((await get(`/api/reports/${id}`, 'leader-nn')).body).toMatchObject({ level: 'L3' });
    for (const path of ['', '/history'])
      expect((await get(`/api/reports/${id}${path}`, 'intake-nn')).status).toBe(404);
    const listed = async (as: string) => (await get('/api/reports', as)).text.includes(id);
    expect([await listed('intake-nn'), await listed('leader-nn')]).toEqual([false, true]);
  });

  it('shows its text in no clue to whoever is not cleared for another that it is part of', async () => {
    const { id } = await receive();
    const clues = [await discover([id]), await discover([id])].map(({ body }) => body.id);
    await settled(office);
    const text = async (as: string) => {
      const { body } = await get(`/api/clues/${clues[0]}/history`, as);
      const event = body.items.find(({ type }: { type: string }) => type === 'ReportReceived');
      return event.data.text;
    };
    expect([await text('head-nn'), await text('leader-nn')]).toEqual([LETTER.text, LETTER.text]);
    const raised = await office.ask('POST', `/api/clues/${clues[1]}/classify`, {
      ...{ as: 'leader-nn', body: { level: 'L4' }, headers: { 'if-match': '"1"' } },
    });
    expect(raised.status).toBe(200);
    expect([await text('head-nn'), await text('leader-nn')]).toEqual([
      { sealed: true },
      LETTER.text,
    ]);
  });

  it('is told of by one of its clues at least: they are not all void', async () => {
    for (const atOnce of [false, true]) {
      const { id } = await receive({ subjects: [] });
      const both = [await discover([id]), await discover([id])].map(({ body }) => body.id);
      await settled(office);
      const declared = (clue: string) =>
        office.ask('POST', `/api/clues/${clue}/void`, {
          ...{ as: 'leader-nn', body: { reason: '误录' }, headers: { 'if-match': '"1"' } },
        });
      const answers = atOnce
        ? await Promise.all(both.map(declared))
        : [await declared(both[0]), await declared(both[1])];
      expect(answers.map(({ status, body }) => [status, body.code]).toSorted()).toEqual([
        [200, undefined],
        [409, 'report-of-this-alone'],
      ]);
    }
  });

  it('is sent up without ever having been here', async () => {
    const body = { to: 'gx', receivedOn: '2021-10-08' };
    const sent = await office.ask('POST', '/api/reports/referUpSealed', { as: 'intake-nn', body });
    expect(sent.status).toBe(201);
    const told = await get(`/api/reports/${sent.body.id}`, 'intake-nn');
    expect(told.body).toMatchObject({ state: 'sealedUp', text: null, channel: null });
    const wrong = await office.ask('POST', '/api/reports/acknowledge', { as: 'intake-nn', body });
    expect(wrong.status).toBe(405);
    const clue = await discover([sent.body.id]);
    expect([clue.status, clue.body.code]).toEqual([409, 'report-sealed-up']);
    const marked = await receive({ higher: true, text: undefined, subjects: undefined });
    const { body: unread } = await discover([marked.id]);
    expect(unread.code).toBe('report-without-content');
    const soon = await get(
      `/api/due-soon?obligation=sealUp&within=9W&${after(marked.receipt)}`,
      'intake-nn',
    );
    expect(soon.body.items).toMatchObject([{ obligation: 'sealUp#1' }]);
  });

  it('leaves no name here once it goes up, nor does its clue', async () => {
    const register = async (name: string) =>
      (await office.ask('POST', '/api/people', { as: 'intake-nn', body: { name } })).body.id;
    const person = await register('覃秘密');
    const { id, reporterId } = await receive({ subjects: [person] });
    const body = { ...DISCOVERY, subjects: [{ personId: person }], reportIds: [id] };
    const clue = (await office.ask('POST', '/api/clues', { as: 'intake-nn', body })).body;
    await get(`/api/clues?${after(clue.receipt)}`, 'leader-nn');
    await office.installation.followUps.wake();
    const named = async () => [
      (await get(`/api/people/${person}`, 'leader-nn')).status,
      (await get(`/api/people/${reporterId}`, 'intake-nn')).status,
    ];
    expect(await named()).toEqual([200, 200]);
    const sent = await office.ask('POST', `/api/clues/${clue.id}/sealUp`, {
      ...{ as: 'intake-nn', body: { to: 'gx' }, headers: { 'if-match': '"1"' } },
    });
    expect(sent.status).toBe(200);
    await get(`/api/clues?${after(sent.body.receipt)}`, 'leader-nn');
    await office.installation.followUps.wake();
    await office.installation.runner.catchUp();
    expect(await named()).toEqual([404, 404]);
  });

  it('is listed page by page among clues, each thing once', async () => {
    office.clock.set('2021-12-30T01:00:00.000Z');
    const seen: string[] = [];
    for (let page = ''; ;) {
      const { body } = await get(`/api/overdue?limit=1${page}`, 'intake-nn');
      for (const { clue, report, obligation } of body.items)
        seen.push(`${clue ?? report} ${obligation}`);
      if (!body.next) break;
      page = `&page=${encodeURIComponent(body.next)}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const { body } = await get('/api/overdue', 'intake-nn');
    expect(seen).toHaveLength(body.items.length);
    expect(seen.length).toBeGreaterThan(2);
  });
});
