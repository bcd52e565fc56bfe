import { Desks } from './desks.js';
import { HttpJourney } from './http-journey.js';

const EVERYBODY = ['intake-nn', 'admin-nn', 'leader-nn', 'leader-gx', 'intake-gx'];
const PROCEDURE = 'eu-2019-1937-example';

/** Those above see no report that is not theirs. */
describe('of a report by the European procedure, the leaders and administrators there are told', () => {
  let journey: HttpJourney;
  let report: string;
  beforeEach(async () => {
    journey = await HttpJourney.begin();
    await journey.uses('nn', ['cn-2019-example', PROCEDURE]);
    const person = { name: '梁' };
    const reporterId = await journey.opened('2021-10-11', 'intake-nn', 'people', person);
    report = await journey.opened('2021-10-11', 'intake-nn', 'reports', {
      ...{ procedure: PROCEDURE, channel: 'letter', realName: true, higher: false, reporterId },
      ...{ text: '反映陈某某', subjects: ['chen'] },
    });
  });
  afterEach(() => journey.end());

  const onLeave = async (day: string, ...people: readonly string[]) => {
    await journey.onLeave([day, day], ...people);
    journey.office.clock.set(`${day}T10:00:00+08:00`);
  };
  const told = async (): Promise<unknown> => {
    const desks = new Desks(journey, [report]);
    const holders = await desks.holders(EVERYBODY);
    const stuck = await Promise.all(holders.map((as) => desks.stuckOf(as)));
    return Object.fromEntries(
      holders.map((as, index) => [as, stuck[index].map((one) => Object(one).waits)]),
    );
  };
  const of = (...waits: readonly string[]) => ({ 'admin-nn': [waits], 'leader-nn': [waits] });

  it('that nobody may acknowledge it, though its result may be told or it be refused', async () => {
    await onLeave('2021-10-12', 'intake-nn');
    expect(await told()).toEqual(of('acknowledge', 'waiveAcknowledgement'));
    await journey.opened('2021-10-13', 'intake-nn', 'clues', {
      ...{ procedure: PROCEDURE, source: 'report', summary: 'x', reportIds: [report] },
      subjects: [{ personId: 'chen', managingOrganId: 'nn' }],
    });
    await onLeave('2021-10-14', 'intake-nn');
    expect(await told()).toEqual(of('acknowledge', 'waiveAcknowledgement'));
    await journey.done(`reports/${report}`, [
      ...(['2021-10-15', 'intake-nn', 'acknowledge', { method: 'letter' }] as const),
    ]);
    await onLeave('2021-10-16', 'intake-nn');
    expect(await told()).toEqual({ 'leader-nn': [undefined] });
    await onLeave('2021-10-17', 'intake-nn', 'leader-nn', 'officer-3-nn');
    expect(await told()).toEqual({ 'admin-nn': [['inform']] });
  });

  it('that nobody may grant the time that was asked for', async () => {
    await journey.done(
      `reports/${report}`,
      ['2021-10-12', 'intake-nn', 'acknowledge', { method: 'letter' }],
      ['2021-10-12', 'intake-nn', 'requestExtension', { obligation: 'feedback', reason: '复杂' }],
    );
    expect(await told()).toEqual({ 'intake-nn': [undefined], 'leader-nn': [undefined] });
    await onLeave('2021-10-13', 'leader-nn', 'officer-3-nn');
    expect(await told()).toEqual({ 'intake-nn': [undefined], 'admin-nn': [['grantExtension']] });
  });
});
