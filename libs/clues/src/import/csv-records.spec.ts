import fc from 'fast-check';
import { type CsvRecord, csvRecords } from './csv-records.js';

async function* linesOf(text: string) {
  yield* text.split('\n');
}

async function recordsOf(text: string): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of csvRecords(linesOf(text))) records.push(record);
  return records;
}

const quoted = (cell: string) =>
  /[",\n]/.test(cell) || cell === '' ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Cells with all that asks for quotes. */
const cell = fc.string({
  unit: fc.constantFrom('a', 'é', '问', ',', '"', '\n', ' '),
  maxLength: 8,
});
const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 });

describe('the records of a CSV file', () => {
  it('are what was written, each with the line at which it begins', () =>
    fc.assert(
      fc.asyncProperty(rows, async (written) => {
        const texts = written.map((cells) => cells.map(quoted).join(','));
        const begins = texts.map(
          (_, index) =>
            `${texts.slice(0, index).join('\n')}\n`.split('\n').length - (index ? 0 : 1),
        );
        expect(await recordsOf(texts.join('\n'))).toEqual(
          written.map((cells, index) => ({
            line: begins[index],
            cells: [...cells],
          })),
        );
      }),
    ));

  it('lose no other line to a stray quote', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 9 }),
        fc.nat(),
        fc.constantFrom('"x,2,3', 'x"y,2,3', '"x"y,2,3', '1,2,"'),
        async (good, place, bad) => {
          const lines = good.map((numbers) => numbers.join(','));
          const at = place % (lines.length + 1);
          const records = await recordsOf(['a,b,c', ...lines.toSpliced(at, 0, bad)].join('\n'));
          expect(records.filter((record) => 'fault' in record).map(({ line }) => line)).toEqual([
            at + 2,
          ]);
          expect(records.flatMap((record) => ('cells' in record ? [record.cells] : []))).toEqual([
            ['a', 'b', 'c'],
            ...lines.map((line) => line.split(',')),
          ]);
        },
      ),
    ));

  it('stand behind empty lines at their own numbers', async () => {
    expect(await recordsOf('a,b\n\n\n1,2\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 4, cells: ['1', '2'] },
    ]);
  });

  it('keep apart two stray quotes, and the record between them', async () => {
    expect(await recordsOf('a,b\n"x,1\n3,4\n"y,5\n6,7')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, fault: 'a quote out of place' },
      { line: 3, cells: ['3', '4'] },
      { line: 4, fault: 'a quote that is not closed' },
      { line: 5, cells: ['6', '7'] },
    ]);
  });
});
