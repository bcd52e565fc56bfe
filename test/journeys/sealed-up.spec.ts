import { openInstallation } from '../../apps/api/src/index.js';
import { given } from '../support/handled.js';
import { openOffice, type TestOffice } from '../support/organisation.js';
import { StoredBytes } from '../support/stored-bytes.js';

// One word each, as the search of the read side keeps it.
const SUMMARY = 'plantedsummary41';
const NOTE = 'plantednote42';
const TEXT = 'plantedtext43';
const KEPT = 'plantedkept44';

describe('what is sent up sealed', () => {
  let office: TestOffice;
  let stored: StoredBytes;
  beforeAll(async () => void (stored = await StoredBytes.begin()));
  afterAll(() => stored.end());
  beforeEach(async () => void (office = await openOffice()));
  afterEach(() => office.dispose());

  const post = async (path: string, body: object, version?: number) => {
    const headers: Record<string, string> =
      version === undefined ? {} : { 'if-match': `"${version}"` };
    const answer = await office.ask('POST', path, { as: 'admin-nn', body, headers });
    if (answer.status >= 300) throw new Error(answer.text);
    return answer.body;
  };
  const receive = async (text: string) => {
    const body = { channel: 'letter', realName: false, higher: false, text };
    return (await office.ask('POST', '/api/reports', { as: 'intake-nn', body })).body.id;
  };
  const discover = async (
    reportIds: readonly string[],
    people = ['chen'],
    managingOrganId = 'gx',
  ) => {
    const subjects = people.map((personId) => ({ personId, managingOrganId }));
    const clue = { source: 'report', subjects, summary: SUMMARY, reportIds };
    const { id } = await post('/api/clues', clue);
    await post(`/api/clues/${id}/checkDuplicates`, { note: NOTE }, 1);
    return id as string;
  };
  /** Until nothing is owed any more. */
  const settled = async ({ runner, followUps, sealedUp } = office.installation) => {
    for (let n = 0; n < 3; n++) {
      await runner.catchUp();
      await followUps.wake();
      await runner.catchUp();
      await sealedUp.wake();
    }
    await runner.catchUp();
  };
  const sealUp = async (id: string, version: number) => {
    await post(`/api/clues/${id}/sealUp`, { to: 'gx' }, version);
    await settled();
  };
  /** Which of these stand in what is kept, in either encoding that SQLite knows. */
  const found = async (...words: readonly string[]) => {
    const bytes = await stored.ofAll(office);
    return words.filter(
      (word) =>
        bytes.includes(Buffer.from(word, 'utf8')) || bytes.includes(Buffer.from(word, 'utf16le')),
    );
  };
  const unsealed = async (stream: string) => {
    const { store, unseal } = office.installation;
    return (await store.read(stream)).flatMap(({ event }) =>
      ['data.summary', 'data.note', 'data.text']
        .map((path) => unseal(event, path))
        .filter((text) => text !== undefined),
    );
  };

  it('leaves no word of the clue or of its report: neither in clear nor under any key', async () => {
    const report = await receive(TEXT);
    const id = await discover([report]);
    await settled();
    expect(await found(SUMMARY, NOTE, TEXT)).toEqual([SUMMARY, NOTE, TEXT]); // in the search of the read side
    expect(await unsealed(`clue-${id}`)).toEqual([SUMMARY, NOTE]);
    await sealUp(id, 2);
    expect(await found(SUMMARY, NOTE, TEXT)).toEqual([]);
    expect(await unsealed(`clue-${id}`)).toEqual([]);
    expect(await unsealed(`report-${report}`)).toEqual([]);
    const { keys } = office.installation;
    expect(() => keys.keyOf(`clue-${id}`)).toThrow('destroyed');
    const told = await office.ask('GET', `/api/clues/${id}`, { as: 'leader-nn' });
    expect(told.body).toMatchObject({ state: 'sealedUp', summary: { destroyed: true } });
    const letter = await office.ask('GET', `/api/reports/${report}`, { as: 'intake-nn' });
    expect(letter.body).toMatchObject({ state: 'sealedUp', text: { destroyed: true } });
    const verified = await office.admin('POST', '/admin/verify', { as: 'auditor-nn' });
    expect(verified.text).toContain('"ok":true');
  });

  it('takes no report along that another clue here still needs', async () => {
    const report = await receive(KEPT);
    const other = await discover([report]);
    const id = await discover([report]);
    await settled();
    await sealUp(id, 2);
    expect(await unsealed(`report-${report}`)).toEqual([KEPT]);
    const letter = await office.ask('GET', `/api/reports/${report}`, { as: 'intake-nn' });
    expect(letter.body).toMatchObject({ state: 'attached', clues: [other] });
    const hits = await office.ask('GET', `/api/clues?q=${KEPT}`, { as: 'leader-nn' });
    expect(hits.body.items.map(({ clue }: { clue: string }) => clue)).toEqual([other]);
  });

  it('takes a report along that only void clues have, or lets it follow them', async () => {
    const left = async (report: string) => {
      await settled();
      const letter = await office.ask('GET', `/api/reports/${report}`, { as: 'intake-nn' });
      return [letter.body.state, ...(await unsealed(`report-${report}`))];
    };
    /** Registered by mistake. */
    const declareVoid = async (clue: string) => {
      const body = { reason: '误登' };
      const answer = await given(office, { clue, as: 'leader-nn', command: 'void', body });
      expect(answer.status).toBe(200);
    };
    const first = await receive(TEXT);
    const mistaken = await discover([first], ['chen'], 'nn');
    const above = await discover([first]);
    await settled();
    await declareVoid(mistaken);
    await sealUp(above, 2);
    expect(await left(first)).toEqual(['sealedUp']);

    const second = await receive(KEPT);
    const late = await discover([second], ['chen'], 'nn');
    const gone = await discover([second]);
    await settled();
    await sealUp(gone, 2);
    await declareVoid(late);
    expect(await left(second)).toEqual(['attached', KEPT]);
    const { version } = await office.installation.engine.streams.load(`report-${second}`);
    const refer = await office.ask('POST', `/api/reports/${second}/referUpSealed`, {
      as: 'intake-nn',
      headers: { 'if-match': `"${version}"` },
      body: { to: 'gx', receivedOn: '2021-10-08' },
    });
    expect(refer.status).toBe(200);
    expect(await left(second)).toEqual(['sealedUp']);
  });

  it('is erased at the next start where the server stopped before, or after the key was destroyed', async () => {
    for (const hasDestroyed of [false, true]) {
      const id = await discover([]);
      await settled();
      const { installation } = office;
      await installation.sealedUp.rest();
      await post(`/api/clues/${id}/sealUp`, { to: 'gx' }, 2);
      if (hasDestroyed) installation.keys.destroy(`clue-${id}`);
      await office.server.close();
      const again = await openInstallation({
        ...{ directory: office.directory, create: false, demo: true, clock: office.clock },
      });
      await settled(again);
      const types = (await again.store.read(`clue-${id}`)).map(({ event }) => event.type);
      expect(types.filter((type) => type === 'KeyDestroyed')).toHaveLength(1);
      expect(() => again.keys.keyOf(`clue-${id}`)).toThrow('destroyed');
      await again.close();
      expect(await found(SUMMARY, NOTE)).toEqual([]);
      await office.dispose();
      office = await openOffice();
    }
  });

  it('is a part alone where the clue was split: it holds nothing that was written of the whole', async () => {
    await office.ask('POST', '/api/people', { as: 'admin-nn', body: { name: '某甲' } });
    const id = await discover([], ['chen', 'outsider']);
    const children = [{ subjects: ['chen'] }, { subjects: ['outsider'] }];
    await post(`/api/clues/${id}/split`, { children, reason: '管辖' }, 2);
    await settled();
    const { store, keys } = office.installation;
    const [, , split] = await store.read(`clue-${id}`);
    const [, part] = split.event.data['children'] as unknown as { clueId: string }[]; // made by the row
    const opened = (await store.read(`clue-${part.clueId}`)).map(({ event }) => event);
    expect(JSON.stringify(opened)).not.toMatch(/"k":|"c":/);
    await sealUp(part.clueId, opened.length);
    expect(() => keys.keyOf(`clue-${part.clueId}`)).toThrow('destroyed');
    expect(await unsealed(`clue-${id}`)).toEqual([SUMMARY, NOTE]);
    const history = await office.ask('GET', `/api/clues/${part.clueId}/history`, {
      as: 'leader-nn',
    });
    // Of the whole itself it tells those who may read that.
    const own = history.body.items.filter(
      ({ stream }: { stream: string }) => stream === `clue-${part.clueId}`,
    );
    expect(own).toHaveLength(opened.length + 2);
    expect(JSON.stringify(own)).not.toContain(SUMMARY);
    const above = await office.ask('GET', `/api/clues/${part.clueId}/history`, {
      as: 'supervisor-gx',
    });
    expect(above.text).not.toContain(SUMMARY);
  });
});
