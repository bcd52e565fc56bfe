import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';
import { csvRecords, ImportedCases, type Mapping } from '@cluetrail/clues';
import { Problem } from '../problem.js';

export interface ReadCases {
  readonly mapping: Mapping;
  /** RFC 3339 UTC, 3 decimals. */
  readonly now: string;
  pseudonymOf(resource: string): string;
  /** Bytes read so far. */
  read(bytes: number): void;
}

/** The whole file, gathered to cases. Throws a Problem 422 where no row of it could ever be mapped. */
export async function readCases(csv: Readable, options: ReadCases): Promise<ImportedCases> {
  const cases = new ImportedCases(options);
  let header: readonly string[] | undefined;
  for await (const record of csvRecords(linesOf(csv, options.read))) {
    const { line } = record;
    if (!header) header = headerOf('cells' in record ? record.cells : [], options.mapping);
    else if ('fault' in record)
      cases.fault({ line, column: '', expected: 'CSV', found: record.fault });
    else if (record.cells.length === header.length)
      cases.add(Object.fromEntries(header.map((name, at) => [name, record.cells[at]])), line);
    else {
      const expected = `${header.length} columns`;
      cases.fault({ line, column: '', expected, found: `${record.cells.length}` });
    }
  }
  if (header) return cases;
  throw faulty([{ path: '', expected: 'a header', found: 'an empty file' }]);
}

function headerOf(cells: readonly string[], { columns }: Mapping): readonly string[] {
  const faults = [...new Set(Object.values(columns) as string[])].flatMap((path) => {
    const times = cells.filter((cell) => cell === path).length;
    const found = times === 0 ? 'none' : `${times} of them`;
    return times === 1 ? [] : [{ path, expected: 'a column of that name', found }];
  });
  if (faults.length > 0) throw faulty(faults);
  return cells;
}

function faulty(faults: readonly { path: string; expected: string; found: string }[]): Problem {
  return new Problem(422, 'faulty-file', { errors: faults.map((one) => ({ line: 1, ...one })) });
}

/** Longer lines are those of a file that is no CSV. */
const LONGEST_LINE = 1024 * 1024;

/** UTF-8 lines without their ends, and without a byte order mark. */
async function* linesOf(csv: Readable, read: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let bytes = 0;
  let begun = false;
  for await (const chunk of csv) {
    const buffer = Buffer.from(chunk);
    read((bytes += buffer.length));
    rest += decoder.write(buffer);
    if (!begun && rest.startsWith('\uFEFF')) rest = rest.slice(1);
    begun ||= rest !== '';
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE)
      throw faulty([{ path: '', expected: 'lines below 1 MiB', found: 'a longer one' }]);
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  rest += decoder.end();
  if (rest !== '') yield rest.replace(/\r$/, '');
}
