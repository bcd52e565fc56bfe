import { openOffice, type TestOffice } from '../../../../test/support/organisation.js';
import { applyOrganisation } from '../organisation.js';

/** Lena works in both places, in the capital first; Otto in none. */
const TWO_ZONES = `organs:
  - { id: eu, name: { en: Union, zh: 联盟 }, tier: nation, region: NL, zone: Europe/Brussels }
  - { id: nl, parent: eu, name: { en: Capital, zh: 首都 }, tier: county, zone: Europe/Amsterdam }
  - { id: cur, parent: eu, name: { en: Island, zh: 岛 }, tier: county, zone: America/Curacao }
people:
${['ivan', 'juan', 'lena', 'otto', 'admin'].map((id) => `  - { id: ${id}, name: ${id} }`).join('\n')}
appointments:
  - { person: ivan, organ: nl, role: auditor, clearance: L2, from: 2020-01-01 }
  - { person: juan, organ: cur, role: auditor, clearance: L2, from: 2020-01-01 }
  - { person: lena, organ: nl, role: auditor, clearance: L2, from: 2020-01-01 }
  - { person: lena, organ: cur, role: auditor, clearance: L2, from: 2020-01-01 }
  - { person: admin, organ: eu, role: sysadmin, clearance: L2, from: 2020-01-01 }
`;

describe('a date without a time', () => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice({ empty: true });
    await applyOrganisation(office.installation, TWO_ZONES, { dryRun: false });
    await office.installation.runner.catchUp();
  });
  afterAll(() => office.dispose());

  const get = async (as: string, path: string) => (await office.ask('GET', path, { as })).body;

  it.each([
    ['ivan', 'Europe/Amsterdam', '2021-10-01T21:59:59.999Z'],
    ['juan', 'America/Curacao', '2021-10-02T03:59:59.999Z'],
    ['lena', 'Europe/Amsterdam', '2021-10-01T21:59:59.999Z'],
  ])('is read in the zone of the office of %s, %s', async (as, zone, end) => {
    expect((await get(as, '/api/me')).zone).toBe(zone);
    expect((await get(as, '/api/totals?asOf=2021-10-01')).asOf).toBe(end);
    const asked = '/api/totals?asOf=2021-10-01&zone=Asia/Shanghai';
    expect((await get(as, asked)).asOf).toBe('2021-10-01T15:59:59.999Z');
  });

  it('is read at the highest organ for who holds no office', async () => {
    expect((await get('otto', '/api/me')).zone).toBe('Europe/Brussels');
    const status = await office.admin('GET', '/admin/status');
    expect(status.body.zone).toBe('Europe/Brussels');
  });

  it('begins an appointment on the day that it is there', async () => {
    office.clock.set('2021-10-09T01:00:00.000Z');
    const file = 'appointments:\n  - { person: otto, organ: cur, role: auditor, clearance: L2 }\n';
    await applyOrganisation(office.installation, file, { dryRun: false });
    const { directory } = office.installation.references;
    expect(directory.appointmentsOf('otto')).toEqual([
      expect.objectContaining({ from: '2021-10-08' }),
    ]);
    expect((await get('otto', '/api/me')).items).toHaveLength(1);
  });
});
