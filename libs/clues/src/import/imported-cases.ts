import { kindOfActivity, type Mapping } from './mapping.js';

/** A row of the file that could not be mapped. `line` counts from 1. */
export interface RowFault {
  readonly line: number;
  readonly column: string;
  readonly expected: string;
  readonly found: string;
}

export interface ImportedRow {
  readonly rowId: string;
  readonly activity: string;
  readonly kind?: string;
  readonly by: string;
  /** RFC 3339 UTC, 3 decimals. */
  readonly at: string;
}

export interface ImportedCase {
  readonly caseId: string;
  readonly start: string;
  readonly end?: string;
  readonly deadline?: string;
  readonly rows: readonly ImportedRow[];
}

/** Gathers rows to cases in memory: about 200 bytes a row. What cannot be mapped is a fault, and the rest goes on. */
export class ImportedCases {
  readonly faults: RowFault[] = [];
  private readonly cases = new Map<
    string,
    { head: Omit<ImportedCase, 'rows'>; rows: ImportedRow[]; ids: Set<string> }
  >();

  constructor(private readonly mapping: Mapping) {}

  /** `row` = column → text. */
  add(row: Readonly<Record<string, string>>, line: number): void {
    const { columns } = this.mapping;
    const found = this.read(row, line);
    if (!found) return;
    const { head, made } = found;
    const known = this.cases.get(head.caseId);
    if (!known) this.cases.set(head.caseId, { head, rows: [made], ids: new Set([made.rowId]) });
    else if (known.ids.has(made.rowId))
      this.fault(line, columns.row, 'an id that is new in its case', made.rowId);
    else {
      known.ids.add(made.rowId);
      known.rows.push(made);
    }
  }

  *all(): Generator<ImportedCase> {
    for (const { head, rows } of this.cases.values()) yield { ...head, rows };
  }

  get size(): number {
    return this.cases.size;
  }

  fault(line: number, column: string, expected: string, found: string): void {
    this.faults.push({ line, column, expected, found: found.slice(0, 80) });
  }

  private read(row: Readonly<Record<string, string>>, line: number) {
    const { columns } = this.mapping;
    const caseId = this.text(row, columns.case, line);
    const rowId = this.text(row, columns.row, line);
    const activity = this.text(row, columns.activity, line);
    const by = this.text(row, columns.resource, line);
    const at = this.time(row, columns.time, line);
    const start = this.time(row, columns.start, line);
    const end = this.optional(row, columns.end, line);
    const deadline = this.optional(row, columns.deadline, line);
    if (
      !caseId ||
      !rowId ||
      !activity ||
      !by ||
      !at ||
      !start ||
      end === false ||
      deadline === false
    )
      return undefined;
    const kind = kindOfActivity(this.mapping, activity);
    return {
      head: { caseId, start, ...(end && { end }), ...(deadline && { deadline }) },
      made: { rowId, activity, by: personOf(by), at, ...(kind !== undefined && { kind }) },
    };
  }

  private text(
    row: Readonly<Record<string, string>>,
    column: string,
    line: number,
  ): string | undefined {
    const text = row[column]?.trim();
    if (!text) this.fault(line, column, 'a text', 'nothing');
    return text || undefined;
  }

  private time(
    row: Readonly<Record<string, string>>,
    column: string,
    line: number,
  ): string | undefined {
    const text = row[column]?.trim() ?? '';
    const at = instantOf(text);
    if (!at) this.fault(line, column, 'a time with its offset', text || 'nothing');
    return at;
  }

  /** False = there is something, but no time. */
  private optional(
    row: Readonly<Record<string, string>>,
    column: string | undefined,
    line: number,
  ): string | false | undefined {
    if (column === undefined || !row[column]?.trim()) return undefined;
    return this.time(row, column, line) ?? false;
  }
}

/** Truncated to milliseconds. */
function instantOf(text: string): string | undefined {
  const parts =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.](\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (!parts) return undefined;
  const [, date, time, fraction = '', offset] = parts;
  const millis = Date.parse(`${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`);
  return Number.isNaN(millis) ? undefined : new Date(millis).toISOString();
}

/** A person id made from a foreign resource. */
function personOf(resource: string): string {
  const slug = resource
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return slug || 'unknown';
}
