import { given, step } from '../../../test/support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';

const QX = '{ id: qx, parent: nn, name: { en: Qingxiu District, zh: 青秀区 }, tier: county';

/** It is 8 October 2021. Qingxiu, below Nanning, takes another name and then goes into Guilin, beside Nanning. */
describe('an organ that goes into another', () => {
  let office: TestOffice;
  let clue: string;
  const apply = async (organ: string) => {
    const body = `organs:\n  - ${organ} }\n`;
    const file = { as: 'sysadmin-gx', body, type: 'application/yaml' };
    return (await office.admin('POST', '/admin/org', file)).body;
  };
  const merge = () => apply(`${QX}, mergedInto: gl, since: 2021-10-20`);
  const on = (day: string) => office.clock.set(`${day}T01:00:00.000Z`);
  const seen = async (as: string) =>
    (await office.ask('GET', '/api/clues', { as })).body.items.map(
      (one: { clue: string }) => one.clue,
    );

  beforeEach(async () => {
    office = await openOffice();
    const body = { ...DISCOVERY, subjects: [{ personId: 'chen', managingOrganId: 'qx' }] };
    clue = (await office.ask('POST', '/api/clues', { as: 'intake-qx', body })).body.id;
    on('2021-10-11');
    await apply(`${QX}, since: 2021-10-11`);
    await step(
      office,
      clue,
      ['admin-qx', 'checkDuplicates'],
      ['admin-qx', 'classify', { level: 'L2' }],
      ['admin-qx', 'proposeAllocation', { mode: 'self' }],
    );
    on('2021-10-20');
  });
  afterEach(() => office.dispose());

  const approve = (as: string) =>
    given(office, { clue, as, command: 'approveAllocation', body: { mode: 'self' } });

  it('leaves its open clues to the people of the other, who then are their organ', async () => {
    expect(await seen('leader-gl')).toEqual([]);
    expect((await approve('leader-gl')).status).toBe(404);
    expect((await merge()).summary.organs).toEqual({ added: 0, changed: 1, unchanged: 0 });
    await office.installation.runner.catchUp();
    expect(await seen('leader-gl')).toEqual([clue]);
    expect(await seen('leader-qx')).toEqual([]);
    expect(await seen('leader-nn')).toEqual([]);
    expect((await approve('leader-qx')).status).toBe(404);
    const desk = await office.ask('GET', '/api/desk', { as: 'leader-gl' });
    expect(desk.body.items).toMatchObject([{ clue }]);
    expect((await approve('leader-gl')).status).toBe(200);
    const officers = ['officer-1-gl', 'officer-2-gl'];
    await step(office, clue, ['head-gl', 'assignOfficers', { officers }]);
    const events = await office.installation.store.read(`clue-${clue}`);
    const assigned = events.find(({ event }) => event.type === 'OfficersAssigned');
    expect(assigned?.event).toMatchObject({
      organ: 'gl',
      actor: { personId: 'head-gl', organId: 'gl' },
    });
  });

  it('is sent nothing any more', async () => {
    await merge();
    const body = { ...DISCOVERY, procedure: 'cn-2019-example' };
    const made = (await office.ask('POST', '/api/clues', { as: 'intake-nn', body })).body.id;
    await step(
      office,
      made,
      ['admin-nn', 'checkDuplicates'],
      ['admin-nn', 'classify', { level: 'L2' }],
      ['admin-nn', 'proposeAllocation', { mode: 'forward', to: 'gl' }],
    );
    const forward = { mode: 'forward', to: 'qx' };
    const sent = { clue: made, as: 'leader-nn', command: 'approveAllocation', body: forward };
    expect((await given(office, sent)).body.code).toBe('no-such-organ');
  });

  it('leaves what was under way to it to be signed for by the people of the other', async () => {
    const body = { ...DISCOVERY, procedure: 'cn-2019-example' };
    const sent = (await office.ask('POST', '/api/clues', { as: 'intake-nn', body })).body.id;
    const allocation = { mode: 'forward', to: 'qx' };
    await step(
      office,
      sent,
      ['admin-nn', 'checkDuplicates'],
      ['admin-nn', 'classify', { level: 'L2' }],
      ['admin-nn', 'proposeAllocation', allocation],
      ['leader-nn', 'approveAllocation', allocation],
      ['admin-nn', 'transfer', { to: 'qx', direction: 'down' }],
    );
    const signing = async () => {
      await office.installation.runner.catchUp();
      return (
        await office.ask('GET', `/api/capacities?clue=${sent}`, { as: 'leader-nn' })
      ).body.items
        .filter(({ commands }: { commands: string[] }) => commands.includes('acceptTransfer'))
        .map(({ person }: { person: string }) => person);
    };
    expect(await signing()).toEqual(['admin-qx', 'head-qx']);
    await merge();
    expect(await signing()).toEqual(['admin-gl', 'head-gl']);
    const accept = { clue: sent, as: 'admin-gl', command: 'acceptTransfer', body: {} };
    expect((await given(office, accept)).status).toBe(200);
  });

  it('has in the history of a clue the names that it had', async () => {
    await merge();
    await approve('leader-gl');
    const { body } = await office.ask('GET', `/api/clues/${clue}/history`, { as: 'leader-gl' });
    const names = body.items.map((one: { organName: { en: string } }) => one.organName.en);
    expect([names[0], names[1], names.at(-1)]).toEqual(['Qingxiu', 'Qingxiu District', 'Guilin']);
  });

  it('was there until then: who could do what is told of both times', async () => {
    await merge();
    await approve('leader-gl');
    await office.installation.runner.catchUp();
    const who = async (asOf: string) =>
      (
        await office.ask('GET', `/api/capacities?clue=${clue}&asOf=${asOf}`, { as: 'leader-gl' })
      ).body.items
        .filter(({ commands }: { commands: string[] }) => commands.includes('approveAllocation'))
        .map(({ person }: { person: string }) => person);
    expect(await who('2021-10-19')).toEqual(['leader-qx']);
    expect(await who('2021-10-20')).toEqual([]);
    expect(await who('2021-10-20T00:59:00%2B08:00')).toEqual(['leader-gl']);
  });

  it('keeps the days by which its clocks were counted, whatever those of the other are', async () => {
    const clocks = async (query = '') =>
      (await office.ask('GET', `/api/clues/${clue}/deadlines${query}`, { as: 'leader-gx' })).body
        .items;
    const before = await clocks();
    expect(before.map((one: { code: string }) => one.code)).toEqual(['allocate']);
    const abroad =
      'name: { en: The Hague, zh: 海牙 }, tier: county, region: NL, zone: Europe/Amsterdam';
    await apply(`{ id: hague, parent: nn, ${abroad}`);
    await apply(`${QX}, mergedInto: hague, since: 2021-10-20`);
    await office.admin('POST', '/admin/org', {
      ...{ as: 'sysadmin-gx', type: 'application/yaml' },
      body: 'appointments:\n  - { person: leader-gl, organ: hague, role: leader, clearance: L4, from: 2021-10-20 }\n',
    });
    expect(await clocks()).toEqual(before);
    expect((await approve('leader-gl')).status).toBe(200);
    await office.installation.runner.catchUp();
    const [allocate, dispose] = await clocks();
    expect(allocate).toMatchObject({ due: before[0].due, state: 'met' });
    // What begins at the other is counted as it is there: midnight in The Hague.
    expect(dispose.due).toMatch(/T22:59:59[.]999Z$/);
    expect(await clocks('?asOf=2021-10-19')).toEqual(before);
  });
});
