import { handledClue, step } from '../../../../test/support/handled.js';
import { applyOrganisation } from '../organisation.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../../test/support/organisation.js';
import { settled } from '../../../../test/support/registers.js';

const SECOND_LEADER = `
people: [{ id: yan-nn, name: yan-nn }]
appointments: [{ person: yan-nn, organ: nn, role: leader, clearance: L3, from: 2020-01-01 }]
`;

describe('what is owed to a reporter', () => {
  let office: TestOffice;
  let report: string;
  let late: string;
  let fresh: string;

  /** A clue whose disposal is overdue, with a report that came in today, and another clue. */
  beforeEach(async () => {
    office = await openOffice();
    office.clock.set('2021-09-01T01:00:00.000Z');
    const made = await office.ask('POST', '/api/people', {
      ...{ as: 'intake-nn', body: { name: '苏某某' } },
    });
    const more = { personId: made.body.id, managingOrganId: 'nn' };
    late = await handledClue(office, undefined, [...DISCOVERY.subjects, more]);
    office.clock.set('2021-10-11T01:00:00.000Z');
    fresh = await handledClue(office);
    const body = {
      ...{ channel: 'letter', realName: true, reporterId: made.body.id, higher: false, text: '信' },
    };
    report = (await office.ask('POST', '/api/reports', { as: 'intake-nn', body })).body.id;
    await step(office, late, ['intake-nn', 'attachReport', { reportId: report }]);
    await settled(office);
  }, 180_000);
  afterEach(() => office.dispose());

  const owed = async (path: string, as = 'leader-nn') =>
    (await office.ask('GET', `/api/${path}`, { as })).body.obligations
      .filter(({ code, key }: Record<string, string>) => (code ?? key).startsWith('acknowledge'))
      .map(({ state, dueOn, overdue }: Record<string, unknown>) => ({ state, dueOn, overdue }));

  it('is told alike by the report and by every clue that it was part of, after a split', async () => {
    const subjects = (await office.ask('GET', `/api/clues/${late}`, { as: 'leader-nn' })).body
      .subjects;
    const children = subjects.map((one: string, index: number) => ({
      ...{ subjects: [one], reports: index === 0 ? [report] : [] },
    }));
    await step(office, late, ['leader-nn', 'split', { children, reason: '分别办理' }]);
    await settled(office);
    const own = await owed(`reports/${report}`, 'intake-nn');
    expect(own).toEqual([{ state: 'open', dueOn: '2021-11-01', overdue: false }]);
    expect(await owed(`clues/${late}`)).toEqual(own);
  });

  it('runs from the day on which the report came in, once that is corrected', async () => {
    const told = await office.ask('GET', `/api/reports/${report}/history`, { as: 'intake-nn' });
    const [{ eventId: targetEventId, happenedAt: old }] = told.body.items;
    const given = async (as: string, command: string, body: object) => {
      const { version } = await office.installation.engine.streams.load(`report-${report}`);
      const headers = { 'if-match': `"${version}"` };
      return office.ask('POST', `/api/reports/${report}/${command}`, { as, headers, body });
    };
    const [day, reason] = ['2021-09-30', '以邮戳为准'];
    await applyOrganisation(office.installation, SECOND_LEADER, { dryRun: false });
    const agreed = await given('yan-nn', 'countersign', { command: 'correctFact', day, reason });
    expect(agreed.status).toBe(200);
    const correction = { targetEventId, field: 'happenedAt', old, new: day, reason };
    expect((await given('leader-nn', 'correctFact', correction)).status).toBe(200);
    await settled(office);
    const own = await owed(`reports/${report}`, 'intake-nn');
    expect(own).toEqual([{ state: 'open', dueOn: '2021-10-27', overdue: false }]);
    expect(await owed(`clues/${late}`)).toEqual(own);
    const { items } = (await office.ask('GET', '/api/reports', { as: 'intake-nn' })).body;
    expect(items).toMatchObject([{ report, receivedAt: '2021-09-29T16:00:00.000Z' }]);
    const after = await office.ask('GET', `/api/reports/${report}/history`, { as: 'intake-nn' });
    expect(after.body.items[0].corrections).toMatchObject([{ field: 'happenedAt', old }]);
  });

  it('and after a merger', async () => {
    const before = await owed(`reports/${report}`, 'intake-nn');
    await step(office, late, ['leader-nn', 'mergeInto', { survivor: fresh, reason: '同一问题' }]);
    await settled(office);
    expect(before).toHaveLength(1);
    for (const clue of [late, fresh]) expect(await owed(`clues/${clue}`)).toEqual(before);
  });

  it('is counted once, of however many clues the report was part, and colours those in which it goes on', async () => {
    const { body: before } = await office.ask('GET', `/api/clues/${late}`, { as: 'leader-nn' });
    const [first, ...others] = before.subjects;
    const children = [
      { subjects: [first], reports: [report] },
      { subjects: others, reports: [] },
    ];
    await step(office, late, ['leader-nn', 'split', { children, reason: '分别办理' }]);
    await settled(office);
    office.clock.set('2021-11-03T01:00:00.000Z');
    const ask = async (path: string) =>
      (await office.ask('GET', `/api/${path}`, { as: 'leader-nn' })).body;
    for (const at of ['', '&asOf=2021-11-02']) {
      const list = await ask(`overdue?limit=100${at}`);
      const { overdue, overdueBy } = await ask(`totals?organ=nn${at}`);
      const codes = list.items.map(({ code }: { code: string }) => code);
      const owing = list.items.map(
        (item: Record<string, string>) => item['clue'] ?? item['report'],
      );
      expect(overdueBy).toMatchObject({ acknowledge: 1 });
      expect(overdueBy).toEqual(
        Object.fromEntries([...Map.groupBy(codes, String)].map(([code, of]) => [code, of.length])),
      );
      expect(overdue).toBe(new Set(owing).size);
    }
    const kin = (await ask('clues?obligation=acknowledge')).items;
    expect(kin.map(({ state }: { state: string }) => state)).not.toContain('splitParent');
    expect(kin).toHaveLength(1);
    const red = (await ask('clues?colour=red')).items;
    expect(red.map(({ clue }: { clue: string }) => clue)).not.toContain(late);
  });
});
