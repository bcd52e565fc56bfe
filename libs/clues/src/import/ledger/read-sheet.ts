import { csvRecords } from '../csv-records.js';
import { fieldCalled } from './columns.js';
import {
  type Cell,
  MOST_BYTES,
  MOST_COLUMNS,
  MOST_ROWS,
  type Sheet,
  type SheetRow,
  UnreadableSheet,
} from './sheet.js';
import { xlsxSheet } from './xlsx-sheet.js';

/** The table in an .xlsx or CSV file: which of them it is, its first bytes tell. Throws an {@link UnreadableSheet}. */
export async function readSheet(bytes: Buffer): Promise<Sheet> {
  if (bytes.length > MOST_BYTES) throw new UnreadableSheet('', 'at most 10 MiB', 'more');
  if (begins(bytes, [0x50, 0x4b])) return xlsxSheet(bytes);
  if (begins(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    throw new UnreadableSheet('', 'an .xlsx or CSV file', 'an .xls file, or one with a password');
  return csvSheet(bytes);
}

function begins(bytes: Buffer, first: readonly number[]): boolean {
  return first.every((byte, at) => bytes[at] === byte);
}

async function csvSheet(bytes: Buffer): Promise<Sheet> {
  const rows: SheetRow[] = [];
  const placeOf = (line: number, column: number) => `line ${line}, column ${column}`;
  const text = textOf(bytes);
  const delimiter = delimiterOf(text);
  for await (const record of csvRecords(linesOf(text), delimiter)) {
    const { line } = record;
    if ('fault' in record) throw new UnreadableSheet(`line ${line}`, 'CSV', record.fault);
    if (record.cells.length > MOST_COLUMNS)
      throw new UnreadableSheet(`line ${line}`, `at most ${MOST_COLUMNS} columns`, 'more');
    const cells = new Map(
      record.cells.flatMap((text, at): [number, Cell][] =>
        text.trim() === '' ? [] : [[at + 1, { text }]],
      ),
    );
    if (cells.size === 0) continue;
    if (rows.length > MOST_ROWS)
      throw new UnreadableSheet('', `at most ${MOST_ROWS} rows below the headings`, 'more');
    rows.push({ line, cells });
  }
  // Spreadsheets part by semicolons where commas part decimals: there a day begins with the day.
  return { rows, placeOf, ...(delimiter === ';' && { dayFirst: true as const }) };
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableSheet('', 'an .xlsx file, or CSV in UTF-8', 'another coding');
  }
}

const DELIMITERS = [',', ';', '\t'];

/** The one that parts the first line into the most headings. */
function delimiterOf(text: string): string {
  const [head = ''] = text.trimStart().split('\n', 1);
  const headings = (delimiter: string) =>
    head
      .replaceAll('"', '')
      .split(delimiter)
      .filter((one) => fieldCalled(one) !== undefined).length;
  return DELIMITERS.reduce((best, one) => (headings(one) > headings(best) ? one : best));
}

async function* linesOf(text: string): AsyncGenerator<string> {
  for (const line of text.split('\n')) yield line.replace(/\r$/, '');
}
