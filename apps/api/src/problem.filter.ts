import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IllFormedJson, LogDamaged, NotATime } from '@cluetrail/event-sourcing';
import {
  FilesFull,
  KeyDestroyed,
  KeyMissing,
  KeysRefused,
  KeysUnavailable,
} from '@cluetrail/access';
import { StoreRefused } from '@cluetrail/stores';
import { methodsAt } from './methods.js';
import { notRecorded, Problem, problemBody } from './problem.js';

/** HTTP numbers live here: every error becomes a problem with a stable code; surprises are logged and say nothing. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = orOtherMethod(problemOf(error), request);
  if (problem.status >= 500 && !isTold(error)) request.log.error({ err: error }, 'failed');
  void reply
    .status(problem.status)
    .headers(problem.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem, `urn:cluetrail:request:${request.id}`)));
}

/**
 * What was answered on purpose, a disk without room, which thousands of commands may meet, and why nothing is answered
 * from read models: whoever brings them up to date has told that once.
 */
function isTold(error: unknown): boolean {
  if (error instanceof StoreRefused) return OF_READ_SIDE.has(error.code);
  return error instanceof Problem || (error instanceof KeysUnavailable && error.full);
}

const OF_READ_SIDE: ReadonlySet<string> = new Set([
  ...['in-use', 'read-models-unreadable', 'read-models-full'],
]);

/** What is not found in this way may be there in another. */
function orOtherMethod(problem: Problem, { method, url }: FastifyRequest): Problem {
  if (problem.status !== 404) return problem;
  const expected = methodsAt(url.split('?')[0]);
  if (expected.length === 0 || expected.includes(method)) return problem;
  return new Problem(405, 'method-not-allowed', {
    details: { found: method, expected },
    headers: { allow: expected.join(', ') },
  });
}

/** HTTP's number and our name for any error; `internal` for a surprise. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof IllFormedJson)
    return new Problem(400, error.code, {
      errors: [{ path: error.path, expected: error.expected, found: error.found }],
    });
  if (error instanceof NotATime) return new Problem(400, 'not-a-time');
  if (error instanceof LogDamaged) return new Problem(503, 'log-damaged');
  if (error instanceof StoreRefused) return refusedBy(error);
  if (error instanceof KeyDestroyed) return new Problem(409, 'key-destroyed');
  if (error instanceof KeyMissing) return new Problem(409, 'key-missing');
  if (error instanceof KeysUnavailable) return notRecorded(error);
  if (error instanceof FilesFull) return notRecorded({ full: true });
  if (error instanceof KeysRefused) return new Problem(503, error.code);
  if (error instanceof HttpException) return fromStatus(error.getStatus());
  const status = statusOf(error);
  return status === undefined ? new Problem(500, 'internal') : fromStatus(status);
}

/** What a store refuses is no surprise; only a server that is away may be asked again. */
function refusedBy({ code, detail: details }: StoreRefused): Problem {
  if (code.startsWith('backup-')) return new Problem(409, code, { details });
  if (PASSING.has(code)) return new Problem(503, code, { headers: { 'retry-after': '1' } });
  if (code === 'read-models-full')
    return new Problem(507, code, { headers: { 'retry-after': '10' } });
  if (code === 'overtaken') return new Problem(503, 'log-stopped');
  // No place in the log: from those it could be counted what happens elsewhere.
  return new Problem(503, code);
}

const PASSING: ReadonlySet<string> = new Set(['log-unreadable', 'read-models-unreadable']);

/** Fastify's own refusals carry a status: too large, wrong media type, malformed. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
    ? statusCode
    : undefined;
}

const CODES: Readonly<Record<number, string>> = {
  400: 'malformed',
  401: 'unauthenticated',
  404: 'not-found',
  413: 'too-large',
  415: 'unsupported-media-type',
};

function fromStatus(status: number): Problem {
  return new Problem(status, CODES[status] ?? 'malformed');
}
