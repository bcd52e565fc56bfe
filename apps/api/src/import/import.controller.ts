import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Mapping, readMapping, shippedMapping } from '@cluetrail/clues';
import { administratorOf } from '../administrator.js';
import { Caller } from '../caller.js';
import { INSTALLATION, type Installation } from '../installation.js';
import { answerLines } from '../ndjson.js';
import { Problem } from '../problem.js';
import { importLog } from './import-log.js';

/** Bringing in a foreign event log, on the admin socket only. */
@Controller('admin')
export class ImportController {
  /** Mappings that callers brought along; they live as long as the server. */
  private readonly own = new Map<string, Mapping>();

  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {}

  @Put('mappings/:name')
  @HttpCode(200)
  bring(@Param('name') name: string, @Body() yamlText: unknown): object {
    if (typeof yamlText !== 'string') throw new Problem(415, 'unsupported-media-type');
    const read = readMapping(yamlText, this.obligationsOf);
    if ('faults' in read) throw new Problem(422, 'faulty-file', { errors: read.faults });
    this.own.set(name, read.mapping);
    return { mapping: read.mapping.mapping };
  }

  @Post('import/:name')
  async import(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Caller() personId: string,
    @Query('dryRun') dryRun?: string,
    @Headers('cluetrail-length') length = '',
  ): Promise<void> {
    const actor = administratorOf(this.installation, personId);
    const mapping = this.own.get(name) ?? shippedMapping(name, this.obligationsOf);
    if (!mapping) throw new Problem(404, 'no-such-mapping', { details: { mapping: name } });
    const csv = request.body;
    if (!(csv instanceof Readable)) throw new Problem(415, 'unsupported-media-type');
    await answerLines(reply, (progress) =>
      importLog(this.installation, csv, {
        mapping,
        actor,
        dryRun: dryRun !== undefined,
        ...(/^\d{1,15}$/.test(length) && { bytes: Number(length) }),
        progress,
      }),
    );
  }

  private readonly obligationsOf = (procedure: string) =>
    this.installation.references.newest(procedure)?.obligations.map(({ code }) => code);
}
