import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, LogController } from 'fastify';
import { pino, type Logger } from 'pino';
import { readJson } from '@cluetrail/event-sourcing';
import { FEATURES } from '@cluetrail/clues';
import { EngineModule, type Feature, WorkflowModule } from '@cluetrail/nest';
import { AdminController } from './admin.controller.js';
import { isAdmin } from './admin-socket.js';
import { CallerGuard } from './caller.js';
import { CommandsController } from './commands.controller.js';
import { HealthController } from './health.controller.js';
import { ImportController } from './import/import.controller.js';
import { INSTALLATION, type Installation } from './installation.js';
import { Problem } from './problem.js';
import { QueriesModule } from './queries/queries.module.js';
import { ProblemFilter } from './problem.filter.js';
import { LiveController } from './live.controller.js';
import { StartController } from './start.controller.js';
import { nestLog } from './nest-log.js';

/** A command's body at the most; files that administrators send are larger. */
const BODY_LIMIT_BYTES = 256 * 1024;
const FILE_LIMIT_BYTES = 4 * 1024 * 1024;

@Module({})
class ApiModule {
  static on(installation: Installation): DynamicModule {
    const features = Object.values(FEATURES) as unknown as readonly Feature[]; // each row meets only states of its own kind
    return {
      module: ApiModule,
      global: true,
      exports: [INSTALLATION],
      imports: [
        CqrsModule.forRoot(),
        EngineModule.with(installation.engine),
        QueriesModule,
        ...features.map((feature) => WorkflowModule.forFeature(feature)),
      ],
      controllers: [
        StartController,
        LiveController,
        HealthController,
        AdminController,
        ImportController,
        CommandsController,
      ],
      providers: [
        { provide: INSTALLATION, useValue: installation },
        { provide: APP_GUARD, useClass: CallerGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}

export interface AppOptions {
  readonly log?: Logger;
}

/** The whole product over one installation; listens nowhere yet. */
export async function createApp(
  installation: Installation,
  { log = quiet() }: AppOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT_BYTES,
    return503OnClosing: true,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.on(installation),
    adapter,
    {
      logger: nestLog(log),
      bodyParser: false,
    },
  );
  prepare(adapter.getInstance<FastifyInstance>());
  await app.init();
  await adapter.getInstance<FastifyInstance>().ready();
  return app;
}

function quiet(): Logger {
  return pino({ level: 'silent' });
}

function prepare(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_: unknown, bytes: Buffer) => readJson(bytes),
  );
  fastify.addContentTypeParser(
    ['application/yaml', 'text/yaml'],
    { parseAs: 'string', bodyLimit: FILE_LIMIT_BYTES },
    async (_: unknown, text: string) => text,
  );
  fastify.addContentTypeParser('text/csv', async (_: unknown, payload: unknown) => payload);
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS);
    if (!isAdmin(request.raw.socket) && !isOurHost(request.headers.host))
      throw new Problem(421, 'wrong-host');
  });
  // Never the query (it may hold a name), a header or a body.
  fastify.addHook('onResponse', async (request, reply) => {
    const { method, id } = request;
    const ms = Math.round(reply.elapsedTime);
    request.log.info(
      { id, method, route: request.routeOptions.url ?? '?', status: reply.statusCode, ms },
      'request',
    );
  });
}

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** A page elsewhere must not reach a server on this machine by a name that it made point here. */
function isOurHost(host: string | undefined): boolean {
  return (
    /^(localhost|127[.]0[.]0[.]1|\[::1\])(:\d+)?$/.test(host ?? '') ||
    process.env['CLUETRAIL_HOSTS']?.split(',').includes(host ?? '') === true
  );
}
