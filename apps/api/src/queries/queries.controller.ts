import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { readInput } from '@cluetrail/workflow';
import { Caller } from '../caller.js';
import { Problem } from '../problem.js';
import { Freshness } from './freshness.js';
import { READ_MODELS } from './index.js';
import { queryClassOf } from './query-classes.js';

type Asked = Readonly<Record<string, unknown>>;

/** `GET /api/{read model}`: all through the query bus. */
@Controller('api')
export class QueriesController {
  constructor(
    @Inject(QueryBus) private readonly bus: QueryBus,
    @Inject(Freshness) private readonly freshness: Freshness,
  ) {}

  @Get(':name')
  async list(
    @Param('name') name: string,
    @Query() { after, ...asked }: Asked,
    @Caller() personId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const model = READ_MODELS.find((one) => one.name === name);
    const ModelQuery = queryClassOf(name);
    if (!model || !ModelQuery)
      throw new Problem(404, 'no-such-read-model', { details: { found: name, expected: NAMES } });
    const read = readInput(model.parameters, asked);
    if ('faults' in read) throw new Problem(400, 'bad-parameter', { errors: read.faults });
    await this.freshness.reach(after);
    void reply.header('cluetrail-fresh', await this.freshness.head());
    return this.bus.execute(new ModelQuery(personId, read.input));
  }
}

const NAMES = READ_MODELS.map(({ name }) => name).sort();
