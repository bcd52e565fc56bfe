import { step } from '../../../test/support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';

/** `nn` lies below `gx`; `gl` beside it, `qx` below it. */
describe('a clue-centre administrator', () => {
  let office: TestOffice;
  beforeAll(async () => void (office = await openOffice()));
  afterAll(() => office.dispose());

  const admin = async (as: string, path: string, body: unknown, type?: string) => {
    const answer = await office.admin('POST', `/admin/${path}`, { as, body, type });
    return [answer.status, answer.body.code];
  };
  const apply = (as: string, yaml: string) => admin(as, 'org', yaml, 'application/yaml');
  const events = async () => (await office.installation.store.head()).position;
  const ELSEWHERE = [403, 'wrong-organ'];

  it('appoints at his organ and below it, and nobody elsewhere', async () => {
    const appointed = (organ: string) =>
      `appointments:\n  - { person: outsider, organ: ${organ}, role: statistician, clearance: L2, from: 2021-10-01 }\n`;
    const before = await events();
    expect(await apply('admin-nn', appointed('gx'))).toEqual(ELSEWHERE);
    expect(await apply('admin-nn', appointed('gl'))).toEqual(ELSEWHERE);
    expect(await events()).toBe(before);
    expect(await apply('admin-nn', appointed('nn'))).toEqual([200, undefined]);
    expect(await apply('admin-nn', appointed('qx'))).toEqual([200, undefined]);
  });

  it('sets up organs below his, with their people, and moves none away', async () => {
    const below = (id: string, parent: string) =>
      `organs:\n  - { id: ${id}, name: { en: X, zh: 某 }, tier: county, parent: ${parent} }\npeople:\n  - { id: p-${id}, name: 某某 }\nappointments:\n  - { person: p-${id}, organ: ${id}, role: leader, clearance: L2, from: 2021-10-01 }\n`;
    expect(await apply('admin-nn', below('yn', 'gl'))).toEqual(ELSEWHERE);
    expect(await apply('admin-nn', below('yn', 'nn'))).toEqual([200, undefined]);
    expect(await apply('admin-qx', below('lq', 'nn'))).toEqual(ELSEWHERE);
    const moved = 'organs:\n  - { id: yn, parent: gl }\n';
    expect(await apply('admin-nn', moved)).not.toEqual([200, undefined]);
  });

  it('has tier, place in the tree and procedures of his own organ changed by one above', async () => {
    const nn = (more: string) =>
      `organs:\n  - { id: nn, name: { en: Nanning, zh: 南宁 }, ${more} }\n`;
    expect(await apply('admin-nn', nn('tier: province'))).toEqual(ELSEWHERE);
    const rules = nn('tier: prefecture, procedures: [cn-2019-example]');
    expect(await apply('admin-nn', rules)).toEqual(ELSEWHERE);
    expect(await apply('admin-nn', nn('tier: prefecture').replace('宁 }', '宁市 }'))).toEqual([
      200,
      undefined,
    ]);
    const qx = (tier: string) =>
      `organs:\n  - { id: qx, name: { en: Qingxiu, zh: 青秀 }, tier: ${tier}, parent: nn }\n`;
    expect(await apply('admin-nn', qx('unit'))).toEqual([200, undefined]);
    expect(await apply('admin-gx', qx('county'))).toEqual([200, undefined]);
    // Above the root there is nobody.
    const gx = 'organs:\n  - { id: gx, name: { en: Guangxi, zh: 广西 }, tier: nation }\n';
    expect(await apply('admin-gx', gx)).toEqual([200, undefined]);
    expect(await apply('sysadmin-qx', gx.replace('nation', 'province'))).toEqual([200, undefined]);
  });

  it('appoints neither himself nor to a clearance above his own', async () => {
    const to = (person: string, organ: string, more: string) =>
      `appointments:\n  - { person: ${person}, organ: ${organ}, ${more}, from: 2021-10-02 }\n`;
    const auditor = (clearance: string) => `role: auditor, clearance: ${clearance}`;
    for (const as of ['admin-nn', 'sysadmin-nn'])
      expect(await apply(as, to(as, 'nn', auditor('L1')))).toEqual([403, 'not-to-oneself']);
    const lent =
      'delegations:\n  - { person: admin-nn, for: leader-nn, role: leader, organ: nn, from: 2021-10-08, to: 2021-10-20 }\n';
    expect(await apply('admin-nn', lent)).toEqual([403, 'not-to-oneself']);
    const all = 'role: sysadmin, clearance: L1';
    expect(await apply('admin-nn', to('outsider', 'nn', all))).toEqual(ELSEWHERE);
    expect(await apply('admin-gx', to('outsider', 'gx', all))).toEqual([200, undefined]);
    expect(await apply('admin-nn', to('outsider', 'qx', auditor('L3')))).toEqual([
      403,
      'above-own-clearance',
    ]);
    expect(await apply('admin-nn', to('outsider', 'qx', auditor('L2')))).toEqual([200, undefined]);
    expect(await apply('sysadmin-nn', to('outsider', 'qx', 'role: leader, clearance: L4'))).toEqual(
      [200, undefined],
    );
  });

  it('gives and takes no token of those who hold office elsewhere', async () => {
    for (const path of ['token', 'token/revoke']) {
      const of = (personId: string) => ({ personId, label: 'desk' });
      expect(await admin('admin-nn', path, of('leader-gx'))).toEqual(ELSEWHERE);
      expect(await admin('admin-nn', path, of('officer-1-gl'))).toEqual(ELSEWHERE);
      expect((await admin('admin-nn', path, of('leader-qx')))[1]).toBeUndefined();
      expect((await admin('sysadmin-qx', path, of('leader-gx')))[1]).toBeUndefined();
    }
  });

  it('has no key destroyed of a clue or report that another organ has, nor of its people', async () => {
    const made = async (path: string, as: string, body: object) =>
      String((await office.ask('POST', `/api/${path}`, { as, body })).body.id);
    const report = { channel: 'letter', realName: false, higher: false, text: '来信' };
    const id = await made('clues', 'admin-nn', DISCOVERY);
    await step(office, id, ['leader-nn', 'void', { reason: '误登' }]);
    const clue = `clue-${id}`;
    const letter = `report-${await made('reports', 'intake-nn', report)}`;
    for (const stream of [clue, letter, 'person-leader-nn']) {
      const asked = { stream, reason: 'retention is over' };
      expect(await admin('admin-gl', 'keys/destroy', asked)).toEqual(ELSEWHERE);
      expect(await admin('admin-qx', 'keys/destroy', asked)).toEqual(ELSEWHERE);
      expect(await admin('admin-nn', 'keys/destroy', asked)).toEqual([200, undefined]);
      const confirmed = { ...asked, confirm: true };
      expect(await admin('admin-gl', 'keys/destroy', confirmed)).toEqual(ELSEWHERE);
      expect(await admin('admin-gx', 'keys/destroy', confirmed)).toEqual([200, undefined]);
    }
    const told = await office.ask('GET', `/api/reports/${letter.slice('report-'.length)}`, {
      as: 'intake-nn',
    });
    expect(told.text).not.toContain('来信');
  });

  it('publishes rules for all only where no organ is above his', async () => {
    const rules = `procedure: ours
version: 1
zone: Asia/Shanghai
title: { en: Ours, zh: 我们的 }
notice: { en: An example, zh: 示例 }
workflows:
  clue:
    discover: { by: [intake], from: [none], to: registered, basis: { confidence: design } }
    settle: { by: [leader], from: [registered], to: settled, basis: { confidence: design } }
fourEyes: []
obligations: {}
`;
    const publish = (as: string) => admin(as, 'procedures', rules, 'application/yaml');
    expect(await publish('admin-nn')).toEqual(ELSEWHERE);
    expect(await publish('admin-gx')).toEqual([201, undefined]);
  });

  it('merges organs of two trees only where he administers in both', async () => {
    const other = `organs:
  - { id: hn, name: { en: Hunan, zh: 湖南 }, tier: province, region: CN, zone: Asia/Shanghai }
people:
  - { id: tan, name: 谭某 }
appointments:
  - { person: tan, organ: hn, role: sysadmin, clearance: L1, from: 2021-10-01 }
`;
    const gone =
      'organs:\n  - { id: xn, name: { en: X, zh: 兴 }, tier: county, parent: nn, mergedInto: hn }\n';
    expect(await apply('sysadmin-gx', other)).toEqual([200, undefined]);
    expect(await apply('sysadmin-gx', gone.replace(', mergedInto: hn', ''))).toEqual([
      200,
      undefined,
    ]);
    expect(await apply('admin-gx', gone)).toEqual(ELSEWHERE);
    expect(await apply('sysadmin-gx', gone)).toEqual(ELSEWHERE);
    expect(await apply('tan', gone)).toEqual(ELSEWHERE);
    const both =
      'appointments:\n  - { person: sysadmin-gx, organ: hn, role: clue-admin, clearance: L1, from: 2021-10-01 }\n';
    expect(await apply('tan', both)).toEqual([200, undefined]);
    expect(await apply('sysadmin-gx', gone)).toEqual([200, undefined]);
  });
});
