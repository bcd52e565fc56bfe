import { canonical } from '../canonical.js';
import type { ColumnType, Derived, Projection, Row, Unseal, Value } from '../projection.js';
import type { Event } from '../event.js';
import type { Cells, Index, Table } from './read-database.js';

/** `happened_to` and `known_to` of what has no end yet: above every instant as text, so one comparison serves all. */
export const OPEN = '~';

/** A projection of whatever row type: it is only ever given its own earlier answers. */
export interface AnyProjection extends Omit<Projection, 'on'> {
  readonly on: {
    readonly [type: string]: (
      rows: readonly never[],
      event: Event,
      unseal: Unseal,
    ) => readonly Row[];
  };
}

export type Definition = AnyProjection | Derived;

/** The four instants of a row of a temporal projection; `…To` exclusive, {@link OPEN} = no end. */
export interface SpellColumns {
  readonly happenedFrom: string;
  readonly happenedTo: string;
  readonly knownFrom: string;
  readonly knownTo: string;
}

/** How the rows of a projection lie in its table. */
export interface Layout {
  readonly table: Table;
  readonly fields: readonly {
    readonly field: string;
    readonly column: string;
    readonly type: ColumnType;
  }[];
}

/**
 * Columns are the fields in snake_case. Beside them stand `_stream` and `_ordinal` (place in the stream's row set), or
 * for temporal projections `_stream, happened_from, happened_to, known_from, known_to`, so that a question is
 * `happened_from <= T and T < happened_to and known_from <= K and K < known_to`; for the newest knowledge
 * `known_to = '~'`, which the indexes serve best. Throws on names that cannot be a table or a column.
 */
export function layoutOf(definition: Definition, name = definition.name): Layout {
  checkName(definition.name);
  const fields = Object.entries(definition.columns).map(([field, type]) => {
    if (!FIELD.test(field)) throw new Error(`projection ${name}: ${field} is no camelCase field`);
    return { field, column: columnOf(field), type };
  });
  const isTemporal = definition.kind === 'derived' && definition.temporal;
  const columns = fields.map(({ column, type }) => ({ name: column, type }));
  const declared = (definition.indexes ?? []).map((index) => index.map(columnOf));
  const shape = isTemporal ? temporalShape(columns, declared) : plainShape(columns, declared);
  checkColumns(name, shape.columns);
  const { kind, version, fullText = [], indexes = [], inClear = false } = definition;
  const signature = canonical([
    LAYOUT_VERSION,
    kind,
    isTemporal,
    version,
    fields.map(({ field, type }) => [field, type]),
    indexes,
    fullText,
    ...(inClear ? ['in clear'] : []),
  ]);
  const table = { name, signature, ...shape, fullText: fullText.map(columnOf), inClear };
  return { fields, table };
}

export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function cellsOf({ fields }: Layout, row: Row): Cells {
  return Object.fromEntries(fields.map(({ field, column }) => [column, row[field]]));
}

export function rowOf({ fields }: Layout, cells: Cells): Row {
  return Object.fromEntries(fields.map(({ field, column }) => [field, cells[column]]));
}

/** Throws, without naming a value, when a row is not what the columns say: it would not come back as it went in. */
export function checkRow({ table, fields }: Layout, row: Row): void {
  for (const { field, type } of fields)
    if (!fits(row[field], type))
      throw new TypeError(
        `row of ${table.name}: expected ${type} in ${field}, found ${kindOfValue(row[field])}`,
      );
  if (Object.keys(row).length !== fields.length)
    throw new TypeError(`row of ${table.name}: found a field that is no column`);
}

// A new way of laying rows down builds every table anew.
const LAYOUT_VERSION = 1;
const FIELD = /^[a-z][A-Za-z0-9]*$/;
const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

type Shape = Pick<Table, 'columns' | 'indexes' | 'order'>;

function plainShape(own: Table['columns'], declared: readonly (readonly string[])[]): Shape {
  const order = ['_stream', '_ordinal'];
  return {
    columns: [{ name: '_stream', type: 'text' }, { name: '_ordinal', type: 'integer' }, ...own],
    indexes: [{ columns: order, unique: true }, ...declared.map((columns) => ({ columns }))],
    order,
  };
}

function temporalShape(own: Table['columns'], declared: readonly (readonly string[])[]): Shape {
  const axes = ['happened_from', 'happened_to', 'known_from', 'known_to'];
  const indexes: Index[] = [
    { columns: ['_stream', 'known_to'] },
    // Today's knowledge is `known_to = '~'`, and of that the spells that end after T: equality, then a range.
    { columns: ['known_to', 'happened_to'] },
    ...declared.map((columns) => ({ columns: [...columns, 'known_to', 'happened_to'] })),
  ];
  return {
    columns: [
      { name: '_stream', type: 'text' },
      ...axes.map((name) => ({ name, type: 'text' as const })),
      ...own,
    ],
    indexes,
    order: ['_stream', ...axes, ...own.map(({ name }) => name)],
  };
}

function checkName(name: string): void {
  if (!NAME.test(name)) throw new Error(`projection ${name}: the name is not snake_case`);
}

function checkColumns(name: string, columns: Table['columns']): void {
  const names = columns.map((column) => column.name);
  const twice = names.find((column, index) => names.indexOf(column) !== index);
  if (twice) throw new Error(`projection ${name}: two columns are called ${twice}`);
}

function fits(value: Value | undefined, type: ColumnType): boolean {
  if (value === null) return type.endsWith('?');
  return type.startsWith('text')
    ? typeof value === 'string' && value.isWellFormed()
    : Number.isSafeInteger(value);
}

function kindOfValue(value: unknown): string {
  return value === null ? 'null' : typeof value;
}
