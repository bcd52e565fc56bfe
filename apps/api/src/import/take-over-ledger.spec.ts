import type { Answer, CommandRequest } from '@cluetrail/nest';
import { ledgerCsv, ledgerLines } from '../../../../test/support/ledgers.js';
import { openOffice, type TestOffice } from '../../../../test/support/organisation.js';
import { applyOrganisation } from '../organisation.js';
import { takeOverLedger } from './take-over-ledger.js';

const LINES = ledgerLines(60, ['nn'], 3);
const LEDGER = Buffer.from(ledgerCsv(LINES));

describe('taking over a ledger', () => {
  let office: TestOffice;
  beforeEach(async () => void (office = await openOffice()));
  afterEach(() => office.dispose());

  const taking = (give: (request: CommandRequest) => Promise<Answer>, by = 'admin-nn') =>
    takeOverLedger(office.installation, LEDGER, {
      ...{ by, give, dryRun: false, progress: () => undefined },
    });
  const give = (request: CommandRequest) => office.installation.engine.give(request);
  const openings = async () => {
    const all = await office.installation.store.readAll();
    const of = (type: string) => all.filter(({ event }) => event.type === type).length;
    return { clues: of('ClueTakenOver'), cases: of('CaseFiled') };
  };
  const cases = LINES.filter(({ state }) => state === 'investigating').length;
  const body = (more: object = {}) => ({
    ...{ number: '纪信 1', organ: 'nn', state: 'withUnit', discoveredOn: '2021-03-01' },
    ...{ happenedAt: '2021-09-01', source: 'audit', subjects: [{ personId: 'chen' }] },
    ...{ summary: 'x', ...more },
  });
  const post = (as: string, more?: object) =>
    office.ask('POST', '/api/clues/takeOver', { as, body: body(more) });

  it('that broke off goes on with the rest, wherever that was, and registers nobody twice', async () => {
    let people = 0;
    for (const after of [0, 1, 7, 40, 95, 130]) {
      let left = after;
      const broken = taking(async (request) => {
        if ((left -= 1) < 0) throw new Error('cut off');
        return give(request);
      });
      await expect(broken).rejects.toThrow('cut off');
    }
    const { added, known, leftOut } = await taking(give);
    expect({ all: added + known, leftOut }).toEqual({ all: 60, leftOut: 0 });
    expect(await openings()).toEqual({ clues: 60, cases });
    for (const { event } of await office.installation.store.readAll())
      if (event.type === 'PersonRegistered' && event.imported) people += 1;
    const named = LINES.flatMap(({ subjects }) => subjects.split('；'));
    expect(people).toBe(named.filter((one) => one !== 'chen').length);
  });

  it('by two at the same time takes each over once', async () => {
    const both = await Promise.all([taking(give), taking(give, 'admin-gx')]);
    expect(both.map(({ faults }) => faults)).toEqual([[], []]);
    const [one, other] = both;
    expect([one.added + other.added, one.known + other.known]).toEqual([60, 60]);
    expect(await openings()).toEqual({ clues: 60, cases });
  });

  it('goes no further when the log takes nothing more', async () => {
    let given = 0;
    const unavailable = taking(async () => {
      given += 1;
      return { outcome: 'unavailable', cause: 'full' };
    });
    await expect(unavailable).rejects.toMatchObject({ status: 503 });
    expect(given).toBeLessThan(61);
  });

  it('is for the administrators of clues, of their organs and those below', async () => {
    for (const by of ['leader-nn', 'sysadmin-nn', 'outsider'])
      await expect(taking(give, by)).rejects.toMatchObject({ status: 403, code: 'wrong-role' });
    const { leftOut, faults } = await taking(give, 'admin-gl');
    expect([leftOut, new Set(faults.map(({ column }) => column))]).toEqual([
      60,
      new Set(['Organ 承办机关']),
    ]);
    expect(await openings()).toEqual({ clues: 0, cases: 0 });
  });

  it('says where the procedure of an organ lets others take over, or nobody', async () => {
    const { installation } = office;
    const organ = (id: string, rest: string) =>
      `  - { id: ${id}, name: { en: ${id}, zh: ${id} }, tier: county, region: CN-GX, ${rest} }`;
    const organs = [
      organ('qx', 'parent: nn, procedures: [eu-2019-1937-example]'),
      organ('wm', 'parent: nn, procedures: [receipt]'),
    ];
    await applyOrganisation(installation, ['organs:', ...organs].join('\n'), { dryRun: false });
    const row = (number: number, id: string) =>
      `2019-${number},${id},withUnit,2021-03-01,2021-09-01,chen,x\n`;
    const head = 'Number,Organ,State,Discovered on,In this state since,Subjects,Summary\n';
    const csv = `${head}${row(1, 'qx')}${row(2, 'wm')}${row(3, 'nn')}${row(4, 'gx')}${row(5, 'xx')}`;
    const { added, faults } = await takeOverLedger(installation, Buffer.from(csv), {
      ...{ by: 'admin-nn', give, dryRun: false, progress: () => undefined },
    });
    const none = ['your organ or one below it, by its id', 'a text of 2 characters'];
    expect([added, faults.map(({ cell, expected, found }) => [cell, expected, found])]).toEqual([
      1,
      [
        [
          'line 2, column 2',
          'an office of intake or leader, who take over in qx by eu-2019-1937-example',
          'clue-admin',
        ],
        ['line 3, column 2', 'an organ whose procedure knows taking over', 'wm with receipt'],
        ['line 5, column 2', ...none],
        ['line 6, column 2', ...none],
      ],
    ]);
  });

  it('names the cell at fault: a level beyond one’s clearance, extensions of nothing', async () => {
    const csv = `Number,Organ,State,Discovered on,In this state since,Subjects,Summary,Level,Extensions
2019-1,nn,withUnit,2021-03-01,2021-09-01,chen,x,L4,
2019-2,nn,closing,2021-03-01,2021-09-01,chen,x,L1,1
`;
    const { faults } = await takeOverLedger(office.installation, Buffer.from(csv), {
      ...{ by: 'admin-nn', give, dryRun: true, progress: () => undefined },
    });
    expect(faults.map(({ cell, column, found }) => [cell, column, found])).toEqual([
      ['line 2, column 8', 'Level 密级', 'above-clearance'],
      ['line 3, column 9', 'Extensions 已延期次数', 'nothing-owed'],
    ]);
  });

  it('asks for the due that no procedure knows: of what is held, and of what was put off', async () => {
    const csv = `Number,Organ,State,Discovered on,In this state since,Subjects,Summary,Due on,Extensions
2019-1,nn,held,2021-03-01,2021-09-01,chen,x,,
2019-2,nn,withUnit,2021-03-01,2021-09-01,chen,x,,1
2019-3,nn,withUnit,2021-03-01,2021-09-01,chen,x,,
`;
    const { added, faults } = await takeOverLedger(office.installation, Buffer.from(csv), {
      ...{ by: 'admin-nn', give, dryRun: true, progress: () => undefined },
    });
    expect([added, faults.map(({ cell, expected }) => [cell, expected])]).toEqual([
      1,
      [
        ['line 2, column 8', 'A held matter needs the day on which it is looked at again.'],
        ['line 3, column 8', 'Where it was put off, the due as it holds now is needed.'],
      ],
    ]);
  });

  it('of a single matter is a command like any, and finds what a ledger brought', async () => {
    const first = await post('admin-nn');
    const again = await post('admin-nn');
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
    const otherwise = await post('admin-nn', { summary: 'y' });
    expect([otherwise.status, otherwise.body.code, otherwise.body.details]).toEqual([
      ...[409, 'known-otherwise', { found: 'nn 纪信 1', id: first.body.id }],
    ]);
    expect((await openings()).clues).toBe(1);
  });

  it('tells nobody who could not bring it in whether it stands', async () => {
    const before = await post('admin-gl');
    await post('admin-nn');
    const after = await post('admin-gl');
    expect([before.status, before.body.code]).toEqual([409, 'not-below']);
    expect([after.status, after.body.code]).toEqual([409, 'not-below']);
  });

  it('tells it to who could, also where he does not see it', async () => {
    const { body: first } = await post('admin-nn', { level: 'L2' });
    expect((await post('admin-gx', { level: 'L2' })).body.id).toBe(first.id);
    const otherwise = await post('admin-gx', { level: 'L1' });
    expect([otherwise.status, otherwise.body.code, otherwise.body.details]).toEqual([
      ...[409, 'known-otherwise-unseen', { found: 'nn 纪信 1' }],
    ]);
  });

  it.each([
    ['text/csv', 'x,y\n1,2\n', 'faulty-file'],
    ['text/csv', '', 'faulty-file'],
    ['application/json', '{}', 'unsupported-media-type'],
  ])('refuses a file that cannot be read as such: %s', async (type, text, code) => {
    const { text: answer } = await office.admin('POST', '/admin/ledger', {
      ...{ as: 'admin-nn', type, body: text },
    });
    expect(answer).toContain(code);
    expect((await openings()).clues).toBe(0);
  });

  it('is not to be had over the network', async () => {
    const asked = { as: 'admin-nn', type: 'text/csv', body: ledgerCsv(LINES) };
    expect((await office.ask('POST', '/admin/ledger', asked)).status).toBeGreaterThanOrEqual(400);
    expect((await openings()).clues).toBe(0);
  });
});
