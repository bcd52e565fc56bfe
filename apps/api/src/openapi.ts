import { createRequire } from 'node:module';
import { getMetadataStorage } from 'class-validator';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { FEATURES, shippedProcedures } from '@cluetrail/clues';
import { SAYS_SOMETHING } from '@cluetrail/event-sourcing';
import { Occasion, Opening } from '@cluetrail/nest';
import { type InputClass, NONE, type Procedure } from '@cluetrail/workflow';
import { isForPeople, openingCommands } from './opening.js';
import {
  AFTER,
  DONE,
  IDEMPOTENCY_KEY,
  IF_MATCH,
  PROBLEM,
  type Schema,
  TEXT,
} from './openapi-parts.js';
import { organisationPaths } from './organisation-paths.js';
import { READ_MODELS } from './queries/index.js';
import { ClueAxes } from './queries/parameters.js';

// class-transformer keeps what `@Type` says behind its door, but at a path that its users rely on.
const { defaultMetadataStorage } = createRequire(import.meta.url)(
  'class-transformer/cjs/storage.js',
) as {
  defaultMetadataStorage: never; // handed on as it is
};

/**
 * OpenAPI 3.1 of the whole API, read off the tables: input classes, rows and read models. What the procedures leave to
 * processes alone is not for callers, and not in it.
 */
export function openApi(procedures: readonly Procedure[] = shippedProcedures()): object {
  const schemas = inputSchemas();
  const commands = commandPaths(schemas, procedures);
  const paths = together(commands, readPaths(schemas), fixedPaths(schemas), organisationPaths());
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cluetrail',
      version: '0.1.0',
      description: 'Event-sourced case workflow engine for problem clues (问题线索).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: reachable(paths, { ...schemas, Problem: PROBLEM, Done: DONE }),
      responses: {
        Problem: {
          description: 'RFC 9457 problem with a stable code and a sentence in both languages',
          content: { 'application/problem+json': { schema: ref('Problem') } },
        },
      },
    },
  };
}

/** Unknown fields are refused by the validator: the schemas must say so too. */
function inputSchemas(): Record<string, Schema> {
  const made = validationMetadatasToSchemas({
    refPointerPrefix: '#/components/schemas/',
    classTransformerMetadataStorage: defaultMetadataStorage,
    classValidatorMetadataStorage: getMetadataStorage(),
  });
  return Object.fromEntries(
    Object.entries(made).map(([name, schema]) => [
      name,
      { ...schema, properties: withTexts(schema['properties']), additionalProperties: false },
    ]),
  );
}

/** A text says something: blanks alone are refused, wherever one is asked for. */
function withTexts(properties: unknown): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries<Schema>(Object(properties)).map(([name, schema]) => [name, withText(schema)]),
  );
}

function withText(schema: Schema): Schema {
  if (schema['type'] === 'array') return { ...schema, items: withText(Object(schema['items'])) };
  const isText = schema['type'] === 'string' && schema['minLength'] !== undefined;
  return isText && schema['pattern'] === undefined
    ? { pattern: SAYS_SOMETHING, ...schema }
    : schema;
}

/** A path may have a method here and another there. */
function together(...parts: readonly Record<string, object>[]): Record<string, object> {
  const paths: Record<string, object> = {};
  for (const part of parts)
    for (const [path, methods] of Object.entries(part))
      paths[path] = { ...paths[path], ...methods };
  return paths;
}

/** Only what the paths speak of: classes of files that people write are none of the API's business. */
function reachable(from: object, schemas: Record<string, Schema>): Record<string, Schema> {
  const found: Record<string, Schema> = { Problem: PROBLEM };
  const follow = (part: object) => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (name in found || !(name in schemas)) continue;
      found[name] = schemas[name];
      follow(schemas[name]);
    }
  };
  follow(from);
  return found;
}

function commandPaths(
  schemas: Record<string, Schema>,
  procedures: readonly Procedure[],
): Record<string, object> {
  const paths: Record<string, object> = {};
  for (const { path, workflow } of Object.values(FEATURES))
    for (const [command, row] of Object.entries(workflow.transitions)) {
      if (!isForPeople({ kind: workflow.kind, command }, procedures)) continue;
      const called = (opens: boolean) => {
        const name = `${row.input.name}${opens && moves ? 'Opening' : 'Command'}`;
        schemas[name] = withOccasion(
          schemas[row.input.name] ?? EMPTY,
          schemas[(opens ? Opening : Occasion).name] ?? EMPTY,
        );
        const post = {
          operationId: `${workflow.kind}.${command}${opens && moves ? '.new' : ''}`,
          summary: `${row.title.en} · ${row.title.zh}`,
          tags: [path],
          ...commandCall(name, {
            opens,
            parameters: [...(opens ? [] : [ID, IF_MATCH]), IDEMPOTENCY_KEY],
          }),
        };
        return { post };
      };
      const place = openingCommands(workflow.kind, procedures).indexOf(command);
      const moves = procedures.some(({ workflows }) =>
        workflows[workflow.kind]?.[command]?.from.some((state) => state !== NONE),
      );
      if (place >= 0) paths[`/api/${path}${place === 0 ? '' : `/${command}`}`] = called(true);
      if (moves) paths[`/api/${path}/{id}/${command}`] = called(false);
    }
  return paths;
}

function commandCall(
  schema: string,
  { opens, parameters }: { opens: boolean; parameters: readonly object[] },
): object {
  const content = { 'application/json': { schema: ref('Done') } };
  return {
    parameters,
    requestBody: { required: true, content: { 'application/json': { schema: ref(schema) } } },
    responses: {
      [opens ? '201' : '200']: { description: 'recorded', content },
      default: FAILED,
    },
  };
}

/** A command's own fields and what every command may say besides, as one object without others. */
function withOccasion(own: Schema, occasion: Schema): Schema {
  const properties = { ...Object(own['properties']), ...Object(occasion['properties']) };
  return {
    type: 'object',
    properties,
    ...(own['required'] !== undefined && { required: own['required'] }),
    additionalProperties: false,
  };
}

function readPaths(schemas: Record<string, Schema>): Record<string, object> {
  return Object.fromEntries(
    READ_MODELS.map(({ name, title, about, parameters }) => {
      const asked = [...parametersOf(parameters, schemas), AFTER];
      const { get } = read(`read.${name}`, `${title.en} · ${title.zh}`, asked);
      return [`/api/${name}`, { get: { ...get, ...(about && { description: about }) } }];
    }),
  );
}

function fixedPaths(schemas: Record<string, Schema>): Record<string, object> {
  const axes = parametersOf(ClueAxes, schemas);
  return {
    '/api/clues/{id}': read('clue', 'A clue as it is or was, and what may be done now', [
      ID,
      ...axes,
    ]),
    '/api/clues/{id}/history': read(
      'clue.history',
      'Every event of the matter, before a split or merger and after it, on both axes',
      [ID, ...axes],
    ),
    '/api/clues/{id}/deadlines': read(
      'clue.deadlines',
      'Its clocks, each due with its explanation',
      [ID, ...axes],
    ),
    '/api/cases/{id}': read('case', 'A case and what may be done now', [ID]),
    '/api/reports/{id}': read('report', 'A report as it is or was, and what may be done now', [
      ID,
      ...axes,
    ]),
    '/api/reports/{id}/history': read('report.history', 'Every event of a report', [ID, ...axes]),
    ...attachmentPaths(),
    '/api/people/{id}': read('person', 'A name, for those who may see it', [ID]),
    '/api/procedures/{name}/{version}': read('procedure', 'A published procedure', [
      path('name'),
      path('version'),
    ]),
    '/api/live': read(
      'live',
      'What happens, as server-sent events',
      [
        { name: 'cursor', in: 'query', schema: TEXT },
        { name: 'Last-Event-ID', in: 'header', schema: TEXT },
      ],
      'text/event-stream',
    ),
    '/health/live': { ...read('health.live', 'The process answers', []) },
    '/health/ready': {
      ...read('health.ready', 'The log takes writes and the read side follows', []),
    },
  };
}

/** Not by POST: that is for commands, and an upload is none until one names it. */
function attachmentPaths(): Record<string, object> {
  const file = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return Object.fromEntries(
    ['clues', 'cases', 'reports'].flatMap((path) => {
      const sent = { 'application/json': { schema: { type: 'object' } } };
      const put = {
        operationId: `${path}.upload`,
        summary: 'Upload a file; a command names it then in `attachments`',
        parameters: [ID],
        requestBody: { required: true, content: file },
        responses: {
          '201': { description: 'whole on disk: its sha256 and size', content: sent },
          default: FAILED,
        },
      };
      const place = `/api/${path}/{id}/attachments`;
      const download = read(`${path}.download`, 'A file, its reading recorded', [ID, SHA256]);
      const accesses = read(`${path}.accesses`, 'Who read what of it', [ID]);
      return [
        [`/api/${path}/{id}/accesses`, accesses],
        [place, { put }],
        [`${place}/{sha256}`, download],
      ];
    }),
  );
}

function read(
  operationId: string,
  summary: string,
  parameters: readonly object[],
  type = 'application/json',
): { readonly get: object } {
  const content = { [type]: { schema: type === 'application/json' ? { type: 'object' } : TEXT } };
  return {
    get: {
      operationId,
      summary,
      parameters,
      responses: { '200': { description: 'found', content }, default: FAILED },
    },
  };
}

function parametersOf(input: InputClass<object>, schemas: Record<string, Schema>): object[] {
  const { properties, required = [] } = Object(schemas[input.name]) as {
    properties?: Record<string, Schema>;
    required?: string[];
  }; // made by the generator
  return Object.entries(properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

function path(name: string): object {
  return { name, in: 'path', required: true, schema: TEXT };
}

const EMPTY: Schema = { type: 'object', properties: {} };
const FAILED = { $ref: '#/components/responses/Problem' };
const ID = path('id');
const SHA256 = path('sha256');
