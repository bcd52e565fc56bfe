import { FIRST_VERSION } from '../support/first-version.js';
import { Writable } from 'node:stream';
import { serverLog } from '../../apps/api/src/index.js';
import { step } from '../support/handled.js';
import { openOffice, type TestAnswer, type TestOffice } from '../support/organisation.js';
import { type Kept, StoredBytes } from '../support/stored-bytes.js';

/** Planted in every personal field there is: the word and the field it was planted in. */
const PLANTED = {
  name: '植名陈小明',
  unit: '植单位某镇财政所',
  post: '植职务副所长',
  contact: '植电话13800001111',
  summary: '植摘要反映其违规发放补贴',
  transferNote: '植移送说明请依规办理',
  disposalPlan: '植处置方案查阅台账',
  verificationPlan: '植初核方案走访农户',
  stepNote: '植步骤谈话要点',
  findingNote: '植结论部分属实',
  findingMatter: '植事项其侄女的低保',
  report: '植审查报告正文',
  reason: '植理由需补充取证',
  erasure: '植销毁理由其本人申请',
  asOne: 'Planted-Latin-Text-42',
} as const;

describe('personal data', () => {
  let office: TestOffice;
  let stored: StoredBytes;
  let clue = '';
  let subject = '';
  let logged = '';
  beforeAll(async () => {
    const log = serverLog(
      'info',
      new Writable({ write: (chunk, _, done) => ((logged += String(chunk)), done()) }),
    );
    stored = await StoredBytes.begin();
    office = await openOffice({ log, shipped: FIRST_VERSION });
    await live();
    await office.installation.runner.catchUp();
  }, 180_000);
  afterAll(async () => {
    await office.dispose();
    await stored.end();
  });

  const ok = (answer: TestAnswer): TestAnswer => {
    if (answer.status >= 300) throw new Error(answer.text);
    return answer;
  };

  /** A clue with every personal field filled, settled after its reported case. */
  async function live(): Promise<void> {
    const { ask, installation } = office;
    const digest = 'b'.repeat(64);
    const team = ['officer-1-nn', 'officer-2-nn'];
    let version = 0;
    const move = async (as: string, command: string, body: object) => {
      const headers = { 'if-match': `"${version}"` };
      ({ version } = ok(
        await ask('POST', `/api/clues/${clue}/${command}`, { as, body, headers }),
      ).body);
    };
    const { name, unit, post, contact } = PLANTED;
    subject = ok(
      await ask('POST', '/api/people', { as: 'admin-gx', body: { name, unit, post, contact } }),
    ).body.id;
    const discovery = {
      source: 'report',
      subjects: [{ personId: subject }],
      summary: `${PLANTED.summary} ${PLANTED.asOne}`,
    };
    const made = ok(await ask('POST', '/api/clues', { as: 'admin-gx', body: discovery }));
    ({ id: clue, version } = made.body);
    await move('admin-gx', 'transfer', { to: 'nn', direction: 'down', note: PLANTED.transferNote });
    await move('admin-nn', 'acceptTransfer', {});
    await move('head-nn', 'assignOfficers', { officers: team });
    await move('officer-1-nn', 'requestExtension', {
      obligation: 'dispose',
      reason: PLANTED.reason,
    });
    await move('officer-1-nn', 'proposeDisposal', { way: 'verify', plan: PLANTED.disposalPlan });
    await move('leader-nn', 'approveDisposal', {});
    await move('head-nn', 'startVerification', { team, plan: PLANTED.verificationPlan });
    await move('officer-1-nn', 'recordVerificationStep', {
      kind: 'talk',
      officers: team,
      note: PLANTED.stepNote,
    });
    for (const member of team) await move(member, 'signVerificationReport', { digest });
    const findings = [
      { matter: PLANTED.findingMatter, result: 'substantiated', note: PLANTED.findingNote },
    ];
    await move('officer-1-nn', 'submitVerificationReport', { digest, findings, proposal: 'file' });
    await move('leader-nn', 'concludeVerification', { outcome: 'file' });
    await move('leader-nn', 'startInvestigation', { officers: team });
    await installation.runner.catchUp();
    await installation.followUps.wake();
    const { caseId } = (await ask('GET', `/api/clues/${clue}`, { as: 'leader-nn' })).body;
    const body = { finding: 'violation', report: PLANTED.report };
    const headers = { 'if-match': '"1"' };
    ok(
      await ask('POST', `/api/cases/${caseId}/concludeInvestigation`, {
        as: 'officer-1-nn',
        body,
        headers,
      }),
    );
    await installation.runner.catchUp();
    await installation.followUps.wake();
    await step(office, clue, ['admin-nn', 'settle', { outcome: 'sanctioned' }]);
  }

  /** Planted words whose bytes stand in what is kept, in either encoding that SQLite knows. */
  const foundIn = async (what: Kept): Promise<string[]> => {
    const bytes = await stored.of(office, what);
    return Object.values(PLANTED).filter(
      (word) =>
        bytes.includes(Buffer.from(word, 'utf8')) || bytes.includes(Buffer.from(word, 'utf16le')),
    );
  };

  it('is found by no byte search of the log, its write-ahead log, its keys and its pin', async () => {
    for (const what of ['events.db', 'keys.db', 'pin'] as const)
      expect([what, await foundIn(what)]).toEqual([what, []]);
  });

  it('is found in no export and in no server log', async () => {
    const exported = await office.admin('GET', '/admin/export', { as: 'auditor-gx' });
    expect(exported.text).toContain('ClueDiscovered');
    expect(logged).toContain('"route":"/api/clues/:id');
    for (const word of Object.values(PLANTED)) {
      expect(exported.text).not.toContain(word);
      expect(logged).not.toContain(word);
    }
  });

  it('would be noticed: the read side holds what may be searched for, and the search of it finds that', async () => {
    expect(await foundIn('read.db')).toContain(PLANTED.name);
  });

  it('is shown to those who may see it, masked for the auditor, and hidden from all others', async () => {
    const { ask } = office;
    const history = async (as: string) =>
      (await ask('GET', `/api/clues/${clue}/history`, { as })).text;
    const seen = await history('leader-nn');
    const inHistory = Object.entries(PLANTED).filter(
      ([field]) => !['name', 'unit', 'post', 'contact', 'erasure'].includes(field),
    );
    for (const [, word] of inHistory) expect(seen).toContain(word);
    const audited = await history('auditor-gx');
    expect(audited).toContain('{"sealed":true}');
    for (const word of Object.values(PLANTED)) expect(audited).not.toContain(word);
    expect((await ask('GET', `/api/people/${subject}`, { as: 'leader-nn' })).body.name).toBe(
      PLANTED.name,
    );
    expect((await ask('GET', `/api/people/${subject}`, { as: 'auditor-gx' })).status).toBe(404);
    expect((await ask('GET', `/api/people/${subject}`, { as: 'leader-gl' })).status).toBe(404);
  });

  it('once its key is destroyed is nowhere, also not in the read side; the log stays what it was', async () => {
    const { installation, admin, ask } = office;
    const before = (await admin('POST', '/admin/verify', { as: 'auditor-gx' })).text;
    const caseId = (await ask('GET', `/api/clues/${clue}`, { as: 'leader-nn' })).body.caseId;
    const streams = [`person-${subject}`, `clue-${clue}`, `case-${caseId}`];
    const destroy = (as: string, body: object) =>
      admin('POST', '/admin/keys/destroy', { as, body });
    for (const stream of streams)
      ok(await destroy('admin-gx', { stream, reason: PLANTED.erasure }));
    expect(
      (await destroy('admin-gx', { stream: streams[0], reason: 'x', confirm: true })).body.code,
    ).toBe('four-eyes');
    await installation.runner.catchUp();
    expect(await foundIn('read.db')).toContain(PLANTED.name);
    for (const stream of streams)
      ok(await destroy('sysadmin-gx', { stream, reason: 'retention period over', confirm: true }));
    await installation.runner.catchUp();
    for (const what of ['read.db', 'events.db', 'keys.db'] as const)
      expect([what, await foundIn(what)]).toEqual([what, []]);
    const history = (await ask('GET', `/api/clues/${clue}/history`, { as: 'leader-nn' })).text;
    expect(history).toContain('{"destroyed":true}');
    for (const word of Object.values(PLANTED)) expect(history).not.toContain(word);
    const after = (await admin('POST', '/admin/verify', { as: 'auditor-gx' })).text;
    expect([before, after].map((text) => text.includes('"ok":true'))).toEqual([true, true]);
    const totals = (await ask('GET', '/api/totals', { as: 'supervisor-gx' })).body;
    expect(totals.registered).toBe(1);
  });
});
