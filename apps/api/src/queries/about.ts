import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerIn } from '../caller.js';

export interface Asked {
  readonly id: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly personId: string;
  readonly reply: FastifyReply;
}

/** All that a question about one thing brings with it. */
export const About = createParamDecorator((_: unknown, context: ExecutionContext): Asked => {
  const http = context.switchToHttp();
  const { params, query } = http.getRequest<FastifyRequest<Route>>();
  return { id: params.id, query, personId: callerIn(context), reply: http.getResponse() };
});

interface Route {
  readonly Params: { readonly id: string };
  readonly Querystring: Readonly<Record<string, unknown>>;
}
