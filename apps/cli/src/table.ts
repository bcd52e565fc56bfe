import Table from 'cli-table3';
import { widthOf, wrapped } from './text-width.js';

export type Flat = Readonly<Record<string, unknown>>;

/** Columns of the terminal; where the output goes elsewhere (a file, a pipe) there are so many. */
const ELSEWHERE = 100;

export function terminalWidth(): number {
  return process.stdout.columns || ELSEWHERE;
}

/**
 * People get a table no wider than `width`: a column per field, in the order of the first row. Where even narrow
 * columns do not fit, the last ones are left out, and named below.
 */
export function table(items: readonly Flat[], width = terminalWidth()): string {
  if (items.length === 0) return '(none)';
  const all = telling(items);
  for (let count = all.length; count > 1; count--) {
    const columns = all.slice(0, count);
    const rows = items.map((item) => columns.map((column) => cell(item[column])));
    const widths = fitted([columns.map(spoken), ...rows], width);
    if (widths)
      return [drawn([columns.map(spoken), ...rows], widths), ...leftOut(all.slice(count))].join(
        '\n',
      );
  }
  return items.map((item) => card(item, width)).join('\n\n');
}

function leftOut(columns: readonly string[]): string[] {
  return columns.length === 0
    ? []
    : [`(too narrow for ${columns.map(spoken).join(', ')}; --json has all)`];
}

function drawn([heads, ...rows]: readonly (readonly string[])[], widths: readonly number[]) {
  const made = new Table({ chars: GAPS, style: PLAIN, head: [] });
  const rule = widths.map((columns) => '─'.repeat(columns));
  const lines = (row: readonly string[]) =>
    row.map((text, at) => wrapped(text, widths[at], MOST_LINES).join('\n'));
  made.push(lines(heads), rule, ...rows.map(lines));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** One thing: a line per field that says something; what has fields itself stands below its name. */
export function card(item: Flat, width = terminalWidth()): string {
  return block(
    Object.entries(item).map(([key, value]): Field => [spoken(key), value]),
    width,
  );
}

type Field = readonly [name: string, value: unknown];

/** What stands below a name may be named by people: a state, a projection. Such names stay as they are. */
function block(all: readonly Field[], width: number): string {
  const fields = all.filter(([, value]) => says(value) || value === false);
  const longest = Math.max(0, ...fields.map(([name]) => widthOf(name)));
  return fields
    .flatMap(([name, value]) => {
      const room = Math.max(width - longest - 2, NARROWEST);
      if (isTable(value)) return [name, indented(table(value, width - 2))];
      const text = value === false ? 'no' : cell(value);
      if (isBlock(value) && (isDeep(value) || widthOf(text) > room))
        return [name, indented(block(Object.entries(value), width - 2))];
      const [first, ...more] = wrapped(text, room, Number.POSITIVE_INFINITY);
      const start = name + ' '.repeat(longest - widthOf(name) + 2);
      return [start + first, ...more.map((line) => ' '.repeat(longest + 2) + line)];
    })
    .join('\n');
}

const GAP = '  ';
const GAPS = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '' },
  ...{ right: '', 'right-mid': '', middle: GAP },
};
const PLAIN = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
const MOST_LINES = 4;
const NARROWEST = 5;
const LONG_WORD = 12;
/** Ids are there to be copied: whole, on one line. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A column that says nothing only widens the table. */
function telling(items: readonly Flat[]): string[] {
  const columns = [...new Set(items.flatMap((item) => Object.keys(item)))];
  return columns.filter((column) => items.some((item) => says(item[column])));
}

/** The widest columns give way first; undefined where even the narrowest ones would not fit. */
function fitted(rows: readonly (readonly string[])[], width: number): number[] | undefined {
  const columns = rows[0].map((_, at) => rows.map((row) => row[at]));
  const widths = columns.map((texts) => Math.max(...texts.map(widthOf)));
  const least = columns.map((texts, at) =>
    texts.some((text) => ID.test(text)) ? widths[at] : Math.max(NARROWEST, longestWord(texts)),
  );
  const room = width - GAP.length * (widths.length - 1);
  for (let over = sum(widths) - room; over > 0; over--) {
    const spare = widths.map((one, at) => (one > least[at] ? one : 0));
    const widest = Math.max(...spare);
    if (widest === 0) return undefined;
    widths[spare.indexOf(widest)]--;
  }
  return widths;
}

/** A word is broken only where it is longer than most. */
function longestWord(texts: readonly string[]): number {
  const words = texts.flatMap((text) => text.split(' ')).map(widthOf);
  return Math.min(Math.max(...words), LONG_WORD);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function says(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isBlock(value)) return Object.values(value).some(says);
  return value !== null && value !== undefined && value !== false && value !== '';
}

function cell(value: unknown): string {
  if (!says(value)) return '';
  if (value === true) return 'yes';
  if (Array.isArray(value)) return value.map(cell).join(', ');
  if (typeof value !== 'object' || value === null) return withoutControls(String(value));
  return words(value) ?? pairs({ ...value });
}

function pairs(value: Flat): string {
  return Object.entries(value)
    .filter(([, one]) => says(one))
    .map(([key, one]) => `${key} ${cell(one)}`)
    .join(', ');
}

function isBlock(value: unknown): value is Flat {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    words(value) === undefined
  );
}

function isDeep(value: Flat): boolean {
  return Object.values(value).some((one) => isBlock(one) || isTable(one));
}

function isTable(value: unknown): value is readonly Flat[] {
  return Array.isArray(value) && value.length > 0 && value.every(isBlock);
}

/** A pair of words in both languages. */
function words(value: object): string | undefined {
  const { en, zh } = value as { en?: unknown; zh?: unknown }; // looked at on the next line
  if (typeof en !== 'string' || typeof zh !== 'string') return undefined;
  return withoutControls(en === zh ? en : `${en} ${zh}`);
}

/** `daysOverdue` → `days overdue`. */
function spoken(name: string): string {
  if (!/^[a-z]+([A-Z][a-z]+)+$/.test(name)) return name;
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}

/** What a text says must not steer the terminal that shows it. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly these are to be removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}
