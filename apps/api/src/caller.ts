import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { recordedAtOf } from '@cluetrail/event-sourcing';
import { isPersonId, SETUP } from '@cluetrail/access';
import { Inject } from '@nestjs/common';
import { INSTALLATION, type Installation } from './installation.js';
import { notFound, Problem } from './problem.js';
import { isAdmin } from './admin-socket.js';

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
    const admin = isAdmin(request.raw.socket);
    if (path.startsWith('/admin') && !admin) throw notFound();
    if (OPEN.has(path)) return true;
    request.personId = admin ? this.named(request, path) : this.byToken(request);
    return true;
  }

  private named({ headers }: FastifyRequest, path: string): string | undefined {
    const named = headers['cluetrail-as'];
    if (typeof named === 'string' && isPersonId(named)) return named;
    if (!this.installation.references.directory.hasOrganisation()) return SETUP;
    if (path === '/admin/status') return undefined;
    throw new Problem(401, 'person-needed');
  }

  private byToken({ headers }: FastifyRequest): string {
    const { references, clock } = this.installation;
    const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(headers.authorization ?? '')?.[1];
    const owner = token && references.directory.tokenOwner(token, recordedAtOf(clock.nowMicros()));
    if (!owner)
      throw new Problem(401, 'unauthenticated', { headers: { 'www-authenticate': 'Bearer' } });
    return owner;
  }
}

/** The person who asks. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { personId } = context.switchToHttp().getRequest<FastifyRequest>();
  if (personId === undefined) throw new Problem(401, 'unauthenticated');
  return personId;
});

/** Answered to everyone: they hold nothing of any clue. */
const OPEN = new Set(['/', '/health/live', '/health/ready', '/api/openapi.json']);
