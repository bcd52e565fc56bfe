import Table from 'cli-table3';

type Flat = Readonly<Record<string, unknown>>;

/** People get a table: a column per field, in the order of the first row. */
export function table(items: readonly Flat[]): string {
  if (items.length === 0) return '(none)';
  const columns = telling(items);
  const made = new Table({ head: columns, style: { head: [], border: [], compact: true } });
  made.push(...items.map((item) => columns.map((column) => cell(item[column]))));
  return made.toString();
}

/** A column that says nothing, or says again what `dueOn` says, only widens the table. */
function telling(items: readonly Flat[]): string[] {
  const columns = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const said = columns.filter((column) => items.some((item) => says(item[column])));
  return said.filter((column) => column !== 'due' || !said.includes('dueOn'));
}

function says(value: unknown): boolean {
  return (
    value !== null &&
    value !== undefined &&
    value !== false &&
    value !== '' &&
    !(Array.isArray(value) && value.length === 0)
  );
}

/** One thing: a line per field. */
export function card(item: Flat): string {
  const made = new Table({ style: { head: [], border: [], compact: true } });
  made.push(...Object.entries(item).map(([key, value]) => ({ [key]: cell(value) })));
  return made.toString();
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(cell).join(', ');
  if (typeof value === 'object') return words(value) ?? JSON.stringify(value);
  return typeof value === 'string' ? withoutControls(value) : String(value);
}

/** A pair of words in both languages. */
function words(value: object): string | undefined {
  const { en, zh } = value as { en?: unknown; zh?: unknown }; // looked at on the next line
  return typeof en === 'string' && typeof zh === 'string' ? `${en} ${zh}` : undefined;
}

/** What a text says must not steer the terminal that shows it. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly these are to be removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}
