import { table } from './procedure-page.mjs';

const { openApi } = await import('../../dist/apps/api/src/openapi.js');
const { fieldsOf } = await import('../../dist/apps/cli/src/fields.js');
// The document that the server itself answers.
const { paths, components } = openApi();

const MADE = '<!-- Generated from the OpenAPI document by `npm run docs`. Do not edit. -->';
const BODIES = 'http-bodies.md';

/** Every route, and what it takes in its body. */
export function httpPages() {
  return { 'http.md': routesPage(), [BODIES]: bodiesPage() };
}

function routesPage() {
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => [
      `\`${method.toUpperCase()} ${path}\``,
      route.summary,
      asks(route),
    ]),
  );
  return [
    '# HTTP',
    '',
    MADE,
    '',
    'Base: `http://127.0.0.1:3000`. `Authorization: Bearer TOKEN` on every route but `/`, `/health/*` and `/api/openapi.json`.',
    'Commands on an existing instance need `If-Match` with its ETag; `Idempotency-Key` makes a retry safe: it is answered first, whatever its `If-Match` says. [How to use it](../how-to/use-the-api.md).',
    'Errors are RFC 9457 problems: `code` is stable, `detail.en` and `detail.zh` are sentences, `errors` names fields.',
    '',
    '| status | when |',
    '| --- | --- |',
    '| 400 | a body, field or parameter is not as it should be |',
    '| 401 · 403 · 404 | no valid token · another office · there is none, or it may not be seen |',
    '| 405 | the path takes other methods: those in `Allow` |',
    '| 409 | wrong state, four eyes, or another rule of the work |',
    '| 412 · 428 | someone was faster · `If-Match` is missing |',
    '| 413 · 415 · 421 · 422 | too large · media type · host name · same key, other body |',
    '| 503 · 504 | nothing was recorded · it may have been: send it again with the same key |',
    '',
    `\`*\` = required. What each body holds stands [on a page of its own](${BODIES}).`,
    '',
    table(['route', 'what', 'asks'], rows),
    '',
  ].join('\n');
}

function bodiesPage() {
  const routes = Object.values(paths).flatMap((methods) => Object.values(methods));
  const bodies = new Set(routes.map(bodyOf).filter(Boolean));
  return [
    '# HTTP: bodies',
    '',
    MADE,
    '',
    `What the [routes](http.md) take. Each command on an instance also takes ${COMMON.map(commonly).join('; ')}. The procedure says where a reason or a file is asked for. \`procedure\` of what is opened: default, the only one that the organ uses, else \`cn-2019-example\`. \`*\` = required.`,
    '',
    table(
      ['body', 'field', 'takes'],
      [...bodies].flatMap((body) =>
        fieldsOf(components.schemas[body], components.schemas)
          .filter(({ name }) => !COMMON.includes(name))
          .map(({ name, required, takes }) => [body, `${name}${required ? '*' : ''}`, takes]),
      ),
    ),
    '',
  ].join('\n');
}

/** What every command on an instance takes. */
const COMMON = ['happenedAt', 'reason', 'attachments'];

function commonly(wanted) {
  const { schemas } = components;
  const { name, takes } = fieldsOf(schemas.NoInputCommand, schemas).find(
    (field) => field.name === wanted,
  );
  return `\`${name}\` ${takes}`;
}

function bodyOf(route) {
  return route.requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
}

function asks(route) {
  const parameters = (route.parameters ?? []).map(({ name, in: where, required }) =>
    where === 'path'
      ? ''
      : `${where === 'header' ? `${name} (header)` : name}${required ? '*' : ''}`,
  );
  const body = bodyOf(route);
  return [
    body ? `body: [${body}](${BODIES})` : '',
    route.requestBody && !body ? `body: ${Object.keys(route.requestBody.content)}` : '',
    parameters.filter(Boolean).join(', '),
  ]
    .filter(Boolean)
    .join('; ');
}
