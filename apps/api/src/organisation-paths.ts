import { TEXT } from './openapi-parts.js';
import {
  EndLeave,
  HandOverClues,
  LendOffice,
  RecordLeave,
  TakeBackOffice,
} from './organisation-inputs.js';

/** Their tag tells them from the commands on instances of work: they need no If-Match. */
export const ORGANISATION_TAG = 'organisation';

/** What `OrganisationController` answers, for the description of the API. */
export function organisationPaths(): Record<string, object> {
  return {
    ...act('leave', RecordLeave, 'Record a leave · 登记休假'),
    ...act('back', EndLeave, 'End a leave · 销假'),
    ...act('delegate', LendOffice, 'Let another act in an office · 委托代理'),
    ...act('end-delegation', TakeBackOffice, 'End a delegation · 终止委托'),
    ...act('hand-over', HandOverClues, 'Hand over all open clues to another · 移交承办线索', [
      { name: 'dryRun', in: 'query', required: false, schema: TEXT },
      { name: 'Idempotency-Key', in: 'header', required: false, schema: TEXT },
    ]),
  };
}

function act(
  name: string,
  input: { readonly name: string },
  summary: string,
  parameters: readonly object[] = [],
): Record<string, object> {
  const lines = name === 'hand-over';
  const schema = { $ref: `#/components/schemas/${input.name}` };
  const content = lines
    ? { 'application/x-ndjson': { schema: TEXT } }
    : { 'application/json': { schema: ACTED } };
  return {
    [`/api/people/{id}/${name}`]: {
      post: {
        operationId: `organisation.${name}`,
        summary,
        tags: [ORGANISATION_TAG],
        parameters: [{ name: 'id', in: 'path', required: true, schema: TEXT }, ...parameters],
        requestBody: { required: true, content: { 'application/json': { schema } } },
        responses: {
          '200': { description: 'done, or known already', content },
          default: { $ref: '#/components/responses/Problem' },
        },
      },
    },
  };
}

const ACTED = {
  type: 'object',
  properties: { events: { type: 'integer' } },
  required: ['events'],
} as const;
