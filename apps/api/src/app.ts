import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, LogController } from 'fastify';
import { pino, type Logger } from 'pino';
import { EngineModule, WorkflowModule } from '@cluetrail/nest';
import { AdminController } from './admin.controller.js';
import { AttachmentsController } from './attachments.controller.js';
import { answerBareProblems } from './bare-problems.js';
import { CallerGuard } from './caller.js';
import { CommandsController } from './commands.controller.js';
import { BODY_LIMIT_BYTES, guardEdge, refuseAddress } from './edge.js';
import { HealthController } from './health.controller.js';
import { ImportController } from './import/import.controller.js';
import { LedgerController } from './import/ledger.controller.js';
import { ALL_FEATURES, INSTALLATION, type Installation } from './installation.js';
import { OrganisationController } from './organisation.controller.js';
import { QueriesModule } from './queries/queries.module.js';
import { ProblemFilter } from './problem.filter.js';
import { LiveController } from './live.controller.js';
import { StartController } from './start.controller.js';
import { nestLog } from './nest-log.js';

@Module({})
class ApiModule {
  static on(installation: Installation): DynamicModule {
    return {
      module: ApiModule,
      global: true,
      exports: [INSTALLATION],
      imports: [
        CqrsModule.forRoot(),
        EngineModule.with(installation.engine),
        QueriesModule,
        ...ALL_FEATURES.map((feature) => WorkflowModule.forFeature(feature)),
      ],
      controllers: [
        StartController,
        LiveController,
        HealthController,
        AdminController,
        ImportController,
        LedgerController,
        OrganisationController,
        AttachmentsController,
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
  /** Host headers that are answered over TCP, without port; absent = any. */
  readonly hosts?: readonly string[];
}

/** The whole product over one installation; listens nowhere yet. */
export async function createApp(
  installation: Installation,
  { log = quiet(), hosts }: AppOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT_BYTES,
    // What Fastify and Node would answer in words of their own, the edge answers as a problem.
    return503OnClosing: false,
    http: { requireHostHeader: false },
    frameworkErrors: refuseAddress,
    clientErrorHandler: () => undefined,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.on(installation),
    adapter,
    {
      logger: nestLog(log),
      bodyParser: false,
    },
  );
  answerBareProblems(app.getHttpServer());
  guardEdge(adapter.getInstance<FastifyInstance>(), hosts);
  await app.init();
  await adapter.getInstance<FastifyInstance>().ready();
  return app;
}

function quiet(): Logger {
  return pino({ level: 'silent' });
}
