import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { IsBoolean, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { hex, type Position } from '@cluetrail/event-sourcing';
import { IsPersonId, isInside } from '@cluetrail/access';
import { DEMO_PERSONS } from '@cluetrail/clues';
import { DEFAULT_PROCEDURE } from '@cluetrail/clues';
import type { Log } from '@cluetrail/stores';
import { readInput, type InputClass } from '@cluetrail/workflow';
import { administratorOf, AUDITORS, checkAuditsAll, officeOf } from './administrator.js';
import { Caller } from './caller.js';
import { destroyKey } from './destroy-key.js';
import { INSTALLATION, type Installation, PROJECTION_NAMES } from './installation.js';
import { answerLines } from './ndjson.js';
import { ADMINISTRATORS } from './office-among.js';
import { applyOrganisation, revokeTokens, tokenFor, type Applied } from './organisation.js';
import { Problem } from './problem.js';
import { type Checked, checkProcedure, publishProcedure } from './publish-procedure.js';
import { clockBehindLog } from './clock-behind-log.js';
import { verifyAttachments } from './verify-attachments.js';
import { told } from './verify-closed.js';
import { verifyKeys } from './verify-keys.js';

class TokenRequest {
  @IsPersonId() personId!: string;
  @IsString() @Length(1, 80) label!: string;
}

class RevokeRequest {
  @IsPersonId() personId!: string;
  /** Absent: all tokens of the person. */
  @IsOptional() @IsString() @Length(1, 80) label?: string;
}

class DestroyRequest {
  @Matches(/^(person|clue|case|report)-[a-z0-9-]{1,64}$/) stream!: string;
  @IsString() @Length(1, 400) reason!: string;
  /** Another asked for it: do it. */
  @IsOptional() @IsBoolean() confirm?: boolean;
}

class BackupRequest {
  /** A directory, or a file `….db`. */
  @Matches(/^\/.{1,1000}$/) to!: string;
}

/** Administration, on the socket only: the guard answers 404 to everyone else. */
@Controller('admin')
export class AdminController {
  constructor(@Inject(INSTALLATION) private readonly installation: Installation) {}

  @Get('status')
  async status(): Promise<object> {
    const { directory, demo, logId, references, runner, store, unnamedFiles } = this.installation;
    const { state, behind, parked, position } = await runner.status();
    const seconds = await clockBehindLog(this.installation);
    return {
      directory,
      demo,
      logId,
      setup: !references.directory.hasOrganisation(),
      zone: references.zoneFor({ appointments: [] }, DEFAULT_PROCEDURE),
      ...reached(store, (await store.head()).position),
      ...(store.ahead && { aheadOfPin: store.ahead }),
      ...(store.alters && { roleMayAlter: store.alters }),
      ...(seconds !== undefined && { clockBehindLog: { seconds } }),
      ...(store.damage.length > 0 && {
        damage: store.damage.map((one) => ({ ...one, position: Number(one.position) })),
      }),
      readSide: {
        state,
        ...(store.dense && { behind: Number(behind) }),
        parked,
        ...reached(store, position),
      },
      uploads: unnamedFiles.told(),
      ...(demo &&
        references.directory.person(DEMO_PERSONS.auditor) && { demoPersons: DEMO_PERSONS }),
    };
  }

  @Post('org')
  @HttpCode(200)
  org(
    @Caller() personId: string,
    @Body() yamlText: unknown,
    @Query('dryRun') dryRun?: string,
  ): Promise<Applied> {
    const by = administratorOf(this.installation, personId);
    const options = { dryRun: dryRun !== undefined, by };
    return applyOrganisation(this.installation, textOf(yamlText), options);
  }

  @Post('token')
  token(@Caller() personId: string, @Body() body: unknown): Promise<{ readonly token: string }> {
    const by = administratorOf(this.installation, personId);
    return tokenFor(this.installation, { ...inputOf(TokenRequest, body), by });
  }

  @Post('token/revoke')
  @HttpCode(200)
  revoke(@Caller() personId: string, @Body() body: unknown): Promise<{ readonly revoked: number }> {
    const by = administratorOf(this.installation, personId);
    return revokeTokens(this.installation, { ...inputOf(RevokeRequest, body), by });
  }

  @Post('keys/destroy')
  @HttpCode(200)
  destroy(@Caller() personId: string, @Body() body: unknown): Promise<object> {
    const by = administratorOf(this.installation, personId);
    return destroyKey(this.installation, { ...inputOf(DestroyRequest, body), by });
  }

  /** For auditors, and for administrators, who must know before they go on. */
  @Post('verify')
  async verify(@Caller() personId: string, @Res() reply: FastifyReply): Promise<void> {
    officeOf(this.installation, { personId, among: [...AUDITORS, ...ADMINISTRATORS] });
    await answerLines(reply, async (progress) => {
      const found = await this.installation.store.verifyAll((done, total) =>
        progress({ done, total }),
      );
      const log = told(found, this.installation.place);
      const attachments = await verifyAttachments(this.installation, progress);
      const { ok: isKept, ...keys } = await verifyKeys(this.installation, progress);
      const ok = log.ok && attachments.problems.length === 0 && isKept;
      return { ...log, ok, attachments, keys };
    });
  }

  /** Where the server lies: nobody but who may open its socket names files there. */
  @Post('backup')
  async backup(
    @Caller() personId: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    administratorOf(this.installation, personId);
    const { to } = inputOf(BackupRequest, body);
    const { store, directory } = this.installation;
    refuseBesideKeys(to, directory);
    const backup = store.backup?.bind(store);
    if (!backup) throw new Problem(409, 'no-backup');
    await answerLines(reply, (progress) => backup(to, (done, total) => progress({ done, total })));
  }

  @Post('rebuild')
  async rebuild(
    @Caller() personId: string,
    @Res() reply: FastifyReply,
    @Query('name') name?: string,
  ): Promise<void> {
    administratorOf(this.installation, personId);
    if (name !== undefined && !PROJECTION_NAMES.includes(name))
      throw new Problem(404, 'no-such-projection', {
        details: { found: name, expected: PROJECTION_NAMES },
      });
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
  retry(@Caller() personId: string): Promise<object> {
    administratorOf(this.installation, personId);
    return this.installation.runner.retry();
  }

  /** The whole log, sealed as it is: for auditors of everything (and for the set-up of a directory that has none yet). */
  @Get('export')
  export(@Caller() personId: string, @Res() reply: FastifyReply): void {
    checkAuditsAll(this.installation, personId);
    void reply
      .header('content-type', 'application/x-ndjson')
      .send(Readable.from(exported(this.installation)));
  }

  @Post('procedures/check')
  @HttpCode(200)
  check(@Body() yamlText: unknown): Checked {
    return checkProcedure(textOf(yamlText));
  }

  @Post('procedures')
  publish(@Caller() personId: string, @Body() yamlText: unknown): Promise<Checked> {
    const by = administratorOf(this.installation, personId);
    return publishProcedure(this.installation, textOf(yamlText), by);
  }
}

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

/** How many events that are, or, where the store gives places of its own, the place alone. */
function reached(
  { dense }: Log,
  position: Position,
): { readonly events: number } | { readonly position: string } {
  return dense ? { events: Number(position) } : { position: String(position) };
}

/** A key that is destroyed would live on in copies of its neighbourhood. Throws a Problem 409 `backup-beside-keys`. */
function refuseBesideKeys(to: string, dataDirectory: string): void {
  const place = to.endsWith('.db') ? dirname(to) : to;
  const beside = [place, dataDirectory].find(
    (directory) => isInside(place, directory) && existsSync(join(directory, 'keys.db')),
  );
  if (beside === undefined) return;
  throw new Problem(409, 'backup-beside-keys', { details: { expected: beside, found: to } });
}
