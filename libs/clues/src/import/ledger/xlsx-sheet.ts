import { SaxesParser } from 'saxes';
import {
  type Cell,
  lettersOf,
  MOST_COLUMNS,
  MOST_ROWS,
  type Sheet,
  type SheetRow,
  UnreadableSheet,
} from './sheet.js';
import { ZipEntries } from './zip-entries.js';

/** The first sheet of a workbook that is shown, cell by cell as it is numbered there. Throws an {@link UnreadableSheet}. */
export function xlsxSheet(bytes: Buffer): Sheet {
  const zip = new ZipEntries(bytes);
  const { name, path, epoch1904 } = firstSheet(zip);
  const quoted = /^\w+$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
  const placeOf = (line: number, column: number) => `${quoted}!${lettersOf(column)}${line}`;
  const reader = new SheetReader({ strings: stringsOf(zip), epoch1904, placeOf });
  walked(partOf(zip, path), reader);
  return { rows: reader.rows, placeOf };
}

/** What a part says, in order; names without their prefixes. */
interface Listener {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

function walked(xml: string, listener: Listener): void {
  const parser = new SaxesParser();
  const own = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', () => {
    throw new UnreadableSheet('', 'an .xlsx file', 'a part that is no XML');
  });
  // No workbook has one; where there is one it is there to unfold into something.
  parser.on('doctype', () => {
    throw new UnreadableSheet('', 'an .xlsx file', 'a part with a document type');
  });
  parser.on('opentag', ({ name, attributes }) => listener.open(own(name), attributes));
  parser.on('closetag', ({ name }) => listener.close(own(name)));
  parser.on('text', (text) => listener.text(text));
  parser.write(xml).close();
}

function partOf(zip: ZipEntries, path: string): string {
  const text = zip.text(path);
  if (text === undefined)
    throw new UnreadableSheet('', 'an .xlsx file', `an archive without ${path}`);
  return text;
}

/** Of the workbook: the name and part of its first sheet that is shown, and from which day it counts days. */
function firstSheet(zip: ZipEntries) {
  let first: { readonly name: string; readonly id: string } | undefined;
  let epoch1904 = false;
  walked(partOf(zip, 'xl/workbook.xml'), {
    ...DEAF,
    open(name, attributes) {
      if (name === 'workbookPr') epoch1904 = /^(1|true)$/.test(attributes['date1904'] ?? '');
      // What is hidden nobody sees who brings the ledger.
      if (name === 'sheet' && !HIDDEN.includes(attributes['state'] ?? ''))
        first ??= { name: attributes['name'] ?? '', id: idIn(attributes) };
    },
  });
  if (!first) throw new UnreadableSheet('', 'a sheet that is shown', 'a workbook without one');
  const { id, name } = first;
  let target: string | undefined;
  walked(partOf(zip, 'xl/_rels/workbook.xml.rels'), {
    ...DEAF,
    open(_, attributes) {
      if (attributes['Id'] === id) target = attributes['Target'];
    },
  });
  const path = target?.startsWith('/') ? target.slice(1) : `xl/${target}`;
  return { name, path, epoch1904 };
}

const HIDDEN: readonly string[] = ['hidden', 'veryHidden'];

const DEAF: Listener = { open: () => undefined, text: () => undefined, close: () => undefined };

/** `r:id`, whatever the prefix. */
function idIn(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1] ?? '';
}

/** The texts that cells refer to by their place. */
function stringsOf(zip: ZipEntries): readonly string[] {
  const xml = zip.text('xl/sharedStrings.xml');
  const strings: string[] = [];
  if (xml !== undefined) walked(xml, new TextReader('si', (text) => strings.push(text)));
  return strings;
}

/** Each whole text in elements of this name: its runs, without how they are pronounced. */
class TextReader implements Listener {
  private found = '';
  private inText = false;
  private inPhonetics = false;

  constructor(
    private readonly element: string,
    private readonly done: (text: string) => void,
  ) {}

  open(name: string): void {
    if (name === this.element) this.found = '';
    if (name === 'rPh') this.inPhonetics = true;
    if (name === 't') this.inText = !this.inPhonetics;
  }

  text(text: string): void {
    if (this.inText) this.found += text;
  }

  close(name: string): void {
    if (name === 't') this.inText = false;
    if (name === 'rPh') this.inPhonetics = false;
    if (name === this.element) this.done(unescaped(this.found));
  }
}

/** `_x000A_` stands for a character that XML has none for. */
function unescaped(text: string): string {
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

interface Reading {
  readonly strings: readonly string[];
  readonly epoch1904: boolean;
  placeOf(line: number, column: number): string;
}

/** A cell on the way: its type, its value and whether that was computed. */
interface Begun {
  readonly column: number;
  readonly type: string;
  value: string;
  formula: boolean;
}

class SheetReader implements Listener {
  readonly rows: SheetRow[] = [];
  private line = 0;
  private column = 0;
  private cells = new Map<number, Cell>();
  private cell: Begun | undefined;
  private inValue = false;
  private readonly inline = new TextReader('is', (text) => {
    if (this.cell) this.cell.value = text;
  });

  constructor(private readonly reading: Reading) {}

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.inline.open(name);
    switch (name) {
      case 'row':
        return this.beginRow(Number(attributes['r'] ?? this.line + 1));
      case 'c':
        return this.beginCell(attributes);
      case 'v':
        this.inValue = true;
        return;
      case 'f':
        if (this.cell) this.cell.formula = true;
        return;
      case 'mergeCell': {
        const place = this.reading.placeOf(1, 1).replace(/A1$/, attributes['ref'] ?? '');
        throw new UnreadableSheet(place, 'cells that are not merged', 'merged ones');
      }
      default:
        return;
    }
  }

  text(text: string): void {
    this.inline.text(text);
    if (this.inValue && this.cell) this.cell.value += text;
  }

  close(name: string): void {
    this.inline.close(name);
    if (name === 'v') this.inValue = false;
    if (name === 'c') this.endCell();
    if (name === 'row' && this.cells.size > 0)
      this.rows.push({ line: this.line, cells: this.cells });
  }

  private beginRow(line: number): void {
    if (!Number.isSafeInteger(line) || line <= this.line) throw misplaced();
    if (this.rows.length > MOST_ROWS)
      throw new UnreadableSheet('', `at most ${MOST_ROWS} rows below the headings`, 'more');
    this.line = line;
    this.column = 0;
    this.cells = new Map();
  }

  private beginCell({ r: address, t: type = 'n' }: Readonly<Record<string, string>>): void {
    const column = address === undefined ? this.column + 1 : columnOf(address);
    if (column <= this.column) throw misplaced();
    this.column = column;
    this.cell = { column, type, value: '', formula: false };
  }

  private endCell(): void {
    const { cell } = this;
    this.cell = undefined;
    if (!cell) return;
    const made = this.cellOf(cell);
    if (!made) return;
    if (cell.column > MOST_COLUMNS)
      throw new UnreadableSheet(
        this.reading.placeOf(this.line, cell.column),
        `nothing beyond column ${lettersOf(MOST_COLUMNS)}`,
        'something',
      );
    this.cells.set(cell.column, made);
  }

  private cellOf({ type, value, formula }: Begun): Cell | undefined {
    if (value === '')
      return formula && type !== 'str' ? { fault: 'a formula that was never computed' } : undefined;
    switch (type) {
      case 's': {
        const text = this.reading.strings[Number(value)];
        return text === undefined ? { fault: 'a text that is not in the file' } : textCell(text);
      }
      case 'inlineStr':
      case 'd':
        return textCell(value);
      case 'str':
        return textCell(unescaped(value));
      case 'b':
        return { text: value === '1' ? 'TRUE' : 'FALSE' };
      case 'e':
        return { fault: 'an error in a formula' };
      default:
        return this.numberCell(Number(value));
    }
  }

  private numberCell(value: number): Cell {
    if (!Number.isFinite(value)) return { fault: 'a number that is none' };
    const day = dayOf(value, this.reading.epoch1904);
    return { text: String(value), ...(day !== undefined && { day }) };
  }
}

function textCell(text: string): Cell | undefined {
  return text.trim() === '' ? undefined : { text };
}

function columnOf(address: string): number {
  const letters = /^([A-Z]{1,3})\d+$/.exec(address)?.[1];
  if (letters === undefined) throw misplaced();
  return [...letters].reduce((sum, letter) => sum * 26 + (letter.codePointAt(0) ?? 0) - 64, 0);
}

function misplaced(): UnreadableSheet {
  return new UnreadableSheet('', 'rows and cells in their order', 'one out of place');
}

const DAY_MILLIS = 86_400_000;
/** Days from 1899-12-31 or 1904-01-01; the first counts a 29 February 1900, that there was not. */
function dayOf(serial: number, epoch1904: boolean): string | undefined {
  const days = Math.floor(serial) + (epoch1904 ? 1462 : 0);
  if (days < FIRST_SERIAL || days > LAST_SERIAL) return undefined;
  return new Date(Date.UTC(1899, 11, 30) + days * DAY_MILLIS).toISOString().slice(0, 10);
}

/** 1900-03-01 and 9999-12-31. */
const FIRST_SERIAL = 61;
const LAST_SERIAL = 2_958_465;
