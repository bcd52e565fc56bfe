import { parse } from 'csv-parse/sync';

/** `line` = where the record begins, from 1. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  /** Text that is no record: it is left out, and the reading goes on with the line after. */
  | { readonly line: number; readonly fault: string };

/**
 * The records of a CSV file (RFC 4180: commas or another `delimiter`, double quotes, line breaks within quotes), from its
 * lines without their ends. A stray quote costs its own line only: csv-parse by itself would take the rest of the file for one cell.
 */
export async function* csvRecords(
  lines: AsyncIterable<string>,
  delimiter = ',',
): AsyncGenerator<CsvRecord> {
  const ahead = new Lookahead(lines);
  let columns: number | undefined;
  for (let text = await ahead.next(); text !== undefined; text = await ahead.next()) {
    const line = ahead.line;
    if (text === '') continue;
    const record = await recordFrom(text, ahead, { columns, delimiter });
    if ('cells' in record) columns ??= record.cells.length;
    yield { line, ...record };
  }
}

type Unplaced = { readonly cells: readonly string[] } | { readonly fault: string };

/** As many lines as make the quotes even; when they make no fitting record, all but the first are read again. */
async function recordFrom(
  first: string,
  ahead: Lookahead,
  { columns, delimiter }: { readonly columns?: number; readonly delimiter: string },
): Promise<Unplaced> {
  if (!first.includes('"')) return { cells: first.split(delimiter) };
  const taken = [first];
  for (let odd = isOdd(first); odd; odd = odd !== isOdd(taken[taken.length - 1])) {
    const next = taken.length < MOST_LINES ? await ahead.next() : undefined;
    if (next === undefined) {
      ahead.back(taken.slice(1));
      return { fault: 'a quote that is not closed' };
    }
    taken.push(next);
  }
  const record = parsed(taken.join('\n'), delimiter);
  if (
    'cells' in record &&
    (taken.length === 1 || record.cells.length === (columns ?? record.cells.length))
  )
    return record;
  ahead.back(taken.slice(1));
  return 'fault' in record ? record : { fault: 'a quote that is not closed' };
}

/** A record that runs over more lines is taken for an unclosed quote. */
const MOST_LINES = 1000;

function isOdd(text: string): boolean {
  return text.split('"').length % 2 === 0;
}

function parsed(text: string, delimiter: string): Unplaced {
  try {
    const [cells]: string[][] = parse(text, { delimiter, relax_column_count: true });
    return { cells };
  } catch {
    return { fault: 'a quote out of place' };
  }
}

/** Lines, of which some may be given back. */
class Lookahead {
  line = 0;
  private readonly lines: AsyncIterator<string>;
  private readonly waiting: string[] = [];

  constructor(lines: AsyncIterable<string>) {
    this.lines = lines[Symbol.asyncIterator]();
  }

  async next(): Promise<string | undefined> {
    const text = this.waiting.pop() ?? (await this.read());
    if (text !== undefined) this.line += 1;
    return text;
  }

  /** In the order in which they were read. */
  back(lines: readonly string[]): void {
    this.waiting.push(...lines.toReversed());
    this.line -= lines.length;
  }

  private async read(): Promise<string | undefined> {
    const { done, value } = await this.lines.next();
    return done ? undefined : value;
  }
}
