import { handledClue, step } from '../../../../test/support/handled.js';
import { openOffice, type TestOffice } from '../../../../test/support/organisation.js';
import { settled } from '../../../../test/support/registers.js';
import { readingFor } from './reading.js';
import { clueAt, seenClue } from './told-clue.js';
import { toldMatter } from './told-matter.js';

const TEAM = ['officer-1-nn', 'officer-2-nn'];

interface Told {
  readonly eventId: string;
  readonly stream: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One clue split in two, of which one takes in a third that was the same: a matter over four streams and a report. */
describe('the history of a matter', () => {
  let office: TestOffice;
  let parent: string;
  let other: string;
  let children: readonly string[];
  let report: string;
  let second: string;
  let kept: string;

  beforeAll(async () => {
    office = await openOffice();
    const on = (day: string) => office.clock.set(`${day}T01:00:00.000Z`);
    on('2021-10-11');
    const people = await Promise.all(
      ['苏某某', '陶某某'].map(
        async (name) =>
          (await office.ask('POST', '/api/people', { as: 'intake-nn', body: { name } })).body.id,
      ),
    );
    [, second] = people;
    const subjects = people.map((personId) => ({ personId, managingOrganId: 'nn' }));
    parent = await handledClue(office, TEAM, subjects);
    const body = { channel: 'letter', realName: false, higher: false, text: '来信', subjects: [] };
    report = (await office.ask('POST', '/api/reports', { as: 'intake-nn', body })).body.id;
    await step(office, parent, ['intake-nn', 'attachReport', { reportId: report }]);
    on('2021-10-13');
    other = await handledClue(office, TEAM, subjects.slice(0, 1));
    const file = await office.ask('PUT', `/api/clues/${other}/attachments`, {
      ...{ as: TEAM[0], body: '账本', type: 'application/octet-stream' },
    });
    kept = file.body.sha256;
    await step(office, other, [
      ...([TEAM[0], 'attachFiles', { attachments: [{ sha256: kept, name: '账本' }] }] as const),
    ]);
    on('2021-10-15');
    const divided = people.map((one, index) => ({
      subjects: [one],
      reports: index === 0 ? [report] : [],
    }));
    await step(office, parent, [
      ...(['leader-nn', 'split', { children: divided, reason: '分别办理' }] as const),
    ]);
    await settled(office);
    const { events } = await office.installation.engine.streams.load(`clue-${parent}`);
    const split = events.find(({ type }) => type === 'ClueSplit')?.data ?? {};
    const { children: parts } = split as unknown as { children: { clueId: string }[] }; // as the row leaves it
    children = parts.map(({ clueId }) => clueId);
    on('2021-10-18');
    await step(office, other, [
      ...(['leader-nn', 'mergeInto', { survivor: children[0], reason: '同一问题' }] as const),
    ]);
    await settled(office);
    const { version } = await office.installation.engine.streams.load(`report-${report}`);
    await office.ask('POST', `/api/reports/${report}/waiveAcknowledgement`, {
      as: 'intake-nn',
      body: { ground: 'anonymous', reason: '匿名' },
      headers: { 'if-match': `"${version}"` },
    });
    on('2021-10-20');
    await office.installation.runner.catchUp();
  }, 180_000);
  afterAll(() => office.dispose());

  const history = async (clue: string, as: string, query = ''): Promise<readonly Told[]> => {
    const answer = await office.ask('GET', `/api/clues/${clue}/history?${query}`, { as });
    expect([clue, as, answer.status]).toEqual([clue, as, 200]);
    return answer.body.items;
  };
  const typesOf = (items: readonly Told[], id: string) =>
    items.filter(({ stream }) => stream === id).map(({ type }) => type);
  const streams = (items: readonly Pick<Told, 'stream'>[]) => [
    ...new Set(items.map(({ stream }) => stream)),
  ];

  it('tells in one order what happened before the split, what came in, and since', async () => {
    const items = await history(children[0], 'leader-nn');
    expect(streams(items).sort()).toEqual(
      [`clue-${parent}`, `clue-${other}`, `clue-${children[0]}`, `report-${report}`].sort(),
    );
    expect(items[0].type).toBe('ClueDiscovered');
    expect(typesOf(items, `clue-${parent}`).at(-1)).toBe('ClueSplit');
    expect(typesOf(items, `clue-${other}`).at(-1)).toBe('ClueMergedAway');
    expect(typesOf(items, `clue-${children[0]}`)).toEqual(
      expect.arrayContaining(['ClueSplitOff', 'ClueMergedIn']),
    );
    expect(typesOf(items, `report-${report}`)[0]).toBe('ReportReceived');
    const order = items.map(({ type, stream }) => `${type} ${stream}`);
    const place = (type: string, id: string) => order.indexOf(`${type} clue-${id}`);
    expect(place('ClueSplit', parent)).toBeLessThan(place('ClueSplitOff', children[0]));
    expect(place('ClueDiscovered', other)).toBeLessThan(place('ClueSplit', parent));
    expect(place('ClueMergedAway', other)).toBeLessThan(place('ClueMergedIn', children[0]));
    expect(new Set(items.map(({ eventId }) => eventId)).size).toBe(items.length);
  });

  it('names in what opened a part nobody whom that part is not about', async () => {
    const items = await history(children[0], 'leader-nn');
    const { data } = items.find(({ type }) => type === 'ClueSplitOff') ?? {};
    expect(Object.keys(data?.['managedBy'] ?? {})).toEqual(data?.['subjects']);
  });

  it('tells of a part nothing that came to another part, or of what that took along', async () => {
    const last = (items: readonly Told[]) => typesOf(items, `report-${report}`).at(-1);
    expect(last(await history(children[0], 'leader-nn'))).toBe('AcknowledgementWaived');
    const items = await history(children[1], 'leader-nn');
    expect(last(items)).toBe('ReportBecamePart');
    expect(streams(items)).not.toContain(`clue-${other}`);
    expect(streams(items)).not.toContain(`clue-${children[0]}`);
    expect(typesOf(items, `clue-${parent}`).at(-1)).toBe('ClueSplit');
  });

  it('tells of the one that was split what came of its parts', async () => {
    const items = await history(parent, 'leader-nn');
    expect(streams(items).sort()).toEqual(
      [parent, ...children]
        .map((id) => `clue-${id}`)
        .concat(`report-${report}`)
        .sort(),
    );
    for (const child of children) expect(typesOf(items, `clue-${child}`)[0]).toBe('ClueSplitOff');
    expect(typesOf(items, `clue-${children[0]}`)).toContain('ClueMergedIn');
    expect(new Set(items.map(({ eventId }) => eventId)).size).toBe(items.length);
  });

  it('tells of the one that went into another what came of it there, from then on', async () => {
    const items = await history(other, 'leader-nn');
    expect(typesOf(items, `clue-${children[0]}`)[0]).toBe('ClueMergedIn');
    expect(streams(items)).not.toContain(`clue-${parent}`);
    expect(typesOf(items, `report-${report}`)).toEqual(['AcknowledgementWaived']);
    const then = await history(other, 'leader-nn', 'asOf=2021-10-16');
    expect(streams(then)).toEqual([`clue-${other}`]);
  });

  it('says in how many more it goes on, where these are too many', async () => {
    const asker = readingFor(office.installation, 'leader-nn');
    const seen = await seenClue(asker, parent);
    if (!seen) throw new Error(`clue ${parent}: expected one that may be seen, found none`);
    const axes = { asOf: asker.now, knownAt: asker.now.replace('Z', '000Z') };
    const told = await toldMatter(asker, clueAt(asker, seen, axes), 1);
    expect(told.untold).toBe(1);
    expect(streams(told.items)).not.toContain(`clue-${children[1]}`);
  });

  it('follows both axes', async () => {
    const then = await history(children[0], 'leader-nn', 'asOf=2021-10-16');
    expect(streams(then)).not.toContain(`clue-${other}`);
    expect(typesOf(then, `clue-${parent}`).at(-1)).toBe('ClueSplit');
    expect(await history(children[0], 'leader-nn', 'asOf=2021-10-14')).toEqual([]);
    expect(streams(await history(children[0], 'leader-nn', 'knownAt=2021-10-16'))).not.toContain(
      `clue-${other}`,
    );
  });

  it('is told to who handles it now, with what it comes from: texts, names and files', async () => {
    await step(office, children[0], [
      'head-nn',
      'assignOfficers',
      { officers: ['officer-3-nn', TEAM[0]] },
    ]);
    await settled(office);
    const own = await history(children[0], 'officer-3-nn');
    expect(streams(own)).toEqual(expect.arrayContaining([`clue-${parent}`, `clue-${other}`]));
    const summary = async (clue: string, as = 'officer-3-nn') =>
      (await office.ask('GET', `/api/clues/${clue}`, { as })).body.summary;
    expect(await summary(parent)).toEqual(expect.any(String));
    expect(await summary(children[0])).toBe(await summary(parent));
    const listed = await office.ask('GET', '/api/clues?limit=100', { as: 'officer-3-nn' });
    expect(listed.body.items.map(({ clue }: { clue: string }) => clue).sort()).toEqual(
      [parent, other, children[0]].sort(),
    );
    const named = await office.ask('GET', `/api/people/${second}`, { as: 'officer-3-nn' });
    expect(named.body.name).toBe('陶某某');
    const file = await office.ask('GET', `/api/clues/${other}/attachments/${kept}`, {
      as: 'officer-3-nn',
    });
    expect([file.status, file.text]).toEqual([200, '账本']);
    // The other part is nothing of his.
    expect(
      (await office.ask('GET', `/api/clues/${children[1]}`, { as: 'officer-3-nn' })).status,
    ).toBe(404);
    const whole = streams(await history(parent, 'officer-3-nn'));
    expect(whole).toContain(`clue-${children[0]}`);
    expect(whole).not.toContain(`clue-${children[1]}`);
    const both = await history(children[0], TEAM[0]);
    expect(streams(both)).toEqual(expect.arrayContaining([`clue-${parent}`, `clue-${other}`]));
    const masked = await history(children[0], 'auditor-nn');
    const [first] = masked.filter(({ type }) => type === 'ClueDiscovered');
    expect(first.data['summary']).toEqual({ sealed: true });
  });

  it('says that there is another clue, not which, where its reader may not see that', async () => {
    const parts = async (as: string) => {
      const items = await history(children[0], as);
      const { data = {} } = items.find(({ type }) => type === 'ClueSplit') ?? {};
      const { children: all } = data as unknown as { children: { clueId: unknown }[] }; // as the row leaves it
      return { ids: all.map(({ clueId }) => clueId), names: JSON.stringify(items) };
    };
    const own = await parts('officer-3-nn');
    expect(own.ids).toEqual([children[0], { sealed: true }]);
    expect(own.names).not.toContain(children[1]);
    expect((await parts('leader-nn')).ids).toEqual(children);
  });

  it('is told no more to who is recused from it, in none of its parts', async () => {
    const ask = { officer: 'officer-3-nn', ground: 'relative', reason: '亲属' };
    await step(
      office,
      children[0],
      [TEAM[0], 'requestRecusal', ask],
      ['leader-nn', 'decideRecusal', { officer: 'officer-3-nn', granted: true }],
    );
    await settled(office);
    for (const clue of [children[0], parent, other])
      expect((await office.ask('GET', `/api/clues/${clue}`, { as: 'officer-3-nn' })).status).toBe(
        404,
      );
    const listed = await office.ask('GET', '/api/clues?limit=100', { as: 'officer-3-nn' });
    expect(listed.body.items).toEqual([]);
  });

  it('lets a part be read with what the whole was discovered with, wherever the part has gone', async () => {
    const summary = async (as: string) =>
      (await office.ask('GET', `/api/clues/${children[1]}`, { as })).body.summary;
    const text = await summary('leader-nn');
    expect([text, await summary('head-nn')]).toEqual([expect.any(String), text]);
    await step(
      office,
      children[0],
      ['admin-nn', 'requestRecusal', { officer: 'head-nn', ground: 'interest', reason: '利害' }],
      ['leader-nn', 'decideRecusal', { officer: 'head-nn', granted: true }],
    );
    // The whole is kept from whom one of its parts is kept from.
    expect(await summary('head-nn')).toBeNull();
    await step(
      office,
      children[1],
      ['leader-nn', 'approveTransfer', { to: 'gl', mode: 'forward' }],
      ['admin-nn', 'transfer', { to: 'gl', direction: 'across' }],
      ['admin-gl', 'acceptTransfer'],
    );
    for (const as of ['leader-gl', 'head-gl']) expect(await summary(as)).toBe(text);
    for (const as of ['admin-gl', 'auditor-gl'])
      expect(await summary(as)).toEqual({ sealed: true });
  });
});
