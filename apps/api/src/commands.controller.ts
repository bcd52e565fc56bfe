import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { FEATURES } from '@cluetrail/clues';
import { type Answer, commandClassOf, type CommandRequest } from '@cluetrail/nest';
import { recordRefusal } from './access-record.js';
import { doneOf } from './answers.js';
import { Caller } from './caller.js';
import { INSTALLATION, type Installation } from './installation.js';
import { Opaque } from './opaque.js';
import { isForPeople, openingCommands } from './opening.js';
import { notFound, Problem } from './problem.js';

interface CommandHeaders {
  readonly 'idempotency-key'?: string;
  readonly 'if-match'?: string;
}

/** `POST /api/{path}[/{command}]` opens, `POST /api/{path}/{id}/{command}` moves; all through the command bus. */
@Controller('api')
export class CommandsController {
  private readonly receipts: Opaque;

  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(INSTALLATION) private readonly installation: Installation,
  ) {
    this.receipts = new Opaque(installation.keys, 'receipt');
  }

  @Post([':path', ':path/:command'])
  async open(
    @Param() { path, command }: { path: string; command?: string },
    @Body() body: unknown,
    @Headers() headers: CommandHeaders,
    @Caller() personId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const kind = kindAt(path);
    const request = {
      kind,
      command: this.opening(kind, command),
      body,
      by: { personId, key: keyOf(headers) },
    };
    const { done, repeated } = await this.give(request);
    void reply.header('location', `/api/${path}/${done.id}`);
    answer(reply, 201, { done, repeated });
  }

  @Post(':path/:id/:command')
  async move(
    @Param() { path, id, command }: { path: string; id: string; command: string },
    @Body() body: unknown,
    @Headers() headers: CommandHeaders,
    @Caller() personId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const kind = kindAt(path);
    if (!ID.test(id)) throw notFound();
    answer(
      reply,
      200,
      await this.give({
        kind,
        command,
        stream: `${kind}-${id}`,
        body,
        by: { personId, key: keyOf(headers) },
        expectedVersion: versionOf(headers['if-match']),
      }),
    );
  }

  private async give(request: CommandRequest) {
    const Command = commandClassOf(request.kind, request.command);
    if (!Command)
      throw new Problem(404, 'no-such-command', {
        details: { command: request.command, expected: this.commandsOf(request.kind) },
      });
    const answer: Answer = await this.bus.execute(new Command(request));
    await recordRefusal(this.installation, request, answer);
    return doneOf(answer, this.receipts);
  }

  private commandsOf(kind: string): string[] {
    const feature = Object.values(FEATURES).find(({ workflow }) => workflow.kind === kind);
    const procedures = this.installation.references.all();
    return Object.keys(feature?.workflow.transitions ?? {}).filter((command) =>
      isForPeople({ kind, command }, procedures),
    );
  }

  private opening(kind: string, asked?: string): string {
    const [first, ...others] = openingCommands(kind, this.installation.references.all());
    const found = asked === undefined ? first : others.find((one) => one === asked);
    if (found === undefined) throw notFound();
    return found;
  }
}

const ID = /^[a-z0-9-]{1,64}$/;

function kindAt(path: string): string {
  const feature = Object.values(FEATURES).find((one) => one.path === path);
  if (!feature) throw notFound();
  return feature.workflow.kind;
}

function keyOf({ 'idempotency-key': key }: CommandHeaders): string {
  if (key === undefined) return crypto.randomUUID();
  if (key.length < 1 || key.length > 200)
    throw new Problem(400, 'malformed', {
      errors: [
        { path: 'Idempotency-Key', expected: '1 to 200 characters', found: `${key.length}` },
      ],
    });
  return key;
}

function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) return undefined;
  const version = /^"(0|[1-9]\d{0,14})"$/.exec(ifMatch)?.[1];
  if (version === undefined)
    throw new Problem(400, 'malformed', {
      errors: [
        {
          path: 'If-Match',
          expected: 'the ETag of the instance, a number in quotes',
          found: 'another text',
        },
      ],
    });
  return Number(version);
}

function answer(
  reply: FastifyReply,
  status: number,
  { done, repeated }: ReturnType<typeof doneOf>,
): void {
  if (repeated) void reply.header('cluetrail-repeated', 'true');
  void reply
    .status(status)
    .header('etag', `"${done.version}"`)
    .header('cluetrail-receipt', done.receipt)
    .send(done);
}
