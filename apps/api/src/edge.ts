import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readJson } from '@cluetrail/event-sourcing';
import { isAdmin } from './admin-socket.js';
import { answerProblem } from './problem.filter.js';
import { Problem } from './problem.js';

/** A command's body at the most; files that administrators send are larger. */
export const BODY_LIMIT_BYTES = 256 * 1024;
const FILE_LIMIT_BYTES = 4 * 1024 * 1024;

/** What holds for every request, whatever its route: bodies, headers, host, and what the log says of it. */
export function guardEdge(fastify: FastifyInstance, hosts: readonly string[] | undefined): void {
  readBodies(fastify);
  let closing = false;
  fastify.addHook('preClose', async () => void (closing = true));
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS);
    if (closing) throw new Problem(503, 'closing', { headers: { 'retry-after': '5' } });
    checkHost(request);
    checkCoding(request);
    if (isAdmin(request.raw.socket)) return;
    if (hosts && !hosts.includes(hostOf(request))) throw new Problem(421, 'wrong-host');
  });
  fastify.addHook('onResponse', async (request, reply) => logRequest(request, reply));
}

/** An address that no route can be looked up for: badly encoded, or too long. What it says is not repeated. */
export function refuseAddress(
  { code }: { readonly code: string },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const problem =
    code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? new Problem(414, 'address-too-long')
      : new Problem(400, 'malformed', {
          errors: [{ path: 'URL', expected: 'percent-encoded UTF-8', found: 'another text' }],
        });
  void reply.headers(HEADERS);
  answerProblem(problem, request, reply);
  logRequest(request, reply);
}

/** Never the query (it may hold a name), a header or a body. */
function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  const { method } = request;
  const ms = Math.round(reply.elapsedTime);
  const route = request.routeOptions.url ?? '?';
  request.log.info({ method, route, status: reply.statusCode, ms }, 'request');
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Any other type, or none, is answered 415. */
function readBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, bytes: Buffer) => readJson(bytes),
  );
  fastify.addContentTypeParser(
    ['application/yaml', 'text/yaml'],
    { parseAs: 'buffer', bodyLimit: FILE_LIMIT_BYTES },
    async (request: FastifyRequest, bytes: Buffer) => {
      checkTakesFiles(request);
      return textOf(bytes);
    },
  );
  // Of any size up to the limit that its reader keeps.
  fastify.addContentTypeParser(
    'application/octet-stream',
    async ({ routeOptions }: FastifyRequest, payload: unknown) => {
      if (!routeOptions.url?.endsWith('/attachments'))
        throw new Problem(415, 'unsupported-media-type');
      return payload;
    },
  );
  // Of any size: its reader takes it line by line, or no more than it takes at all.
  fastify.addContentTypeParser(
    ['text/csv', XLSX],
    async (request: FastifyRequest, payload: unknown) => {
      checkTakesFiles(request);
      return payload;
    },
  );
}

/** A body comes as it is and in UTF-8: what unfolds into more, or reads otherwise elsewhere, is not taken. */
function checkCoding({ headers }: FastifyRequest): void {
  const coding = headers['content-encoding'] ?? 'identity';
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
  const isPlain = coding.trim().toLowerCase() === 'identity';
  if (!isPlain || !/^utf-?8$/i.test(charset ?? 'utf-8'))
    throw new Problem(415, 'unsupported-media-type');
}

/** Files are taken by administration alone; everything else speaks JSON. */
function checkTakesFiles({ routeOptions, raw }: FastifyRequest): void {
  if (!isAdmin(raw.socket) || !routeOptions.url?.startsWith('/admin/'))
    throw new Problem(415, 'unsupported-media-type');
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'not-utf8');
  }
}

/** HTTP/1.1 (RFC 9112, 3.2) wants it. Node would refuse it without a word. */
function checkHost({ headers, raw }: FastifyRequest): void {
  if (headers.host === undefined && raw.httpVersion === '1.1')
    throw new Problem(400, 'malformed', {
      errors: [{ path: 'Host', expected: 'this header', found: 'none' }],
    });
}

/** Without its port. */
function hostOf({ headers }: FastifyRequest): string {
  return (headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
}
