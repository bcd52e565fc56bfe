import { openOffice, type TestOffice } from '../../../test/support/organisation.js';

/** `gx` is the root; `nn`, `gl` and `qx` lie below it. */
describe('the whole log', () => {
  let office: TestOffice;
  beforeEach(async () => void (office = await openOffice()));
  afterEach(() => office.dispose());

  const exported = async (as: string) => {
    const { status, body, text } = await office.admin('GET', '/admin/export', { as });
    return status === 200 ? text.trimEnd().split('\n').length : [status, body.code];
  };
  const apply = (body: string, as = 'sysadmin-gx') =>
    office.admin('POST', '/admin/org', { as, body, type: 'application/yaml' });
  const outsider = (role: string, organ: string, clearance: string) =>
    apply(
      `appointments:\n  - { person: outsider, organ: ${organ}, role: ${role}, clearance: ${clearance}, from: 2021-10-01 }\n`,
    );
  const all = async () => Number((await office.installation.store.head()).position);
  const other = (more = '', as = 'sysadmin-gx') =>
    apply(
      `organs:\n  - { id: kg, name: { en: Kunggar, zh: 某地 }, tier: province, region: CN, zone: Asia/Shanghai${more} }\n`,
      as,
    );

  it('is taken away by an auditor of the root, and by none below', async () => {
    expect(await exported('auditor-gx')).toBe(await all());
    for (const as of ['auditor-nn', 'auditor-qx'])
      expect(await exported(as)).toEqual([403, 'wrong-organ']);
  });

  it('is of every level: nobody takes it away who may not read the highest', async () => {
    await outsider('auditor', 'gx', 'L3');
    expect(await exported('outsider')).toEqual([403, 'not-cleared']);
    await outsider('auditor', 'qx', 'L4');
    expect(await exported('outsider')).toEqual([403, 'not-cleared']);
  });

  it('is of all trees: an auditor of one of them takes none of it away', async () => {
    expect((await other()).status).toBe(200);
    expect(await exported('auditor-gx')).toEqual([403, 'wrong-organ']);
    await outsider('auditor', 'gx', 'L4');
    await outsider('auditor', 'kg', 'L4');
    expect(await exported('outsider')).toBe(await all());
  });

  it('is of those trees alone that there still are', async () => {
    await other();
    for (const organ of ['gx', 'kg']) await outsider('sysadmin', organ, 'L1');
    const merged = await other(', mergedInto: nn, since: 2021-10-08', 'outsider');
    expect(merged.status).toBe(200);
    expect(await exported('auditor-gx')).toBe(await all());
  });

  it('is not taken away in an office that is lent', async () => {
    const term = 'from: 2021-10-08, to: 2021-10-20';
    const lent = `delegations:\n  - { person: leader-gx, for: auditor-gx, role: auditor, organ: gx, ${term} }\n`;
    expect((await apply(lent)).status).toBe(200);
    expect(await exported('leader-gx')).toEqual([403, 'wrong-role']);
  });
});
