import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem, problemBody } from './problem.js';

/**
 * What never becomes a request of the framework is answered as a problem, too: HTTP that cannot be read, headers
 * without end, an expectation that nobody can meet. For every server, whatever it listens on.
 */
export function answerBareProblems(server: Server): void {
  server.on('clientError', refuseUnreadable);
  server.on('checkExpectation', (_: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = answerOf(new Problem(417, 'expectation'));
    response.writeHead(status, headers).end(body);
  });
  // A tunnel to somewhere else: Node would cut the connection without a word.
  server.on('connect', (_: IncomingMessage, socket: Duplex) => refuse(socket, malformed()));
}

/** On the bare connection, which it ends. */
export function refuseUnreadable(error: Error & { readonly code?: string }, socket: Duplex): void {
  // In the middle of an answer there is no room for another.
  const { _httpMessage: answering } = socket as { _httpMessage?: ServerResponse }; // Node's own, looked at by its own handler, too
  if (error.code === 'ECONNRESET' || !socket.writable || answering?.headersSent) socket.destroy();
  else refuse(socket, PROBLEMS[error.code ?? '']?.() ?? malformed());
}

const PROBLEMS: Readonly<Record<string, () => Problem>> = {
  HPE_HEADER_OVERFLOW: () => new Problem(431, 'headers-too-large'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: () => new Problem(413, 'too-large'),
  ERR_HTTP_REQUEST_TIMEOUT: () => new Problem(408, 'too-slow'),
};

function malformed(): Problem {
  return new Problem(400, 'malformed', {
    errors: [{ path: '', expected: 'a request of HTTP/1.1', found: 'other bytes' }],
  });
}

function refuse(socket: Duplex, problem: Problem): void {
  const { status, headers, body } = answerOf(problem);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', ''].join('\r\n');
  socket.end(head + body, () => socket.destroy());
}

function answerOf(problem: Problem) {
  const body = JSON.stringify(problemBody(problem, `urn:cluetrail:request:${randomUUID()}`));
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  };
  return { status: problem.status, headers, body };
}
