import { constants, crc32, deflateRawSync } from 'node:zlib';

/** What a cell holds: a text, a number, a formula with its last value, or the XML of the cell's inside. */
export type Written =
  | string
  | number
  | undefined
  | { readonly formula: string; readonly value?: string | number }
  | { readonly shared: number }
  | { readonly error: string };

export interface Book {
  readonly name?: string;
  readonly strings?: readonly string[];
  readonly epoch1904?: boolean;
  /** XML before the name of the sheet. */
  readonly before?: string;
  /** XML after the rows. */
  readonly after?: string;
}

/** An .xlsx file of one sheet; rows by their line, from 1. */
export function workbook(rows: readonly (readonly Written[])[], book: Book = {}): Buffer {
  const { name = 'Sheet1', strings, epoch1904 = false, before = '', after = '' } = book;
  const body = rows
    .map((cells, index) => `<row r="${index + 1}">${cellsOf(cells, index + 1)}</row>`)
    .join('');
  const items = strings?.map((text) => `<si><t>${escaped(text)}</t></si>`).join('');
  return zipped({
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr date1904="${epoch1904 ? 1 : 0}"/><sheets>${before}<sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/><sheet name="Other" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId2" Target="worksheets/sheet2.xml"/><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${body}</sheetData>${after}</worksheet>`,
    ...(items !== undefined && { 'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${items}</sst>` }),
  });
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function cellsOf(cells: readonly Written[], line: number): string {
  return cells
    .map((cell, index) => {
      const at = `r="${letters(index + 1)}${line}"`;
      if (cell === undefined) return '';
      if (typeof cell === 'number') return `<c ${at} s="1"><v>${cell}</v></c>`;
      if (typeof cell === 'string')
        return `<c ${at} t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
      if ('shared' in cell) return `<c ${at} t="s"><v>${cell.shared}</v></c>`;
      if ('error' in cell) return `<c ${at} t="e"><f>X</f><v>${cell.error}</v></c>`;
      const type = typeof cell.value === 'string' ? ' t="str"' : '';
      const value = cell.value === undefined ? '' : `<v>${escaped(String(cell.value))}</v>`;
      return `<c ${at}${type}><f>${escaped(cell.formula)}</f>${value}</c>`;
    })
    .join('');
}

function letters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  const last = String.fromCodePoint(65 + ((column - 1) % 26));
  return rest === 0 ? last : letters(rest) + last;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** So many megabytes of blanks, folded a thousandfold. */
export function bomb(megabytes: number): { readonly folded: Buffer } {
  const blanks = Buffer.alloc(1024 * 1024, ' ');
  const part = deflateRawSync(blanks, { finishFlush: constants.Z_FULL_FLUSH });
  const parts = Array.from({ length: megabytes }, () => part);
  return { folded: Buffer.concat([...parts, deflateRawSync('')]) };
}

/** A ZIP archive of these parts. `says` = what it says that a part unfolds to, where that is a lie. */
export function zipped(
  parts: Readonly<Record<string, string | Buffer | { readonly folded: Buffer }>>,
  { says, encrypted = false }: { readonly says?: number; readonly encrypted?: boolean } = {},
): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, part] of Object.entries(parts)) {
    const isFolded = typeof part === 'object' && 'folded' in part;
    const content = isFolded ? Buffer.alloc(0) : Buffer.from(part);
    const folded = isFolded ? part.folded : deflateRawSync(content);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(encrypted ? 1 : 0, 6);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(content), 14);
    head.writeUInt32LE(folded.length, 18);
    head.writeUInt32LE(says ?? content.length, 22);
    head.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    head.copy(entry, 8, 6, 26);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(at, 42);
    files.push(head, Buffer.from(name), folded);
    directory.push(entry, Buffer.from(name));
    at += head.length + Buffer.byteLength(name) + folded.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, listed, end]);
}
