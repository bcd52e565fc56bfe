import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { IsString, Length, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { canonical, hex } from '@cluetrail/event-sourcing';
import { IsPersonId } from '@cluetrail/access';
import { procedureBytes, readProcedure, shippedProcedures } from '@cluetrail/clues';
import { PROCEDURE_PUBLISHED, readInput, type InputClass } from '@cluetrail/workflow';
import { Caller } from './caller.js';
import { INSTALLATION, type Installation } from './installation.js';
import { answerLines } from './ndjson.js';
import { applyOrganisation, destroyKey, tokenFor, type Applied } from './organisation.js';
import { Problem } from './problem.js';
import { readingFor } from './queries/reading.js';
import { systemDraft } from './system-draft.js';

class TokenRequest {
  @IsPersonId() personId!: string;
  @IsString() @Length(1, 80) label!: string;
}

class DestroyRequest {
  @Matches(/^(person|clue|case)-[a-z0-9-]{1,64}$/) stream!: string;
  @IsString() @Length(1, 400) reason!: string;
}

/** Administration, on the socket only: the guard answers 404 to everyone else. */
@Controller('admin')
export class AdminController {
  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {}

  @Get('status')
  async status(): Promise<object> {
    const { directory, demo, logId, references, runner } = this.installation;
    const { state, behind, parked, position } = await runner.status();
    return {
      directory,
      demo,
      logId,
      setup: !references.directory.hasOrganisation(),
      events: Number((await this.installation.store.head()).position),
      readSide: { state, behind: Number(behind), parked, events: Number(position) },
      ...(demo && { demoPersons: DEMO_PERSONS }),
    };
  }

  @Post('org')
  @HttpCode(200)
  org(@Body() yamlText: unknown, @Query('dryRun') dryRun?: string): Promise<Applied> {
    return applyOrganisation(this.installation, textOf(yamlText), { dryRun: dryRun !== undefined });
  }

  @Post('token')
  token(@Body() body: unknown): Promise<{ readonly token: string }> {
    return tokenFor(this.installation, inputOf(TokenRequest, body));
  }

  @Post('keys/destroy')
  @HttpCode(200)
  destroy(@Body() body: unknown): Promise<object> {
    return destroyKey(this.installation, inputOf(DestroyRequest, body));
  }

  @Post('verify')
  async verify(@Res() reply: FastifyReply): Promise<void> {
    await answerLines(reply, async (progress) => {
      const found = await this.installation.store.verifyAll((done, total) =>
        progress({ done, total }),
      );
      const { events, firstBad, problems } = found;
      return {
        ok: problems.length === 0,
        events,
        firstBad: firstBad === undefined ? null : Number(firstBad),
        problems: problems.map((one) => ({ ...one, position: Number(one.position) })),
      };
    });
  }

  @Post('rebuild')
  async rebuild(@Res() reply: FastifyReply, @Query('name') name?: string): Promise<void> {
    await answerLines(reply, async (progress) => {
      const { runner, database } = this.installation;
      await runner.rebuild(name, ({ position, head }) =>
        progress({ done: Number(position), total: Number(head) }),
      );
      return { rebuilt: name ?? 'all', checksums: await database.checksum() };
    });
  }

  @Post('parked/retry')
  @HttpCode(200)
  retry(): Promise<object> {
    return this.installation.runner.retry();
  }

  /** The whole log, sealed as it is: for auditors (and for the set-up of a directory that has none yet). */
  @Get('export')
  export(@Caller() personId: string, @Res() reply: FastifyReply): void {
    const { setup, appointments } = readingFor(this.installation, personId).subject;
    if (!setup && !appointments.some(({ role }) => role === 'auditor'))
      throw new Problem(403, 'wrong-role', { details: { expected: ['auditor'] } });
    void reply
      .header('content-type', 'application/x-ndjson')
      .send(Readable.from(exported(this.installation)));
  }

  @Post('procedures')
  async publish(@Body() yamlText: unknown): Promise<object> {
    const { store, references, clock } = this.installation;
    const read = readProcedure(textOf(yamlText));
    if ('faults' in read) throw new Problem(422, 'faulty-file', { errors: read.faults });
    const { name, version } = read.procedure;
    if (shippedProcedures().some((one) => one.name === name))
      throw new Problem(409, 'procedure-is-shipped', { details: { procedure: name } });
    const stream = `procedure-${name}`;
    const standing = await store.read(stream);
    if (version !== standing.length + 1)
      throw new Problem(409, 'procedure-version', {
        details: { expected: standing.length + 1, found: version },
      });
    const hash = createHash('sha256').update(procedureBytes(read.procedure)).digest('hex');
    const data = { name, version, hash, content: JSON.parse(canonical(read.procedure)) };
    const answer = await store.append(stream, version - 1, [
      systemDraft({ stream, type: PROCEDURE_PUBLISHED, data, clock }),
    ]);
    if (answer.outcome !== 'appended') throw new Problem(503, 'unavailable');
    await references.refresh([stream]);
    return { procedure: name, version, hash };
  }
}

/** The persons of the demo whose tokens it prints. */
export const DEMO_PERSONS = {
  officer: 'demo-officer',
  supervisor: 'demo-supervisor',
  auditor: 'demo-auditor',
} as const;

async function* exported({ store }: Installation): AsyncGenerator<string> {
  for (let after = 0n; ;) {
    const page = await store.readAll({ after, limit: 1000 });
    if (page.length === 0) return;
    after = page[page.length - 1].position;
    const lines = page.map(
      ({ leaf, bytes }) => `{"leaf":"${hex(leaf)}","event":${new TextDecoder().decode(bytes)}}\n`,
    );
    yield lines.join('');
  }
}

function textOf(body: unknown): string {
  if (typeof body !== 'string') throw new Problem(415, 'unsupported-media-type');
  return body;
}

function inputOf<I extends object>(input: InputClass<I>, body: unknown): I {
  const read = readInput(input, body);
  if ('faults' in read) throw new Problem(400, 'invalid-input', { errors: read.faults });
  return read.input;
}
