import {
  Body,
  Controller,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { isPersonId } from '@cluetrail/access';
import { commandClassOf, type CommandRequest } from '@cluetrail/nest';
import { type InputClass, readInput } from '@cluetrail/workflow';
import { Caller } from './caller.js';
import { INSTALLATION, type Installation } from './installation.js';
import { answerLines } from './ndjson.js';
import {
  type Acted,
  endLeave,
  lendOffice,
  recordLeave,
  takeBackOffice,
} from './organisation-acts.js';
import { handOver } from './organisation-hand-over.js';
import {
  EndLeave,
  HandOverClues,
  LendOffice,
  RecordLeave,
  TakeBackOffice,
} from './organisation-inputs.js';
import { notFound, Problem } from './problem.js';

/** Who is away, who acts for whom, and who takes over: acts that change nothing when they are repeated. */
@Controller('api/people/:id')
export class OrganisationController {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(INSTALLATION) private readonly installation: Installation,
  ) {}

  @Post('leave')
  @HttpCode(200)
  leave(@Param('id') id: string, @Caller() by: string, @Body() body: unknown): Promise<Acted> {
    const asked = { by, personId: personIn(id), ...inputOf(RecordLeave, body) };
    return recordLeave(this.installation, asked);
  }

  @Post('back')
  @HttpCode(200)
  back(@Param('id') id: string, @Caller() by: string, @Body() body: unknown): Promise<Acted> {
    const asked = { by, personId: personIn(id), ...inputOf(EndLeave, body) };
    return endLeave(this.installation, asked);
  }

  @Post('delegate')
  @HttpCode(200)
  delegate(@Param('id') id: string, @Caller() by: string, @Body() body: unknown): Promise<Acted> {
    const { role, organ, to, from, until, commands } = inputOf(LendOffice, body);
    return lendOffice(this.installation, {
      ...{ by, of: personIn(id), role, organId: organ, personId: to, from, to: until },
      ...(commands && { commands }),
    });
  }

  @Post('end-delegation')
  @HttpCode(200)
  endDelegation(
    @Param('id') id: string,
    @Caller() by: string,
    @Body() body: unknown,
  ): Promise<Acted> {
    const { role, organ, from, on } = inputOf(TakeBackOffice, body);
    return takeBackOffice(this.installation, {
      ...{ by, of: personIn(id), role, organId: organ, personId: from, on },
    });
  }

  /** Long work: lines, as `answerLines` has them. */
  @Post('hand-over')
  @HttpCode(200)
  async handOver(
    @Param('id') id: string,
    @Caller() by: string,
    @Body() body: unknown,
    @Query('dryRun') dryRun: string | undefined,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { to: joining, reason } = inputOf(HandOverClues, body);
    const asked = { by, leaving: personIn(id), joining, reason, dryRun: dryRun !== undefined };
    await answerLines(reply, (progress) =>
      handOver(
        this.installation,
        { ...asked, id: key ?? crypto.randomUUID() },
        { progress, give: (request) => this.give(request) },
      ),
    );
  }

  private give(request: CommandRequest) {
    const Command = commandClassOf(request.kind, request.command);
    if (!Command) throw new Error(`unreachable: no command ${request.command}`);
    return this.bus.execute(new Command(request));
  }
}

function personIn(id: string): string {
  if (!isPersonId(id)) throw notFound();
  return id;
}

function inputOf<I extends object>(input: InputClass<I>, body: unknown): I {
  const read = readInput(input, body);
  if ('faults' in read) throw new Problem(400, 'invalid-input', { errors: read.faults });
  return read.input;
}
