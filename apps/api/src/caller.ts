import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { recordedAtOf } from '@cluetrail/event-sourcing';
import { isPersonId, SETUP } from '@cluetrail/access';
import { isAdmin } from './admin-socket.js';
import { INSTALLATION, type Installation } from './installation.js';
import { notFound, Problem } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set by the guard. */
    personId?: string;
  }
}

/** Says who asks, never what he may: that is decided where the thing is. */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const path = request.routeOptions.url ?? '';
    if (path.startsWith('/admin') && !isAdmin(request.raw.socket)) throw notFound();
    if (!OPEN.has(path)) request.personId = callerOf(this.installation, request);
    return true;
  }
}

/** The person who asks. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { personId } = context.switchToHttp().getRequest<FastifyRequest>();
  if (personId === undefined) throw new Problem(401, 'unauthenticated');
  return personId;
});

/**
 * By the token on TCP, by the header `Cluetrail-As` on the admin socket; the set-up on the latter while there is no
 * organisation. Undefined only for the status of the directory. Throws a Problem 401.
 */
export function callerOf(installation: Installation, request: FastifyRequest): string | undefined {
  return isAdmin(request.raw.socket)
    ? named(installation, request)
    : byToken(installation, request);
}

/** Answered to everyone: they hold nothing of any clue. */
const OPEN = new Set(['/', '/health/live', '/health/ready', '/api/openapi.json']);

function named({ references }: Installation, request: FastifyRequest): string | undefined {
  const name = request.headers['cluetrail-as'];
  if (typeof name === 'string' && isPersonId(name)) return name;
  if (name === undefined && !references.directory.hasOrganisation()) return SETUP;
  if (request.routeOptions.url === '/admin/status') return undefined;
  throw new Problem(401, 'person-needed');
}

function byToken({ references, clock }: Installation, { headers }: FastifyRequest): string {
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/i.exec(headers.authorization ?? '')?.[1];
  const owner = token && references.directory.tokenOwner(token, recordedAtOf(clock.nowMicros()));
  if (owner) return owner;
  throw new Problem(401, 'unauthenticated', { headers: { 'www-authenticate': 'Bearer' } });
}
