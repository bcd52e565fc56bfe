import { type DescribedField, fieldsOf, type Schema, type Schemas } from './fields.js';

/** Commands and read models, read off the description of the API: of the server's own, or of this program's. */
export interface Described {
  readonly commands: readonly DescribedCommand[];
  readonly readModels: readonly DescribedReadModel[];
}

export interface DescribedCommand {
  readonly command: string;
  readonly title: string;
  /** `clues`, `cases`, `people`. */
  readonly path: string;
  /** Where it is given: `/api/clues`, `/api/clues/{id}/transfer`. */
  readonly url: string;
  /** It begins something new: it is given without an id. */
  readonly opens: boolean;
  readonly fields: readonly DescribedField[];
}

export interface DescribedReadModel {
  readonly name: string;
  readonly title: string;
  readonly filters: readonly DescribedFilter[];
  /** It can be asked for another moment than now. */
  readonly temporal: boolean;
}

export interface DescribedFilter {
  readonly name: string;
  readonly says: string;
}

export function described(openApi: unknown): Described {
  const { paths, components } = openApi as OpenApi; // our own description
  const commands: DescribedCommand[] = [];
  const readModels: DescribedReadModel[] = [];
  for (const [path, { get, post }] of Object.entries(paths)) {
    // Acts of the organisation have commands of their own.
    if (post && !post.operationId.startsWith('organisation.'))
      commands.push(commandOf(path, post, components.schemas));
    if (get?.operationId.startsWith(READ))
      readModels.push({
        name: get.operationId.slice(READ.length),
        title: [get.summary, get.description].filter(Boolean).join(': '),
        filters: (get.parameters ?? []).filter(isFilter).map(filterOf),
        temporal: (get.parameters ?? []).some(({ name }) => name === 'asOf'),
      });
  }
  return { commands, readModels };
}

interface OpenApi {
  readonly components: { readonly schemas: Schemas };
  readonly paths: Readonly<Record<string, { readonly get?: Operation; readonly post?: Operation }>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema?: Schema }>>;
  };
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly description?: string; readonly enum?: readonly string[] };
}

const READ = 'read.';
/** They have options of their own, or are no matter of people. */
const NO_FILTERS = ['asOf', 'knownAt', 'zone', 'page', 'after'];

function commandOf(
  path: string,
  { operationId, summary, requestBody }: Operation,
  schemas: Schemas,
): DescribedCommand {
  return {
    command: operationId.split('.')[1],
    title: summary,
    path: path.split('/')[2],
    url: path,
    opens: !path.includes('{id}'),
    fields: fieldsOf(requestBody?.content['application/json']?.schema, schemas),
  };
}

function isFilter({ name, in: place }: Parameter): boolean {
  return place === 'query' && !NO_FILTERS.includes(name);
}

function filterOf({ name, schema }: Parameter): DescribedFilter {
  const says = [schema.description, schema.enum?.join(' | ')].filter(Boolean);
  return { name, says: says.join(': ') };
}
