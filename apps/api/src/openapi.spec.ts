import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { FEATURES, shippedProcedures } from '@cluetrail/clues';
import { readInput } from '@cluetrail/workflow';
import { openApi } from './openapi.js';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: { $ref: string } } };
  };
}

const document = openApi() as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the description of the API', () => {
  it('has one path for each command that people give, and none for those of processes', () => {
    const posts = operations.filter(({ method }) => method === 'post');
    const given = posts.map(({ operation }) => operation.operationId);
    expect(given).toEqual(
      expect.arrayContaining(['clue.discover', 'clue.transfer', 'case.concludeInvestigation']),
    );
    const rows = Object.values(FEATURES).flatMap(({ workflow }) =>
      Object.keys(workflow.transitions).map((command) => `${workflow.kind}.${command}`),
    );
    const ofProcesses = rows.filter((row) => !given.includes(row));
    expect(ofProcesses).toEqual(rows.filter((row) => isOfProcesses(row)));
    expect(ofProcesses).toEqual(
      expect.arrayContaining(['clue.recordInvestigationConcluded', 'case.fileCase']),
    );
    expect(posts.filter(({ path }) => !path.includes('{id}')).map(({ path }) => path)).toEqual([
      '/api/clues',
      '/api/clues/takeOver',
      '/api/reports',
      '/api/reports/referUpSealed',
      '/api/people',
    ]);
  });

  it('names every operation once, and every parameter of its path', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      const named = operation.parameters.filter((one) => one.in === 'path');
      expect({ path, named: named.map(({ name }) => name).sort() }).toEqual({
        path,
        named: inPath,
      });
    }
  });

  it('speaks only of schemas that it holds', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    const missing = refs
      .map(([, ref]) => ref)
      .filter((ref) => ref.split('/').reduce<unknown>(step, document) === undefined);
    expect([refs.length > 20, missing]).toEqual([true, []]);
  });
});

const OCCASION = { happenedAt: '2021-10-08', reason: 'x' };
const PINNED = { procedure: 'cn-2019-example' };

describe('a schema agrees with the validator', () => {
  const posts = operations.filter(
    ({ method, operation }) =>
      method === 'post' && !operation.operationId.startsWith('organisation.'),
  );

  it.each(posts.map(({ path, operation }) => [operation.operationId, path, operation] as const))(
    'on %s: right, and wrong in every field',
    (id, path, operation) => {
      const validate = compiled(operation);
      const right = rightFor(operation);
      expect([id, validate({ ...right, ...OCCASION })]).toEqual([id, true]);
      // It acts where something is opened; elsewhere it would be ignored.
      expect([id, validate({ ...right, ...PINNED })]).toEqual([id, !path.includes('{id}')]);
      const variants = [right, ...wrongs(right)];
      const [kind, command] = id.split('.');
      const verdicts = variants.map((body) => [body, accepts(kind, command, body)]);
      expect(variants.map((body) => [body, validate(body)])).toEqual(verdicts);
      expect(verdicts.filter(([, accepted]) => !accepted).length).toBeGreaterThan(0);
    },
  );

  it('on what every command may say besides', () => {
    const validate = compiled(posts[0].operation);
    const right = rightFor(posts[0].operation);
    const file = { sha256: 'a'.repeat(64), name: 'n' };
    const withFiles = (...attachments: readonly object[]) => validate({ ...right, attachments });
    expect(withFiles(file)).toBe(true);
    for (const wrong of [[], [{ ...file, name: '' }], [{ ...file, sha256: 'x' }], [{ name: 'n' }]])
      expect([wrong, withFiles(...wrong)]).toEqual([wrong, false]);
    expect(validate({ ...right, reason: '' })).toBe(false);
    expect(validate({ ...right, happenedAt: 7 })).toBe(false);
    expect(validate({ ...right, procedure: 'x'.repeat(41) })).toBe(false);
  });
});

/** No shipped procedure gives it to a person. */
function isOfProcesses(row: string): boolean {
  const [kind, command] = row.split('.');
  const edges = shippedProcedures().flatMap(({ workflows }) => workflows[kind]?.[command] ?? []);
  return edges.every(({ by }) => by.every((role) => role === 'system'));
}

function compiled(operation: Operation): ValidateFunction {
  return valid({ $ref: bodyOf(operation) });
}

function bodyOf({ requestBody }: Operation): string {
  return requestBody?.content['application/json'].schema.$ref ?? '';
}

/** Made once of each: the parts of the document are many, and asked about again and again. */
function valid(schema: object): ValidateFunction {
  const key = JSON.stringify(schema);
  const known = made.get(key) ?? ajv.compile(absolute(schema));
  made.set(key, known);
  return known;
}

const made = new Map<string, ValidateFunction>();
const ajv = new Ajv2020({ strict: false, formats: { uuid: /^[0-9a-f-]{36}$/ } }).addSchema(
  { components: document.components },
  'document',
);

/** With its references into the document, which is compiled part by part. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/'));
}

interface Part {
  readonly $ref?: string;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly items?: Part;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Part>>;
}

/** A body with every field of the command itself, made of its schema, so that a new command needs no line here. */
function rightFor(operation: Operation): object {
  const { properties = {} } = resolved({ $ref: bodyOf(operation) });
  const own = Object.entries(properties).filter(
    ([field]) => !(field in { ...OCCASION, ...PINNED, attachments: [] }),
  );
  return Object.fromEntries(own.map(([field, part]) => [field, samples(part)[0]]));
}

/** Texts of the usual forms; what asks for another one by a pattern gets it made. */
const TEXTS = [
  'li',
  'han',
  'a'.repeat(64),
  '5f8b0c1e-7f5d-4d0b-9a58-5a1f3a2d7c11',
  '2021-10-08',
  '1000.50',
];

/** Values that fit, of texts as many as there are. */
function samples(part: Part): readonly unknown[] {
  const { type, properties = {}, items = {}, minItems = 1, ...rest } = resolved(part);
  if (rest.enum) return rest.enum;
  if (type === 'array') {
    const some = samples(items);
    return [Array.from({ length: minItems }, (_, index) => some[index % some.length])];
  }
  if (type === 'object')
    return [
      Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, samples(one)[0]])),
    ];
  const usual = [...TEXTS, 1, true].filter((value) => valid(part)(value));
  const found = usual.length > 0 ? usual : matching(part).filter((value) => valid(part)(value));
  if (found.length === 0) throw new Error(`expected a text that fits ${JSON.stringify(part)}`);
  return found;
}

function matching({ pattern }: Part): readonly string[] {
  if (pattern === undefined) return [];
  return fc.sample(fc.stringMatching(new RegExp(pattern)), { seed: 2021, numRuns: 5 });
}

function resolved(part: Part): Part {
  if (part.$ref === undefined) return part;
  const found = part.$ref.slice(2).split('/').reduce<unknown>(step, document);
  return found as Part; // its own schema
}

function accepts(kind: string, command: string, body: object): boolean {
  for (const { workflow } of Object.values(FEATURES)) {
    const rows: Readonly<Record<string, { input: new () => object }>> = workflow.transitions;
    if (workflow.kind === kind) return 'input' in readInput(rows[command].input, body);
  }
  throw new Error(`expected a kind of work, found ${kind}`);
}

/** One field at a time absent, null, of another type, too long, empty, or beside others that nobody knows. */
function wrongs(right: object): object[] {
  const swaps = [
    undefined,
    null,
    7,
    true,
    '',
    ' \u3000\n',
    'x'.repeat(20_001),
    [],
    [1],
    {},
    ['li'],
    ['A B', 'c'],
  ];
  const fields = Object.keys(right).flatMap((field) =>
    swaps.map((swap) => without({ ...right, [field]: swap })),
  );
  return [...fields, ...nested(right), { ...right, stranger: 1 }];
}

function nested(right: object): object[] {
  return Object.entries(right).flatMap(([field, value]) => {
    const [first]: unknown[] = Array.isArray(value) ? value : [];
    if (typeof first !== 'object' || first === null) return [];
    return wrongs(first).map((item) => ({ ...right, [field]: [item] }));
  });
}

function without(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function step(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
