import { openOffice, type TestOffice } from '../../../test/support/organisation.js';

describe('an extension on a report whose reporter was informed meanwhile', () => {
  let office: TestOffice;
  let report: string;
  let version = 1;
  const give = async (as: string, command: string, body: object) => {
    const headers = { 'if-match': `"${version++}"` };
    const asked = { as, body, headers };
    const answer = await office.ask('POST', `/api/reports/${report}/${command}`, asked);
    return answer.body.code ?? answer.status;
  };

  beforeAll(async () => {
    office = await openOffice();
    const body = {
      ...{ channel: 'online', realName: true, higher: false, reporterId: 'outsider' },
      ...{ text: 'x', procedure: 'eu-2019-1937-example', happenedAt: '2021-10-08' },
    };
    report = (await office.ask('POST', '/api/reports', { as: 'intake-nn', body })).body.id;
  }, 180_000);
  afterAll(() => office.dispose());

  it('is not granted as if that had been before: it would have been told in time', async () => {
    const FEEDBACK = { obligation: 'feedback', reason: 'experts are heard' };
    office.clock.set('2021-10-11T01:00:00.000Z');
    expect(await give('intake-nn', 'acknowledge', { method: 'letter' })).toBe(200);
    office.clock.set('2022-01-05T01:00:00.000Z');
    expect(await give('intake-nn', 'requestExtension', FEEDBACK)).toBe(200);
    // Due on 11 January.
    office.clock.set('2022-01-14T01:00:00.000Z');
    expect(await give('intake-nn', 'inform', { method: 'letter' })).toBe(200);
    const grant = { ...FEEDBACK, happenedAt: '2022-01-06' };
    expect(await give('leader-nn', 'grantExtension', grant)).toBe('extension-not-asked');
  });
});
