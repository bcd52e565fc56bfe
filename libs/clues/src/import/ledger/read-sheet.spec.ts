import { bomb, workbook, zipped, type Written } from '../../../../../test/support/workbook.js';
import { readSheet } from './read-sheet.js';
import { type Sheet, UnreadableSheet } from './sheet.js';

const told = ({ rows, placeOf }: Sheet) =>
  rows.flatMap(({ line, cells }) =>
    [...cells].map(([column, cell]) => [placeOf(line, column), ...Object.values(cell)]),
  );
const read = async (bytes: Buffer | string) => told(await readSheet(Buffer.from(bytes)));
const cell = (written: Written) => [
  [undefined, undefined, undefined, undefined, undefined, written],
];

async function refused(bytes: Buffer | string): Promise<string> {
  const error: unknown = await readSheet(Buffer.from(bytes)).catch((thrown: unknown) => thrown);
  if (error instanceof UnreadableSheet)
    return `${error.place}: expected ${error.expected}, found ${error.found}`;
  throw error;
}

describe('the cells of a workbook', () => {
  it.each<[string, Written, readonly unknown[]]>([
    ['a text in its place', '编号 <1>', ['编号 <1>']],
    ['a text that several cells share', { shared: 1 }, ['乙']],
    ['a text that is not there', { shared: 7 }, ['a text that is not in the file']],
    ['a number, and the day that it stands for', 44_256, ['44256', '2021-03-01']],
    ['a day with its hour', 44_256.75, ['44256.75', '2021-03-01']],
    ['a number that stands for no day', 42, ['42']],
    ['what a formula came to', { formula: 'A1&B1', value: '甲乙' }, ['甲乙']],
    ['what a formula counted', { formula: 'A1+1', value: 44_257 }, ['44257', '2021-03-02']],
    ['a formula that nobody computed', { formula: 'A1' }, ['a formula that was never computed']],
    ['a formula that failed', { error: '#N/A' }, ['an error in a formula']],
  ])('hold %s', async (_, written, expected) => {
    const rows = [[], [], ...cell(written)];
    const book = workbook(rows, { strings: ['甲', '乙'] });
    expect(await read(book)).toEqual([['Sheet1!F3', ...expected]]);
  });

  it('are counted from 1904 where the workbook says so', async () => {
    const book = workbook([[42_794]], { epoch1904: true });
    expect(await read(book)).toEqual([['Sheet1!A1', '42794', '2021-03-01']]);
  });

  it('know the days around the 29 February 1900 that there was not', async () => {
    const days = await read(workbook([[60, 61, 2_958_465, 2_958_466]]));
    expect(days.map(([, , day]) => day)).toEqual([
      undefined,
      '1900-03-01',
      '9999-12-31',
      undefined,
    ]);
  });

  it('are named with the sheet, in quotes where its name needs them', async () => {
    expect(await read(workbook([['x']], { name: "Wang's 台账" }))).toEqual([
      ["'Wang''s 台账'!A1", 'x'],
    ]);
  });

  it('are those of the first sheet that is shown', async () => {
    const before = `${hidden('hidden')}${hidden('veryHidden')}`;
    expect(await read(workbook([['x']], { before }))).toEqual([['Sheet1!A1', 'x']]);
    expect(await refused(zipped({ 'xl/workbook.xml': `<workbook>${before}</workbook>` }))).toBe(
      ': expected a sheet that is shown, found a workbook without one',
    );
  });

  it('are read of rich texts without how they are pronounced', async () => {
    const run = '<is><r><t>东</t></r><r><t>京</t></r><rPh sb="0" eb="1"><t>トウ</t></rPh></is>';
    const sheet = `<worksheet><sheetData><row><c t="inlineStr">${run}</c><c t="inlineStr"><is><t>a_x000A_b</t></is></c></row></sheetData></worksheet>`;
    expect(await read(bookOf(sheet))).toEqual([
      ['S!A1', '东京'],
      ['S!B1', 'a\nb'],
    ]);
  });

  it('are found under prefixes of their own', async () => {
    const sheet = `<x:worksheet xmlns:x="m"><x:sheetData><x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>`;
    expect(await read(bookOf(sheet))).toEqual([['S!B2', '7']]);
  });

  it('beyond all others cost nothing but themselves', async () => {
    const far = `<worksheet><sheetData><row r="1048576"><c r="A1048576"><v>7</v></c></row></sheetData></worksheet>`;
    expect(await read(bookOf(far))).toEqual([['S!A1048576', '7']]);
    const wide = far.replaceAll('A1048576', 'XFD1048576');
    expect(await refused(bookOf(wide))).toBe(
      'S!XFD1048576: expected nothing beyond column CV, found something',
    );
  });
});

describe('a workbook is refused', () => {
  it.each([
    [
      'where cells are merged',
      workbook([['x']], { after: merged() }),
      'Sheet1!A1:B2: expected cells that are not merged, found merged ones',
    ],
    [
      'of the older kind, or with a password',
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]),
      ': expected an .xlsx or CSV file, found an .xls file, or one with a password',
    ],
    [
      'cut short',
      workbook([['x']]).subarray(0, -30),
      ': expected an .xlsx file, found a broken one',
    ],
    [
      'with a part that is not there',
      zipped({ 'a.txt': 'x' }),
      ': expected an .xlsx file, found an archive without xl/workbook.xml',
    ],
    [
      'with a part that is no XML',
      bookOf('<worksheet><sheetData>'),
      ': expected an .xlsx file, found a part that is no XML',
    ],
    [
      'with a document type',
      bookOf('<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'),
      ': expected an .xlsx file, found a part with a document type',
    ],
    [
      'with sealed parts',
      zipped({ 'xl/workbook.xml': 'x' }, { encrypted: true }),
      ': expected a file without a password, found a sealed part',
    ],
    [
      'with rows out of their order',
      bookOf('<w><sheetData><row r="2"/><row r="2"/></sheetData></w>'),
      ': expected rows and cells in their order, found one out of place',
    ],
  ])('%s', async (_, bytes, expected) => {
    expect(await refused(bytes)).toBe(expected);
  });

  it('with more rows than it takes', async () => {
    const rows = (count: number) =>
      `<w><sheetData>${'<row><c><v>1</v></c></row>'.repeat(count)}</sheetData></w>`;
    expect((await readSheet(bookOf(rows(20_001)))).rows).toHaveLength(20_001);
    expect(await refused(bookOf(rows(20_002)))).toBe(
      ': expected at most 20000 rows below the headings, found more',
    );
  });

  it('that unfolds into more than it says, without being unfolded', async () => {
    const book = bookOf(bomb(1024), { says: 100 });
    expect(book.length).toBeLessThan(2 * 1024 * 1024);
    const before = process.resourceUsage().maxRSS;
    expect(await refused(book)).toBe(': expected at most 64 MiB once it is unfolded, found more');
    // In KiB.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(300 * 1024);
  });

  it('at every place where it is cut or flipped it is read or refused, and nothing else', async () => {
    const whole = workbook([['编号', 44_256], ['x']], { strings: ['甲'] });
    for (let at = 0; at < whole.length; at += 3) {
      const flipped = Buffer.from(whole);
      flipped[at] ^= 0xff;
      for (const bytes of [flipped, whole.subarray(0, at)])
        expect(await readSheet(bytes).then(() => 'read', kindOf)).toMatch(/^(read|refused)$/);
    }
  });
});

describe('a CSV file', () => {
  it('is read by line and column, with or without a byte order mark', async () => {
    const lines = 'a,"b\nc"\r\n\r\n,d\r\n';
    const expected = [
      ['line 1, column 1', 'a'],
      ['line 1, column 2', 'b\nc'],
      ['line 4, column 2', 'd'],
    ];
    expect(await read(lines)).toEqual(expected);
    expect(await read(`\uFEFF${lines}`)).toEqual(expected);
  });

  it('is refused in another coding, and where its quotes do not close', async () => {
    expect(await refused(Buffer.from([0xb1, 0xe0, 0xba, 0xc5]))).toBe(
      ': expected an .xlsx file, or CSV in UTF-8, found another coding',
    );
    expect(await refused('a,"b\n')).toBe('line 1: expected CSV, found a quote that is not closed');
  });

  it('is refused above its limit', async () => {
    expect(await refused(Buffer.alloc(10 * 1024 * 1024 + 1, 'x'))).toBe(
      ': expected at most 10 MiB, found more',
    );
  });
});

function hidden(state: string) {
  return `<sheet name="Old" sheetId="3" state="${state}" r:id="rId2" xmlns:r="r"/>`;
}

function merged() {
  return '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>';
}

function bookOf(
  sheet: string | ReturnType<typeof bomb>,
  options: Parameters<typeof zipped>[1] = {},
): Buffer {
  return zipped(
    {
      'xl/workbook.xml':
        '<workbook><sheets><sheet name="S" r:id="a" xmlns:r="r"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': '<R><R Id="a" Target="/xl/s.xml"/></R>',
      'xl/s.xml': sheet,
    },
    options,
  );
}

function kindOf(error: unknown): string {
  return error instanceof UnreadableSheet ? 'refused' : String(error);
}
