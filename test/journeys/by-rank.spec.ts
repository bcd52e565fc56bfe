import { applyOrganisation } from '../../apps/api/src/index.js';
import { HttpJourney } from './http-journey.js';
import { ledgerCsv } from '../support/ledgers.js';

const ALLOCATE = { mode: 'assign', to: 'wm' };
const TEAM = { officers: ['officer-1-wm', 'officer-2-wm'] };

/** Beside those of all journeys: who handles clues at the county. */
const COUNTY = ['officer-1-wm', 'officer-2-wm', 'officer-3-wm'];

describe('a county handles a clue about somebody on whom the prefecture decides', () => {
  let journey: HttpJourney;
  beforeAll(async () => {
    journey = await HttpJourney.begin();
    await journey.employed('wm', {
      ...Object.fromEntries(COUNTY.map((person) => [person, 'case-officer'])),
      ...{ 'head-wm': 'unit-head', 'leader-wm': 'leader', 'intake-wm': 'intake' },
    });
    await journey.employed('wm', { 'intake-wm': 'case-officer' });
  });
  afterAll(() => journey.end());

  const proposed = async (rankCode: string) => {
    const subjects = [{ personId: 'chen', managingOrganId: 'wm', rankCode }];
    const body = { source: 'audit', subjects, summary: '反映套取补贴资金' };
    const id = await journey.opened('2021-09-01', 'intake-nn', 'clues', body);
    await journey.done(
      `clues/${id}`,
      ['2021-09-02', 'admin-nn', 'checkDuplicates'],
      ['2021-09-02', 'admin-nn', 'classify', { level: 'L2' }],
      ['2021-09-03', 'admin-nn', 'proposeAllocation', ALLOCATE],
      ['2021-09-03', 'leader-nn', 'approveAllocation', ALLOCATE],
      ['2021-09-06', 'admin-nn', 'transfer', { to: 'wm', direction: 'down' }],
      ['2021-09-07', 'admin-wm', 'acceptTransfer'],
      ['2021-09-10', 'head-wm', 'assignOfficers', TEAM],
      ['2021-09-13', 'officer-1-wm', 'proposeDisposal', { way: 'verify' }],
      [
        ...(['2021-09-13', 'head-wm', 'deliberate'] as const),
        { participants: ['head-wm', 'leader-wm', 'officer-1-wm'] },
      ],
    );
    return `clues/${id}`;
  };
  /** What somebody may do with it, where it waits for him. */
  const onDesk = async (as: string, path: string) => {
    const { items } = await journey.read(as, 'desk');
    const found = items.find(({ clue }: { clue: string }) => path === `clues/${clue}`);
    return found?.commands;
  };

  it('whose leader then decides, and not that of the county', async () => {
    const path = await proposed('division-head');
    expect(await onDesk('leader-wm', path)).not.toContain('approveDisposal');
    expect(await onDesk('leader-nn', path)).toContain('approveDisposal');
    expect(await onDesk('leader-gx', path)).toBeUndefined();
    expect(await journey.refused(path, ['2021-09-14', 'leader-wm', 'approveDisposal'])).toBe(
      '403 wrong-organ',
    );
    await journey.done(path, ['2021-09-14', 'leader-nn', 'approveDisposal']);
    // The county goes on with it.
    await journey.done(path, [
      ...(['2021-09-15', 'head-wm', 'startVerification'] as const),
      { team: TEAM.officers },
    ]);
  });

  it('and decides itself on others', async () => {
    const path = await proposed('section-head');
    expect(await onDesk('leader-wm', path)).toContain('approveDisposal');
    expect(await onDesk('leader-nn', path)).toBeUndefined();
    const approved = await journey.given(path, ['2021-09-14', 'leader-wm', 'approveDisposal']);
    expect(approved.status).toBe(200);
  });

  it('and, nobody there who decides, is not left to it: who may take it up is told', async () => {
    const path = await proposed('division-head');
    const leaves = `leaves:
  - { person: leader-nn, from: 2021-09-14, to: 2021-09-15 }
  - { person: officer-3-nn, from: 2021-09-14, to: 2021-09-15 }`;
    await applyOrganisation(journey.office.installation, leaves, { dryRun: false });
    journey.office.clock.set('2021-09-14T09:00:00+08:00');
    // To send it back and have it proposed again leads nowhere.
    expect(await onDesk('leader-wm', path)).toContain('returnDisposal');
    expect(await onDesk('leader-gx', path)).toContain('raise');
    const { items } = await journey.read('leader-gx', 'desk');
    expect(items).toMatchObject([
      { stuck: { waits: ['approveDisposal'], organ: 'nn', roles: ['leader'] } },
    ]);
  });

  it('and on a case of somebody of another rank than it was filed with', async () => {
    const subject = { personId: 'chen', managingOrganId: 'wm', rankCode: 'division-head' };
    const id = await journey.opened('2021-09-20', 'admin-wm', 'clues/takeOver', {
      ...{ number: '纪信 7', organ: 'wm', state: 'investigating', ...TEAM },
      ...{ discoveredOn: '2021-03-01', happenedAt: '2021-09-01', source: 'audit' },
      ...{ subjects: [subject], summary: '反映套取补贴资金' },
    });
    const { store, engine } = journey.office.installation;
    const [{ event: opening }] = await store.read(`clue-${id}`);
    const file = String(opening.data.caseId);
    const open = async () => {
      const commands = await engine.openCommands('case', `case-${file}`, 'leader-wm');
      return commands?.find(({ command }) => command === 'withdrawCase')?.refused?.code;
    };
    const withdraw = ['leader-wm', 'withdrawCase', { reason: '查无实据' }] as const;
    expect(await journey.refused(`cases/${file}`, ['2021-09-21', ...withdraw])).toBe(
      '403 wrong-organ',
    );
    expect(await open()).toBe('wrong-organ');
    const correction = {
      ...{ targetEventId: opening.eventId, field: 'subjects', old: [subject] },
      ...{ new: [{ ...subject, rankCode: 'section-head' }], reason: '职级登记有误' },
    };
    await journey.done(`clues/${id}`, ['2021-09-22', 'leader-nn', 'correctFact', correction]);
    expect(await open()).toBeUndefined();
    await journey.done(`cases/${file}`, ['2021-09-23', ...withdraw]);
  });

  it('and whose highest organ stays of the tier that is needed, as long as it is open', async () => {
    const { installation } = journey.office;
    const subjects = [{ personId: 'chen', managingOrganId: 'wm', rankCode: 'bureau-director' }];
    const body = { source: 'audit', subjects, summary: '反映收受礼金' };
    const id = await journey.opened('2021-09-24', 'intake-wm', 'clues', body);
    const tier = async (found: string, dryRun = false) => {
      const { name, zone, region } = installation.references.directory.organ('gx') ?? {};
      const said = JSON.stringify({ organs: [{ id: 'gx', name, zone, region, tier: found }] });
      return applyOrganisation(installation, said, { dryRun });
    };
    const refused = {
      code: 'ranks-undecided',
      details: { found: 1, organ: 'wm', expected: 'province' },
    };
    await expect(tier('prefecture')).rejects.toMatchObject(refused);
    await expect(tier('prefecture', true)).rejects.toMatchObject(refused);
    expect((await tier('nation')).events).toBe(1);
    await journey.done(`clues/${id}`, ['2021-09-25', 'leader-wm', 'void', { reason: '重复登记' }]);
    expect((await tier('prefecture')).events).toBe(1);
  });

  it('says of a rank that there is not which ones there are', async () => {
    const subjects = [{ personId: 'chen', managingOrganId: 'wm', rankCode: 'emperor' }];
    const body = { source: 'audit', subjects, summary: '反映套取补贴资金' };
    const answer = await journey.office.ask('POST', '/api/clues', { as: 'intake-nn', body });
    expect([answer.status, answer.body.code]).toEqual([409, 'no-such-rank']);
    expect(answer.body.detail.en).toMatch(
      /^subjects\[0\].rankCode: .*section-head.* found emperor/,
    );
  });
});

describe('an organ that says by which procedures it works', () => {
  let journey: HttpJourney;
  beforeAll(async () => {
    journey = await HttpJourney.begin();
    await journey.uses('gx', ['cn-2019-example']);
  });
  afterAll(() => journey.end());

  it('opens no matter under another, there or below', async () => {
    const subjects = [{ personId: 'chen', managingOrganId: 'nn' }];
    const body = { source: 'audit', subjects, summary: '反映套取补贴资金' };
    const ask = (procedure: string) =>
      journey.office.ask('POST', '/api/clues', { as: 'intake-nn', body: { ...body, procedure } });
    const { status, body: problem } = await ask('eu-2019-1937-example');
    expect([status, problem.code]).toEqual([409, 'procedure-not-used']);
    expect(problem.detail.en).toBe(
      'nn opens matters under cn-2019-example, found eu-2019-1937-example.',
    );
    expect((await ask('cn-2019-example')).status).toBe(201);
  });
});

describe('an organ that works by one other procedure', () => {
  let journey: HttpJourney;
  const EUROPEAN = 'eu-2019-1937-example';
  beforeAll(async () => {
    journey = await HttpJourney.begin();
    await journey.uses('nn', [EUROPEAN]);
  });
  afterAll(() => journey.end());
  const procedureOf = async (id: string) =>
    (await journey.office.installation.store.read(`clue-${id}`))[0]?.event.basis?.procedure;

  it('opens its matters under that one where none is named', async () => {
    const body = { source: 'audit', subjects: [{ personId: 'chen' }], summary: 'x' };
    const found = await journey.office.ask('POST', '/api/clues', { as: 'intake-nn', body });
    expect(found.status).toBe(201);
    expect(await procedureOf(found.body.id)).toBe(EUROPEAN);
  });

  it('takes over its ledger under that one, by those who may there', async () => {
    const days = { discoveredOn: '2021-03-01', since: '2021-09-01' };
    const line = { number: 'EU 1', organ: 'nn', state: 'registered', ...days };
    const ledger = ledgerCsv([{ ...line, subjects: 'Jansen', summary: 'x' }]);
    const take = async (as: string) => {
      const asked = { as, body: ledger, type: 'text/csv' };
      const { text } = await journey.office.admin('POST', '/admin/ledger', asked);
      return JSON.parse(text.trim().split('\n').at(-1) ?? '');
    };
    expect((await take('admin-nn')).problem).toMatchObject({
      ...{ code: 'wrong-role', details: { expected: ['intake', 'leader'] } },
    });
    expect((await take('intake-nn')).result).toMatchObject({ added: 1, faults: [] });
    const [taken] = await journey.office.installation.database.query
      .selectFrom('clues')
      .select(['clue'])
      .where('number', '=', 'EU 1')
      .execute();
    expect(await procedureOf(taken.clue)).toBe(EUROPEAN);
  });
});

describe('whoever takes a matter in', () => {
  let journey: HttpJourney;
  beforeAll(async () => {
    journey = await HttpJourney.begin();
    await journey.employed('nn', { 'intake-nn': 'case-officer' });
  });
  afterAll(() => journey.end());

  it('is not assigned to it, though he is a case officer too', async () => {
    const about = [{ personId: 'chen', managingOrganId: 'nn' }];
    const body = { source: 'audit', subjects: about, summary: '反映套取补贴资金' };
    const id = await journey.opened('2021-09-01', 'intake-nn', 'clues', body);
    const path = `clues/${id}`;
    await journey.done(
      path,
      ['2021-09-02', 'admin-nn', 'checkDuplicates'],
      ['2021-09-02', 'admin-nn', 'classify', { level: 'L2' }],
      ['2021-09-03', 'admin-nn', 'proposeAllocation', { mode: 'self' }],
      ['2021-09-03', 'leader-nn', 'approveAllocation', { mode: 'self' }],
    );
    const assign = (officers: readonly string[]) =>
      ['2021-09-06', 'head-nn', 'assignOfficers', { officers }] as const;
    expect(await journey.refused(path, assign(['intake-nn', 'officer-1-nn']))).toBe(
      '409 officer-took-in',
    );
    await journey.done(path, assign(['officer-2-nn', 'officer-1-nn']));
  });
});
