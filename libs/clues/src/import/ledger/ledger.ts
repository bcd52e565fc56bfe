import { happenedAtOf, NotATime } from '@cluetrail/event-sourcing';
import { isPersonId, LEVELS } from '@cluetrail/access';
import { SOURCES } from '../../clue/discovered.js';
import { DISPOSAL_WAYS } from '../../clue/state.js';
import { CLUE_STATES } from '../../clue/states.js';
import { TAKEN_OVER_OUTCOMES, TAKEN_OVER_STATES } from '../../clue/taken-over.js';
import { CODES } from '../../words/field-words.js';
import type { Sentence } from '../../words/refusals.js';
import { COLUMNS, type Field, fieldCalled, headingOf } from './columns.js';
import { type Cell, type Sheet, type SheetRow, UnreadableSheet } from './sheet.js';

/** What is wrong with one cell. Never what stands there, unless it is digits alone: it may be somebody's name. */
export interface CellFault {
  /** `Sheet1!F17`, or `line 17, column 6`. */
  readonly cell: string;
  readonly column: string;
  readonly expected: string;
  readonly found: string;
}

/** A row as the ledger says it, its codes and days in our own words. */
export interface LedgerMatter {
  readonly line: number;
  readonly organ: string;
  readonly number: string;
  /** Ids of people who are registered, and names of those who are not. */
  readonly subjects: readonly LedgerSubject[];
  /** The other fields of the command, with `happenedAt`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What is wrong with one of its fields. */
  faultAt(field: Field, expected: string, found: string): CellFault;
}

export interface LedgerSubject {
  readonly personId?: string;
  readonly name?: string;
  readonly managingOrganId?: string;
}

export interface Ledger {
  /** Those without a fault of form, and how many there are in all. */
  readonly matters: readonly LedgerMatter[];
  readonly rows: number;
  readonly faults: readonly CellFault[];
}

export interface LedgerReading {
  /** Why the reader may take over no matter of an organ; undefined where he may. Without `found`, the organ is none of his. */
  notOf(organ: string): { readonly expected: string; readonly found?: string } | undefined;
}

/**
 * The open matters of a ledger; its first row has the headings. A row with a fault is left out, and each faulty cell
 * told. Throws an {@link UnreadableSheet} where the headings cannot be read.
 */
export function readLedger(sheet: Sheet, reading: LedgerReading): Ledger {
  const [head, ...rows] = sheet.rows;
  const columns = columnsOf(head, sheet);
  const faults: CellFault[] = [];
  const lines = new Map<string, number>();
  const matters = rows.flatMap((row) => {
    const cells = new Cells(row, { columns, sheet });
    const matter = matterOf(cells, reading);
    const id = `${matter.organ}/${matter.number}`;
    const before = lines.get(id);
    if (before !== undefined && matter.number !== '')
      cells.fault('number', 'a number that is new in the ledger', `that of line ${before}`);
    lines.set(id, before ?? row.line);
    faults.push(...cells.faults);
    return cells.faults.length > 0 ? [] : [matter];
  });
  return { matters, rows: rows.length, faults };
}

type Columns = ReadonlyMap<Field, number>;

function columnsOf(head: SheetRow | undefined, sheet: Sheet): Columns {
  if (!head) throw new UnreadableSheet('', 'a row of headings', 'an empty file');
  const columns = new Map<Field, number>();
  for (const [column, cell] of head.cells) {
    const field = 'text' in cell ? fieldCalled(cell.text) : undefined;
    const place = sheet.placeOf(head.line, column);
    if (!field)
      throw new UnreadableSheet(
        place,
        `one of the headings ${COLUMNS.map(headingOf).join(', ')}`,
        'another text',
      );
    if (columns.has(field)) throw new UnreadableSheet(place, 'each heading once', 'it again');
    columns.set(field, column);
  }
  const missing = COLUMNS.filter((one) => 'needed' in one && !columns.has(one.field));
  if (missing.length > 0)
    throw new UnreadableSheet(
      `line ${head.line}`,
      `the headings ${missing.map(headingOf).join(', ')}`,
      'none of them',
    );
  return columns;
}

function matterOf(cells: Cells, { notOf }: LedgerReading): LedgerMatter {
  const organ = cells.text('organ') ?? '';
  const not = organ === '' ? undefined : notOf(organ);
  if (not) cells.fault('organ', not.expected, not.found ?? cells.said('organ'));
  const fields = {
    state: cells.code('state', STATES),
    discoveredOn: cells.day('discoveredOn'),
    happenedAt: cells.day('since'),
    officers: cells.ids('officers'),
    summary: cells.text('summary'),
    source: cells.code('source', SOURCE_WORDS) ?? 'other',
    level: cells.code('level', LEVEL_WORDS),
    way: cells.code('way', WAY_WORDS),
    outcome: cells.code('outcome', OUTCOME_WORDS),
    dueOn: cells.day('dueOn'),
    extensions: cells.count('extensions'),
    note: cells.text('note'),
  };
  return {
    line: cells.line,
    organ,
    number: cells.text('number') ?? '',
    subjects: subjectsIn(cells),
    fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    faultAt: (...fault) => cells.faultOf(...fault),
  };
}

/** One managing organ stands for all of them, or each has his own. */
function subjectsIn(cells: Cells): LedgerSubject[] {
  const named = cells.list('subjects');
  const organs = cells.ids('managingOrgans') ?? [];
  if (organs.length > 1 && organs.length !== named.length)
    cells.fault('managingOrgans', 'one organ, or one for each subject', `${organs.length} of them`);
  return named.map((one, index) => {
    const managingOrganId = organs[index] ?? organs[0];
    return {
      ...(isPersonId(one) ? { personId: one } : { name: one }),
      ...(managingOrganId !== undefined && { managingOrganId }),
    };
  });
}

type Codes = Readonly<Record<string, Sentence>>;

function among(codes: readonly string[], words: Codes): Codes {
  return Object.fromEntries(codes.map((code) => [code, words[code]]));
}

const STATES = Object.fromEntries(
  TAKEN_OVER_STATES.map((state) => [state, CLUE_STATES[state].title]),
);
const SOURCE_WORDS = among(SOURCES, CODES['source']);
const WAY_WORDS = among(DISPOSAL_WAYS, CODES['way']);
const OUTCOME_WORDS = among(TAKEN_OVER_OUTCOMES, CODES['outcome']);
const LEVEL_WORDS = Object.fromEntries(LEVELS.map((level) => [level, { en: level, zh: level }]));

/** The cells of one row, and what is wrong with them. A faulty one reads as absent. */
class Cells {
  readonly faults: CellFault[] = [];
  readonly line: number;

  constructor(
    private readonly row: SheetRow,
    private readonly place: { readonly columns: Columns; readonly sheet: Sheet },
  ) {
    this.line = row.line;
    const headed = new Set(place.columns.values());
    for (const [column, cell] of row.cells) {
      if (headed.has(column)) continue;
      const found = 'text' in cell ? described(cell.text) : cell.fault;
      const at = place.sheet.placeOf(row.line, column);
      this.faults.push({ cell: at, column: '', expected: 'nothing where no heading is', found });
    }
    for (const { field, ...column } of COLUMNS)
      if ('needed' in column && !this.cellOf(field)) this.fault(field, 'something', 'nothing');
  }

  text(field: Field): string | undefined {
    return this.read(field)?.text.trim();
  }

  /** A day as people write it, or the number of a day. */
  day(field: Field): string | undefined {
    const cell = this.read(field);
    if (!cell) return undefined;
    const day = cell.day ?? dayIn(cell.text.trim(), this.place.sheet);
    if (day === undefined) this.fault(field, 'a day such as 2021-03-01', described(cell.text));
    return day;
  }

  /** By the code itself or by its words in either language. */
  code(field: Field, codes: Codes): string | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const same = (one: string) => one.toLowerCase() === text.toLowerCase();
    const found = Object.entries(codes).find(([code, { en, zh }]) => [code, en, zh].some(same));
    if (!found) this.fault(field, `one of ${told(codes)}`, described(text));
    return found?.[0];
  }

  count(field: Field): number | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    if (/^\d{1,2}$/.test(text)) return Number(text);
    this.fault(field, 'a whole number', described(text));
    return undefined;
  }

  list(field: Field): string[] {
    const all = (this.text(field) ?? '').split(/[;；、,，\n]/).map((one) => one.trim());
    return all.filter((one) => one !== '');
  }

  ids(field: Field): string[] | undefined {
    const all = this.list(field);
    const others = all.filter((one) => !isPersonId(one));
    if (others.length > 0) this.fault(field, 'ids, of a-z 0-9 -', described(others[0]));
    return all.length > 0 && others.length === 0 ? all : undefined;
  }

  /** What may be told of what stands there. */
  said(field: Field): string {
    const cell = this.cellOf(field);
    return cell && 'text' in cell ? described(cell.text) : 'nothing';
  }

  fault(...fault: Parameters<Cells['faultOf']>): void {
    this.faults.push(this.faultOf(...fault));
  }

  faultOf(field: Field, expected: string, found: string): CellFault {
    const { columns, sheet } = this.place;
    const column = columns.get(field);
    const heading = COLUMNS.find((one) => one.field === field);
    return {
      cell: column === undefined ? `line ${this.line}` : sheet.placeOf(this.line, column),
      column: heading ? headingOf(heading) : '',
      expected,
      found,
    };
  }

  private cellOf(field: Field): Cell | undefined {
    const column = this.place.columns.get(field);
    return column === undefined ? undefined : this.row.cells.get(column);
  }

  private read(field: Field): Exclude<Cell, { fault: string }> | undefined {
    const cell = this.cellOf(field);
    if (!cell || 'text' in cell) return cell;
    this.fault(field, 'a value', cell.fault);
    return undefined;
  }
}

function told(codes: Codes): string {
  return Object.entries(codes)
    .map(([code, { zh }]) => (code === zh ? code : `${code} ${zh}`))
    .join(', ');
}

const DAY =
  /^(?<year>\d{4})(?:-|\/|[.]|年)(?<month>\d{1,2})(?:-|\/|[.]|月)(?<day>\d{1,2})日?(?:[ T]00:00(?::00)?)?$/;

const DAY_FIRST = /^(?<day>\d{1,2})(?<part>[-./])(?<month>\d{1,2})\k<part>(?<year>\d{4})$/;

function dayIn(text: string, { dayFirst }: Pick<Sheet, 'dayFirst'>): string | undefined {
  const found = DAY.exec(text) ?? (dayFirst ? DAY_FIRST.exec(text) : undefined);
  const { year, month = '', day = '' } = found?.groups ?? {};
  if (year === undefined) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  try {
    return happenedAtOf(date, 'UTC') && date;
  } catch (error) {
    if (error instanceof NotATime) return undefined;
    throw error;
  }
}

/** Digits and days may be repeated; whatever else stands in a wrong place may be somebody's name. */
function described(text: string): string {
  const trimmed = text.trim();
  return /^[\d\s.:/年月日-]{1,30}$/.test(trimmed)
    ? trimmed
    : `a text of ${[...trimmed].length} characters`;
}
