import { outOfYears } from '@cluetrail/event-sourcing';
import { importedInstant } from './imported-time.js';
import { kindOfActivity, type Mapping } from './mapping.js';

/** What could not be mapped. `line` counts from 1; `column` is empty where the whole row is meant. */
export interface RowFault {
  readonly line: number;
  readonly column: string;
  readonly expected: string;
  readonly found: string;
}

export interface ImportedRow {
  readonly line: number;
  readonly rowId: string;
  readonly activity: string;
  readonly kind?: string;
  readonly by: string;
  /** RFC 3339 UTC, 3 decimals. */
  readonly at: string;
}

/** A case's own columns, the same in each of its rows; `line` is that of its first row. */
export interface ImportedCase {
  readonly line: number;
  readonly caseId: string;
  readonly start: string;
  readonly end?: string;
  readonly deadline?: string;
  readonly rows: readonly ImportedRow[];
}

export interface Reading {
  readonly mapping: Mapping;
  /** RFC 3339 UTC, 3 decimals: what happened later is a fault. Only a deadline may lie ahead. */
  readonly now: string;
  /** A person id for a resource that may be a name: the same for the same text, without telling it. */
  pseudonymOf(resource: string): string;
}

type Row = Readonly<Record<string, string>>;
type Head = Omit<ImportedCase, 'rows'>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Gathers rows to cases in memory: about 300 bytes a row. What cannot be mapped is a fault, and the rest goes on. */
export class ImportedCases {
  private readonly told: RowFault[] = [];
  private untold = 0;
  private readonly cases = new Map<
    string,
    { head: Mutable<Head>; rows: ImportedRow[]; ids: Set<string> }
  >();

  constructor(private readonly reading: Reading) {}

  /** `row` = column → text. */
  add(row: Row, line: number): void {
    const found = this.read(row, line);
    if (!found) return;
    const { head, made } = found;
    const known = this.cases.get(head.caseId);
    if (!known) this.cases.set(head.caseId, { head, rows: [made], ids: new Set([made.rowId]) });
    else if (known.ids.has(made.rowId))
      this.fault({
        line,
        column: this.reading.mapping.columns.row,
        expected: 'an id that is new in its case',
        found: made.rowId,
      });
    else if (this.agrees(known.head, head)) {
      known.ids.add(made.rowId);
      known.rows.push(made);
    }
  }

  /** In the order of their first rows, each with its rows in the order of the file. */
  *all(): Generator<ImportedCase> {
    for (const { head, rows } of this.cases.values()) yield { ...head, rows };
  }

  get size(): number {
    return this.cases.size;
  }

  fault(fault: RowFault): void {
    if (this.told.length >= MOST_FAULTS) this.untold += 1;
    else this.told.push({ ...fault, found: fault.found.slice(0, 80) });
  }

  get faults(): readonly RowFault[] {
    if (this.untold === 0) return this.told;
    const expected = `at most ${MOST_FAULTS} faults`;
    return [...this.told, { line: 0, column: '', expected, found: `${this.untold} more` }];
  }

  private read(row: Row, line: number): { head: Head; made: ImportedRow } | undefined {
    const { columns } = this.reading.mapping;
    const cells = new Cells(row, this.reading);
    const caseId = cells.text(columns.case);
    const rowId = cells.text(columns.row);
    const activity = cells.text(columns.activity);
    const resource = cells.text(columns.resource);
    const at = cells.past(columns.time);
    const start = cells.past(columns.start);
    const end = cells.orNothing(columns.end, (column) => cells.past(column));
    const deadline = cells.orNothing(columns.deadline, (column) => cells.time(column));
    for (const fault of cells.faults) this.fault({ line, ...fault });
    if (cells.faults.length > 0) return undefined;
    const kind = kindOfActivity(this.reading.mapping, activity);
    const by = this.personOf(resource);
    return {
      head: { line, caseId, start, ...(end && { end }), ...(deadline && { deadline }) },
      made: { line, rowId, activity, by, at, ...(kind !== undefined && { kind }) },
    };
  }

  /** Rows of one case say the same of it; what only a later one says (an end) is taken from there. */
  private agrees(known: Mutable<Head>, next: Head): boolean {
    const { columns } = this.reading.mapping;
    for (const field of ['start', 'end', 'deadline'] as const) {
      const found = next[field];
      const expected = known[field];
      if (found === undefined || found === expected) continue;
      if (expected === undefined) known[field] = found;
      else {
        const column = columns[field] ?? '';
        const before = `${expected}, as in line ${known.line}`;
        this.fault({ line: next.line, column, expected: before, found });
        return false;
      }
    }
    return true;
  }

  /** A code stands as it is; anything else may be somebody's name, which never stands in the log in clear. */
  private personOf(resource: string): string {
    return CODE.test(resource) ? resource.toLowerCase() : this.reading.pseudonymOf(resource);
  }
}

const MOST_FAULTS = 1000;

/** One word with a digit in it: `Resource21`, `admin1`. */
const CODE = /^(?=.*\d)[A-Za-z0-9-]{1,40}$/;

/** The cells of one row, and what was wrong with them. A faulty one reads as empty text. */
class Cells {
  readonly faults: Omit<RowFault, 'line'>[] = [];

  constructor(
    private readonly row: Row,
    private readonly reading: Reading,
  ) {}

  text(column: string): string {
    const text = this.row[column]?.trim() ?? '';
    if (text === '') return this.faulty(column, 'a text', 'nothing');
    if (text.length > 200)
      return this.faulty(column, 'at most 200 characters', `${text.length} characters`);
    return ILL_FORMED.test(text) ? this.faulty(column, 'well-formed UTF-8 text', text) : text;
  }

  time(column: string): string {
    const text = this.row[column]?.trim() ?? '';
    const at = importedInstant(text, this.reading.mapping.zone);
    if (at !== undefined) return at;
    const expected = outOfYears(text) ?? 'a time such as 2011-10-11 13:42:22+02:00';
    return this.faulty(column, expected, text || 'nothing');
  }

  past(column: string): string {
    const at = this.time(column);
    const { now } = this.reading;
    return at > now ? this.faulty(column, `a time up to now, ${now}`, at) : at;
  }

  orNothing(column: string | undefined, read: (column: string) => string): string | undefined {
    return column !== undefined && this.row[column]?.trim() ? read(column) : undefined;
  }

  private faulty(column: string, expected: string, found: string): '' {
    this.faults.push({ column, expected, found: found.replaceAll(CONTROLS, '?') });
    return '';
  }
}

/** NUL, and what stands where bytes were no UTF-8. */
// oxlint-disable-next-line no-control-regex -- to refuse them
const ILL_FORMED = /[\0\uFFFD]/;
// oxlint-disable-next-line no-control-regex -- a fault is shown in a terminal
const CONTROLS = /[\0-\x1F\x7F-\x9F]/g;
