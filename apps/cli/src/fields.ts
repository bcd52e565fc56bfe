/** A field of a command's body: what it is called, and what it takes, in a few words. */
export interface DescribedField {
  readonly name: string;
  readonly required: boolean;
  /** `up | down | across`, `[id]`, `[{ personId*: id, rankCode: code }]`, `2021-10-31`. */
  readonly takes: string;
}

/** A JSON schema as the API's description has it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export type Schemas = Readonly<Record<string, Schema>>;

/** What an object takes: what it must have comes first. */
export function fieldsOf(schema: Schema | undefined, schemas: Schemas): DescribedField[] {
  const { properties = {}, required = [] } = resolved(schema ?? {}, schemas);
  return Object.entries(properties)
    .map(([name, field]) => ({
      name,
      required: required.includes(name),
      takes: name === 'happenedAt' ? MOMENT : takes(field, schemas),
    }))
    .sort((a, b) => Number(b.required) - Number(a.required));
}

const MOMENT = 'date or instant with offset (default: now)';

/** Patterns by the name of what they let through. */
const NAMED = [
  [/^\^\\d\{4\}-\\d\{2\}-\\d\{2\}\$$/, 'YYYY-MM-DD'],
  [/^\^\[a-z0-9-\]/, 'id'],
  [/^\^\[a-z\]/, 'code'],
  [/^\^\[0-9a-f\]\{64\}/, 'sha256'],
  [/^\^\\d/, 'amount'],
] as const;

function takes(given: Schema, schemas: Schemas): string {
  const schema = resolved(given, schemas);
  const { type, pattern = '', format, minimum, maximum, items, properties } = schema;
  if (schema.enum) return schema.enum.join(' | ');
  if (type === 'array') return `[${takes(items ?? {}, schemas)}]`;
  if (properties) return `{ ${inner(schema, schemas)} }`;
  if (type === 'integer') return minimum === undefined ? 'number' : `${minimum} … ${maximum ?? ''}`;
  if (type === 'boolean') return 'true | false';
  if (type !== 'string') return 'value';
  return format ?? NAMED.find(([known]) => known.test(pattern))?.[1] ?? 'text';
}

function inner(schema: Schema, schemas: Schemas): string {
  return fieldsOf(schema, schemas)
    .map((field) => `${field.name}${field.required ? '*' : ''}: ${field.takes}`)
    .join(', ');
}

function resolved(schema: Schema, schemas: Schemas): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : schemas[name];
}
