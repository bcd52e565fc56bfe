import {
  DISCOVERY,
  openOffice,
  ORGANISATION,
  type TestOffice,
} from '../../../test/support/organisation.js';

const OWN = `procedure: ours
version: 1
zone: Asia/Shanghai
title: { en: Ours, zh: 自定 }
notice: { en: none, zh: 无 }
workflows:
  clue:
    discover: { by: [intake], from: [none], to: registered, basis: { confidence: design } }
    close: { by: [leader], from: [registered], to: settled, basis: { confidence: design } }
obligations: {}
`;

const SHIPPED = 'cn-2019-example, eu-2019-1937-example, receipt';

describe('the procedures by which an organ works', () => {
  let office: TestOffice;
  afterEach(() => office.dispose());
  const events = async () => Number((await office.installation.store.head()).position);
  const admin = (path: string, body: string, as?: string) =>
    office.admin('POST', `/admin/${path}`, { as, body, type: 'application/yaml' });
  const using = (list: string) =>
    ORGANISATION.replace(
      'tier: prefecture, parent: gx }',
      `tier: prefecture, parent: gx, procedures: [${list}] }`,
    );

  it('are published ones: of a file that names another nothing is applied', async () => {
    office = await openOffice();
    const before = await events();
    const answer = await admin('org', using('cn-2019-example, ours, theirs'), 'sysadmin-gx');
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      [
        {
          ...{ file: 'organisation', line: 3, path: 'organs[1].procedures' },
          expected: `for organ nn published procedures alone: ${SHIPPED}`,
          found: 'ours, theirs',
        },
      ],
    ]);
    expect(await events()).toBe(before);
    const { directory } = office.installation.references;
    expect(directory.proceduresOf('nn')).toBeUndefined();
  });

  it('may be one of its own from the first day: the set-up publishes it before there is an organisation', async () => {
    office = await openOffice({ empty: true });
    expect((await admin('org', using('ours'))).status).toBe(422);
    expect((await admin('procedures', OWN)).status).toBe(201);
    expect((await admin('org', using('ours'))).status).toBe(200);
    const { directory } = office.installation.references;
    expect(directory.proceduresOf('nn')).toEqual(['ours']);
  });

  it('are not mixed in one matter: a report begins a clue under its own alone', async () => {
    office = await openOffice();
    const as = 'intake-nn';
    const received = { channel: 'letter', realName: false, higher: false, text: '信' };
    const body = { ...received, procedure: 'eu-2019-1937-example' };
    const report = (await office.ask('POST', '/api/reports', { as, body })).body.id;
    const discover = (procedure: string) =>
      office.ask('POST', '/api/clues', {
        ...{ as, body: { ...DISCOVERY, procedure, reportIds: [report] } },
      });
    const { status, body: said } = await discover('cn-2019-example');
    expect([status, said.code]).toEqual([409, 'report-under-other-rules']);
    expect(said.detail.en).toContain('received under eu-2019-1937-example');
    expect((await discover('eu-2019-1937-example')).status).toBe(201);
  });
});
