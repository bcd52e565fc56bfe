import { handledClue, step } from '../../../../test/support/handled.js';
import { openOffice, type TestOffice } from '../../../../test/support/organisation.js';
import { settled } from '../../../../test/support/registers.js';

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
    const subjects = people.map((personId) => ({ personId, managingOrganId: 'nn' }));
    parent = await handledClue(office, TEAM, subjects);
    const body = { channel: 'letter', realName: false, higher: false, text: '来信', subjects: [] };
    report = (await office.ask('POST', '/api/reports', { as: 'intake-nn', body })).body.id;
    await step(office, parent, ['intake-nn', 'attachReport', { reportId: report }]);
    on('2021-10-13');
    other = await handledClue(office, TEAM, subjects.slice(0, 1));
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
  }, 60_000);
  afterAll(() => office.dispose());

  const history = async (clue: string, as: string, query = ''): Promise<readonly Told[]> => {
    const answer = await office.ask('GET', `/api/clues/${clue}/history?${query}`, { as });
    expect([clue, as, answer.status]).toEqual([clue, as, 200]);
    return answer.body.items;
  };
  const typesOf = (items: readonly Told[], id: string) =>
    items.filter(({ stream }) => stream === id).map(({ type }) => type);
  const streams = (items: readonly Told[]) => [...new Set(items.map(({ stream }) => stream))];

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

  it('tells of a part nothing that came to another part, or of what that took along', async () => {
    const last = (items: readonly Told[]) => typesOf(items, `report-${report}`).at(-1);
    expect(last(await history(children[0], 'leader-nn'))).toBe('AcknowledgementWaived');
    const items = await history(children[1], 'leader-nn');
    expect(last(items)).toBe('ReportBecamePart');
    expect(streams(items)).not.toContain(`clue-${other}`);
    expect(streams(items)).not.toContain(`clue-${children[0]}`);
    expect(typesOf(items, `clue-${parent}`).at(-1)).toBe('ClueSplit');
  });

  it('tells of the one that was split, or went into another, its own', async () => {
    expect(streams(await history(parent, 'leader-nn'))).toEqual([
      `clue-${parent}`,
      `report-${report}`,
    ]);
    expect(streams(await history(other, 'leader-nn'))).toEqual([`clue-${other}`]);
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

  it('shows nobody what he may not see of where it comes from', async () => {
    await step(office, children[0], [
      'head-nn',
      'assignOfficers',
      { officers: ['officer-3-nn', TEAM[0]] },
    ]);
    await settled(office);
    const own = await history(children[0], 'officer-3-nn');
    expect(streams(own)).not.toContain(`clue-${parent}`);
    expect(streams(own)).not.toContain(`clue-${other}`);
    const both = await history(children[0], TEAM[0]);
    expect(streams(both)).toEqual(expect.arrayContaining([`clue-${parent}`, `clue-${other}`]));
    const masked = await history(children[0], 'auditor-nn');
    const [first] = masked.filter(({ type }) => type === 'ClueDiscovered');
    expect(first.data['summary']).toEqual({ sealed: true });
  });
});
