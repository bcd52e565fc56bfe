import { settled } from '../../../../test/support/registers.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../../test/support/organisation.js';

const LETTER = {
  ...{ channel: 'letter', realName: true, higher: false },
  ...{ text: '反映陈某某收受礼金', subjects: [] },
};

describe('who is told who sent a report', () => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice();
    office.clock.set('2021-10-08T01:00:00.000Z');
  });
  afterAll(() => office.dispose());

  const get = async (path: string, as: string) => {
    const answer = await office.ask('GET', `/api/${path}`, { as });
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.text;
  };
  const made = async (path: string, body: object) => {
    const { status, body: done } = await office.ask('POST', path, { as: 'intake-nn', body });
    expect([path, status]).toEqual([path, 201]);
    return done.id as string;
  };
  /** Two reports of one reporter, part of one clue. */
  const reported = async () => {
    const reporterId = await made('/api/people', { name: '梁秘密' });
    const send = () => made('/api/reports', { ...LETTER, reporterId });
    const reports = [await send(), await send()];
    const clue = await made('/api/clues', { ...DISCOVERY, reportIds: reports });
    await settled(office);
    return { reporterId, reports, clue };
  };
  const told = async (report: string) => {
    const { items } = JSON.parse(await get(`reports/${report}/accesses`, 'auditor-nn'));
    return items.map(({ person, what }: { person: string; what: string }) => [person, what]);
  };
  const ONCE = [['intake-nn', 'reporter']];

  it('is recorded on each of the reports of a clue whose history he reads, once', async () => {
    const { reports, clue, reporterId } = await reported();
    expect(await get(`clues/${clue}/history`, 'intake-nn')).toContain(reporterId);
    for (const report of reports) expect(await told(report)).toEqual(ONCE);
  });

  it('is not recorded where that is kept from him', async () => {
    const { reports, clue, reporterId } = await reported();
    expect(await get(`clues/${clue}/history`, 'leader-nn')).not.toContain(reporterId);
    expect(await get(`reports/${reports[0]}/history`, 'leader-nn')).not.toContain(reporterId);
    expect(await get(`clues/${clue}`, 'intake-nn')).not.toContain(reporterId);
    for (const report of reports) expect(await told(report)).toEqual([]);
  });

  it('is recorded where he asks for the name of somebody whom he may know as a reporter alone', async () => {
    const { reports, reporterId } = await reported();
    expect(await get(`people/${reporterId}`, 'intake-nn')).toContain('梁秘密');
    for (const report of reports) expect(await told(report)).toEqual(ONCE);
  });

  it('is recorded also once the report was sent up: its history tells as much as before', async () => {
    const reporterId = await made('/api/people', { name: '梁秘密' });
    const report = await made('/api/reports', { ...LETTER, reporterId });
    const give = async (command: string, version: number, body: object) => {
      const headers = { 'if-match': `"${version}"` };
      const path = `/api/reports/${report}/${command}`;
      const { status } = await office.ask('POST', path, { as: 'intake-nn', body, headers });
      expect([command, status]).toEqual([command, 200]);
    };
    await give('acknowledge', 1, { method: 'call' });
    await give('referUpSealed', 2, { to: 'gx', receivedOn: '2021-10-08' });
    await settled(office);
    expect(await get(`reports/${report}`, 'intake-nn')).not.toContain(reporterId);
    expect(await told(report)).toEqual([]);
    expect(await get(`reports/${report}/history`, 'intake-nn')).toContain(reporterId);
    expect(await told(report)).toEqual(ONCE);
  });
});
