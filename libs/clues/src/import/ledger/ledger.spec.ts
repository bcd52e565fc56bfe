import { parse } from 'csv-parse/sync';
import { COLUMNS, fieldCalled, ledgerTemplate } from './columns.js';
import { type Ledger, readLedger } from './ledger.js';
import { readSheet } from './read-sheet.js';
import { UnreadableSheet } from './sheet.js';

const READING = {
  notOf: (organ: string) =>
    ['nn', 'qx'].includes(organ)
      ? undefined
      : { expected: 'your organ or one below it, by its id' },
};
const HEAD = 'number,state,discovered on,in this state since,subjects,summary,organ';

const read = async (...lines: string[]): Promise<Ledger> =>
  readLedger(await readSheet(Buffer.from(lines.join('\n'))), READING);

const more = (headings: string, cells: string) =>
  read(`${HEAD},${headings}`, `7,verifying,2021-03-01,2021-09-01,chen,x,nn,${cells}`);

const faultsIn = async (ledger: Promise<Ledger>) =>
  (await ledger).faults.map(({ cell, expected, found }) => `${cell}: ${expected}, ${found}`);

async function refused(ledger: Promise<Ledger>): Promise<string> {
  const error: unknown = await ledger.catch((thrown: unknown) => thrown);
  if (!(error instanceof UnreadableSheet)) throw error;
  return `${error.place}: ${error.expected}, ${error.found}`;
}

describe('the headings of a ledger', () => {
  it('are English or Chinese, as in the template, or the names of the fields', () => {
    const [headings] = parse(ledgerTemplate(), { bom: true }) as string[][]; // of text
    expect(headings.map(fieldCalled)).toEqual(COLUMNS.map(({ field }) => field));
    for (const { field, en, zh } of COLUMNS)
      expect([fieldCalled(zh), fieldCalled(` ${en.toUpperCase()} `), fieldCalled(field)]).toEqual([
        ...[field, field, field],
      ]);
    expect(fieldCalled('姓名')).toBeUndefined();
  });

  it('stand in a template that holds nothing else, and nothing that a table program computes', () => {
    expect(ledgerTemplate().trimEnd().split('\n')).toHaveLength(1);
    for (const heading of ledgerTemplate().split(',')) expect(heading).not.toMatch(/^[=+@-]/);
  });

  it('are read each once, none unknown and none missing', async () => {
    expect(await refused(read(`${HEAD},编号`))).toBe(
      'line 1, column 8: each heading once, it again',
    );
    expect(await refused(read(`${HEAD},王某某`))).toMatch(
      /^line 1, column 8: one of the headings Number 编号, .*, another text$/,
    );
    expect(await refused(read('编号,状态'))).toBe(
      'line 1: the headings Organ 承办机关, Discovered on 发现日期, In this state since 现状态起始日期, Subjects 被反映人, Summary 主要问题, none of them',
    );
    expect(await refused(read(''))).toBe(': a row of headings, an empty file');
  });
});

describe('a ledger of a table program that parts by semicolons', () => {
  const [head, row] = [HEAD, '7,verifying,1-3-2021,31.10.2021,"chen; x",a,nn'];
  const parted = (text: string, by: string) => text.replaceAll(',', by);

  it('is read, with the day first', async () => {
    const { matters, faults } = await read(parted(head, ';'), parted(row, ';'));
    expect(faults).toEqual([]);
    expect(matters[0]).toMatchObject({
      number: '7',
      subjects: [{ personId: 'chen' }, { personId: 'x' }],
      fields: { discoveredOn: '2021-03-01', happenedAt: '2021-10-31' },
    });
  });

  it('is read with quoted headings, and by tabs', async () => {
    const quoted = head.replaceAll(/[^,]+/g, '"$&"');
    const [line] = ['7,verifying,2021-03-01,2021-10-31,chen,"a;b",nn'];
    for (const by of [';', '\t', ','])
      expect([by, await faultsIn(read(parted(quoted, by), parted(line, by)))]).toEqual([by, []]);
  });

  it('alone has days that begin with the day: elsewhere they may begin with the month', async () => {
    expect(await faultsIn(read(head, row))).toEqual([
      'line 2, column 3: a day such as 2021-03-01, 1-3-2021',
      'line 2, column 4: a day such as 2021-03-01, 31.10.2021',
    ]);
  });
});

describe('a row of a ledger', () => {
  it('says what a matter is, in our words', async () => {
    const headings = '管理机关,承办人,来源,密级,期限,已延期次数,备注';
    const { matters, faults } = await read(
      `${HEAD},${headings}`,
      '纪信 7,初步核实,2021年3月1日,2021/9/1,"陈某；zhao、李 四",x,qx,nn,li; wang,信访举报,l2,2021.12.31,1,y',
    );
    expect(faults).toEqual([]);
    const [{ faultAt: _, ...matter }] = matters;
    expect(matter).toEqual({
      ...{ line: 2, number: '纪信 7', organ: 'qx' },
      subjects: [
        { name: '陈某', managingOrganId: 'nn' },
        { personId: 'zhao', managingOrganId: 'nn' },
        { name: '李 四', managingOrganId: 'nn' },
      ],
      fields: {
        ...{ state: 'verifying', discoveredOn: '2021-03-01', happenedAt: '2021-09-01' },
        ...{ officers: ['li', 'wang'], summary: 'x', source: 'report', level: 'L2' },
        ...{ dueOn: '2021-12-31', extensions: 1, note: 'y' },
      },
    });
  });

  it('that says little is from some other source', async () => {
    const { matters } = await read(HEAD, '7,held,2021-03-01,2021-09-01,chen,x,nn');
    expect(matters[0]).toMatchObject({ organ: 'nn', fields: { source: 'other' } });
  });

  it.each([
    ['officers', '王某', 'ids, of a-z 0-9 -, a text of 2 characters'],
    [
      'source',
      'rumour',
      'one of report 信访举报, inspection 巡视巡察, audit 审计, judicial-transfer 司法机关移送, supervision 监督检查, assigned-from-above 上级交办, voluntary-surrender 主动投案, other 其他, a text of 6 characters',
    ],
    ['level', 'L5', 'one of L1, L2, L3, L4, a text of 2 characters'],
    [
      'way',
      '立案',
      'one of talkInquiry 谈话函询, verify 初步核实, hold 暂存待查, close 予以了结, a text of 2 characters',
    ],
    ['outcome', 'close', 'one of file 立案, hold 暂存待查, a text of 5 characters'],
    ['due on', '2021-09-31', 'a day such as 2021-03-01, 2021-09-31'],
    ['due on', '王某某', 'a day such as 2021-03-01, a text of 3 characters'],
    ['extensions', '1.5', 'a whole number, 1.5'],
    ['managing organs', 'nn;qx', 'one organ, or one for each subject, 2 of them'],
  ])('is told %s: %s', async (heading, cell, expected) => {
    expect(await faultsIn(more(heading, cell))).toEqual([`line 2, column 8: ${expected}`]);
  });

  it('is told that it is of another organ', async () => {
    const rows = read(HEAD, '7,held,2021-03-01,2021-09-01,chen,x,gl');
    expect(await faultsIn(rows)).toEqual([
      'line 2, column 7: your organ or one below it, by its id, a text of 2 characters',
    ]);
  });

  it('is told what is missing, and what no heading is for', async () => {
    const rows = read(HEAD, ',held,,2021-09-01,chen,x,,王某');
    expect(await faultsIn(rows)).toEqual([
      'line 2, column 8: nothing where no heading is, a text of 2 characters',
      'line 2, column 1: something, nothing',
      'line 2, column 7: something, nothing',
      'line 2, column 3: something, nothing',
    ]);
  });

  it('is told when its number stands there twice, for one organ', async () => {
    const row = '7,held,2021-03-01,2021-09-01,chen,x';
    const { matters, faults } = await read(
      HEAD,
      ...['nn', 'qx', 'nn'].map((organ) => `${row},${organ}`),
    );
    expect(matters.map(({ line }) => line)).toEqual([2, 3]);
    expect(faults).toMatchObject([{ cell: 'line 4, column 1', found: 'that of line 2' }]);
  });
});
