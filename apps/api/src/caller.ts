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

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const path = request.routeOptions.url ?? '';
    if (path.startsWith('/admin') && !isAdmin(request.raw.socket)) throw notFound();
    if (OPEN.has(path)) return true;
    await this.lookUp(request);
    request.personId = callerOf(this.installation, request);
    return true;
  }

  /** Persons whom clues are about are known to the references only once they are asked for. */
  private async lookUp(request: FastifyRequest): Promise<void> {
    const { references } = this.installation;
    const name = request.headers['cluetrail-as'];
    if (typeof name !== 'string' || !isPersonId(name) || !isAdmin(request.raw.socket)) return;
    if (!references.directory.person(name)) await references.refresh([`person-${name}`]);
  }
}

/** The person who asks. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  callerIn(context),
);

export function callerIn(context: ExecutionContext): string {
  const { personId } = context.switchToHttp().getRequest<FastifyRequest>();
  if (personId === undefined) throw new Problem(401, 'unauthenticated');
  return personId;
}

/**
 * By the token on TCP, by the header `Cluetrail-As` on the admin socket, which must name a registered person; the set-up
 * on the latter while there is no organisation. Undefined only for the status of the directory. Throws a Problem 401.
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
  if (typeof name === 'string') {
    // Whoever is not there sees nothing: an empty answer would be taken for the truth.
    if (isPersonId(name) && references.directory.person(name)) return name;
    throw new Problem(401, 'no-such-person', { details: { person: name } });
  }
  if (!references.directory.hasOrganisation()) return SETUP;
  if (request.routeOptions.url === '/admin/status') return undefined;
  throw new Problem(401, 'person-needed');
}

function byToken({ references, clock }: Installation, { headers }: FastifyRequest): string {
  const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/i.exec(headers.authorization ?? '')?.[1];
  const owner = token && references.directory.tokenOwner(token, recordedAtOf(clock.nowMicros()));
  if (owner) return owner;
  throw new Problem(401, 'unauthenticated', { headers: { 'www-authenticate': 'Bearer' } });
}
