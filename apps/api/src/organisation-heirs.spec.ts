import { given, step } from '../../../test/support/handled.js';
import { DISCOVERY, openOffice, type TestOffice } from '../../../test/support/organisation.js';

/** It is 8 October 2021; on the 20th an organ goes into Guilin, which stands beside Nanning. */
describe('what an organ decided, or was to decide, before it went into another', () => {
  let office: TestOffice;
  const merge = async (organ: string) => {
    office.clock.set('2021-10-20T01:00:00.000Z');
    const file = `organs:\n  - { ${organ}, mergedInto: gl, since: 2021-10-20 }\n`;
    const sent = { as: 'sysadmin-gx', body: file, type: 'application/yaml' };
    expect((await office.admin('POST', '/admin/org', sent)).status).toBe(200);
  };
  const nanningGoes = () =>
    merge('id: nn, parent: gx, name: { en: Nanning, zh: 南宁 }, tier: prefecture');
  const qingxiuGoes = () =>
    merge('id: qx, parent: nn, name: { en: Qingxiu, zh: 青秀 }, tier: county');
  const opened = async (as: string, of: object) => {
    const body = { ...DISCOVERY, procedure: 'cn-2019-example', subjects: [of] };
    const clue: string = (await office.ask('POST', '/api/clues', { as, body })).body.id;
    const admin = as.replace('intake', 'admin');
    await step(office, clue, [admin, 'checkDuplicates'], [admin, 'classify', { level: 'L2' }]);
    return clue;
  };
  const answered = async (clue: string, as: string, command: string, body?: object) => {
    const { status, body: said } = await given(office, { clue, as, command, body });
    return status === 200 ? 'done' : `${said.code}: ${said.detail.en}`;
  };

  beforeEach(async () => {
    office = await openOffice();
  });
  afterEach(() => office.dispose());

  it('keeps whom it managed above those who are below the other', async () => {
    const clue = await opened('intake-qx', { personId: 'chen', managingOrganId: 'nn' });
    await nanningGoes();
    const propose = ['admin-qx', 'proposeAllocation', { mode: 'self' }] as const;
    expect(await answered(clue, ...propose)).toMatch(/^managed-above: .*\bgl\b/);
    const byMistake = ['leader-qx', 'void', { reason: '误登' }] as const;
    expect(await answered(clue, ...byMistake)).toMatch(/^managed-above: .*\bgl\b/);
    expect(await answered(clue, 'admin-qx', 'sealUp', { to: 'gl' })).toBe('done');
  });

  it('is undone at the other, or further up, and not by whom it bound', async () => {
    const chen = { personId: 'chen', managingOrganId: 'qx', rankCode: 'division-head' };
    const clue = await opened('intake-qx', chen);
    await step(
      office,
      clue,
      ['admin-qx', 'proposeAllocation', { mode: 'self' }],
      ['leader-qx', 'approveAllocation', { mode: 'self' }],
      ['head-qx', 'assignOfficers', { officers: ['officer-1-qx', 'officer-2-qx'] }],
      ['officer-1-qx', 'proposeDisposal', { way: 'close' }],
      ['head-qx', 'deliberate', { participants: ['head-qx', 'leader-qx', 'leader-nn'] }],
      ['leader-nn', 'approveDisposal'],
      ['leader-nn', 'close', { ground: 'untrue', reason: '不属实' }],
      ['admin-qx', 'settle', { outcome: 'no-violation' }],
    );
    const anew = { evidence: '新的线索', reason: '新证据' };
    expect(await answered(clue, 'leader-qx', 'reopen', anew)).toMatch(/^closed-above: .*\bnn\b/);
    await nanningGoes();
    expect(await answered(clue, 'leader-qx', 'reopen', anew)).toMatch(/^closed-above: .*\bgl\b/);
    expect(await answered(clue, 'leader-gl', 'reopen', anew)).toBe('done');
  });

  it('is not sent up sealed to the other, where it had sent it down itself', async () => {
    const clue = await opened('intake-nn', { personId: 'chen', managingOrganId: 'nn' });
    const forward = { mode: 'forward', to: 'qx' };
    await step(
      office,
      clue,
      ['admin-nn', 'proposeAllocation', forward],
      ['leader-nn', 'approveAllocation', forward],
      ['admin-nn', 'transfer', { to: 'qx', direction: 'down' }],
      ['admin-qx', 'acceptTransfer'],
    );
    await nanningGoes();
    expect(await answered(clue, 'admin-qx', 'sealUp', { to: 'gl' })).toMatch(/^came-from-above: /);
  });

  it('stays under its supervision: the notice is lifted at the other', async () => {
    const clue = await opened('intake-qx', { personId: 'chen', managingOrganId: 'qx' });
    await step(office, clue, ['supervisor-nn', 'issueNotice', { colour: 'red' }]);
    const [issued] = (await office.installation.store.read(`clue-${clue}`)).slice(-1);
    const { noticeId } = issued.event.data;
    await step(office, clue, ['head-qx', 'answerNotice', { noticeId, answer: '已办' }]);
    await nanningGoes();
    const lift = ['liftNotice', { noticeId }] as const;
    expect(await answered(clue, 'leader-qx', ...lift)).toMatch(/^notice-issued-above: .*\bgl\b/);
    expect(await answered(clue, 'supervisor-gl', ...lift)).toBe('done');
  });

  it('goes to the other where it was to go to it', async () => {
    const clue = await opened('intake-nn', { personId: 'chen', managingOrganId: 'nn' });
    const assign = { mode: 'assign', to: 'qx' };
    await step(
      office,
      clue,
      ['admin-nn', 'proposeAllocation', assign],
      ['leader-nn', 'approveAllocation', assign],
    );
    await qingxiuGoes();
    const send = ['admin-nn', 'transfer', { to: 'gl', direction: 'across' }] as const;
    expect(await answered(clue, ...send)).toBe('done');
  });

  it('was assigned to it, and is assigned to the other where the dispute is determined so', async () => {
    const clue = await opened('intake-nn', { personId: 'chen', managingOrganId: 'nn' });
    const assign = { mode: 'assign', to: 'qx' };
    await step(
      office,
      clue,
      ['admin-nn', 'proposeAllocation', assign],
      ['leader-nn', 'approveAllocation', assign],
      ['admin-nn', 'transfer', { to: 'qx', direction: 'down' }],
      ['admin-qx', 'refuseTransfer', { reason: '不属管辖' }],
      ['admin-nn', 'disputeTransfer', { reason: '属其管辖' }],
    );
    await qingxiuGoes();
    await step(office, clue, ['leader-gx', 'determineJurisdiction', { organ: 'gl', reason: '属' }]);
    const events = await office.installation.store.read(`clue-${clue}`);
    expect(events.at(-1)?.event.data).toEqual({ organ: 'gl', mode: 'assign' });
  });

  it('is like what the other handles: both are at one organ', async () => {
    const chen = { personId: 'chen', managingOrganId: 'nn' };
    await opened('intake-nn', chen);
    await opened('intake-gl', chen);
    const sameOrgan = async () => {
      await office.installation.runner.catchUp();
      const { body } = await office.ask('GET', '/api/duplicate-candidates', { as: 'leader-gx' });
      return body.items.map((one: { sameOrgan: boolean }) => one.sameOrgan);
    };
    expect(await sameOrgan()).toEqual([false, false]);
    await nanningGoes();
    expect(await sameOrgan()).toEqual([true, true]);
  });
});
