import { Readable } from 'node:stream';
import { Controller, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MOST_LEDGER_BYTES } from '@cluetrail/clues';
import { commandClassOf, type CommandRequest } from '@cluetrail/nest';
import { Caller } from '../caller.js';
import { INSTALLATION, type Installation } from '../installation.js';
import { answerLines } from '../ndjson.js';
import { Problem } from '../problem.js';
import { takeOverLedger } from './take-over-ledger.js';

/** Taking over the open matters of a ledger, on the admin socket only. */
@Controller('admin')
export class LedgerController {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(INSTALLATION) private readonly installation: Installation,
  ) {}

  @Post('ledger')
  async takeOver(
    @Req() { body }: FastifyRequest,
    @Res() reply: FastifyReply,
    @Caller() by: string,
    @Query('dryRun') dryRun?: string,
  ): Promise<void> {
    if (!(body instanceof Readable)) throw new Problem(415, 'unsupported-media-type');
    await answerLines(reply, async (progress) =>
      takeOverLedger(this.installation, await bytesOf(body), {
        ...{ by, progress, dryRun: dryRun !== undefined },
        give: (request) => this.give(request),
      }),
    );
  }

  private give(request: CommandRequest) {
    const Command = commandClassOf(request.kind, request.command);
    if (!Command) throw new Error(`unreachable: no command ${request.command}`);
    return this.bus.execute(new Command(request));
  }
}

/** No more of it than is ever read: one byte beyond the limit tells that there is more. */
async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    if (length <= MOST_LEDGER_BYTES) chunks.push(bytes);
    length += bytes.length;
  }
  return Buffer.concat(chunks);
}
