import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { type AdminSocket, listenOnSocket, socketPathIn } from './admin-socket.js';
import { type Problem, StoreRefused } from '@cluetrail/stores';
import { createApp } from './app.js';
import { clockBehindLog } from './clock-behind-log.js';
import { type Installation, openInstallation, type OpenInstallation } from './installation.js';

export interface Serve extends OpenInstallation {
  readonly host?: string;
  readonly port?: number;
  /** False: the admin socket only, no TCP port. */
  readonly listen?: boolean;
  /**
   * Names under which browsers may reach it over TCP, besides those of this machine. Absent: on a loopback address
   * those of this machine alone (a page elsewhere must not reach it by a name that it made point here), else any.
   */
  readonly hosts?: readonly string[];
  readonly log?: Logger;
}

export interface Server {
  /** Where it listens; absent when it does not. */
  readonly url?: string;
  readonly installation: Installation;
  /**
   * Ends live streams at once, lets running requests end (cut off after {@link GRACE_MILLIS}), then closes log and read
   * side. Safe to repeat.
   */
  close(): Promise<void>;
}

/** Opens a directory and serves it. Nothing listens before the log is checked and the read side stands at its head. */
export async function serve({
  host = '127.0.0.1',
  port = 3000,
  listen = true,
  hosts,
  log,
  ...where
}: Serve): Promise<Server> {
  // Before a first start makes anything.
  socketPathIn(resolve(where.directory));
  if (where.create && listen && port > 0) await checkFree({ port, host });
  const installation = await openInstallation({ ...where, room: where.requireDurable === true });
  const running = new Running(installation);
  installation.store.onDamage((problems) => sound(problems, log));
  installation.store.onRefusing?.((cause, lasting) => tell({ cause, lasting }, log));
  installation.runner.onStopped(readSideTeller(log));
  try {
    // A demo may stand on a day that is yet to come.
    const seconds = installation.demo ? undefined : await clockBehindLog(installation);
    if (seconds !== undefined)
      log?.fatal({ alarm: 'clock-behind-log', seconds }, 'the clock is behind the newest event');
    const app = await createApp(installation, { log, hosts: namesFor(host, hosts) });
    running.app = app;
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance; // the adapter's own server
    running.socket = await listenOnSocket(installation.directory, (request, response) =>
      fastify.routing(request, response),
    );
    // Not through the framework: it would log a port that is taken, which is told by the caller.
    const url = listen ? await fastify.listen({ port, host }) : undefined;
    return { ...(url !== undefined && { url }), installation, close: () => running.close() };
  } catch (error) {
    await running.close();
    throw error;
  }
}

/** Throws what the system says of a port that is taken. */
async function checkFree(at: { readonly port: number; readonly host: string }): Promise<void> {
  const server = createServer().listen(at);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}

/** The alarm of a log's damage: a line for each problem, at the level that no setting hides. */
function sound(problems: readonly Problem[], log: Logger | undefined): void {
  for (const { position, problem } of problems)
    log?.fatal({ alarm: 'log-damaged', position: Number(position), problem }, 'log damaged');
}

interface Refusing {
  readonly cause?: string;
  readonly lasting: boolean;
}

/** Once for each cause: whoever is answered 503 learns no more than that. */
function tell({ cause, lasting }: Refusing, log: Logger | undefined): void {
  if (cause === undefined) log?.info('log writes again');
  else if (lasting) log?.fatal({ alarm: 'log-refuses', cause }, 'log refuses');
  else log?.error({ cause }, 'log refuses');
}

/** Each cause of a stop once: it is met by every try to go on, and by every question meanwhile. */
function readSideTeller(log: Logger | undefined): (error?: unknown) => void {
  const said = new Set<string>();
  return (error) => {
    if (error === undefined) {
      said.clear();
      return log?.info('read side goes on');
    }
    const cause = String(error);
    if (said.has(cause)) return;
    said.add(cause);
    if (!(error instanceof StoreRefused)) log?.error({ err: error }, 'read side stopped');
    else log?.error({ code: error.code, cause: error.message }, 'read side stopped');
  };
}

/** What a container's stop leaves before the kill, with room for the log to close. */
const GRACE_MILLIS = 7000;
const SWEEP_MILLIS = 25;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

function namesFor(
  host: string,
  hosts: readonly string[] | undefined,
): readonly string[] | undefined {
  const own = host === '::1' ? '[::1]' : host;
  return hosts || LOOPBACK.includes(own) ? [...LOOPBACK, ...(hosts ?? [])] : undefined;
}

class Running {
  app?: NestFastifyApplication;
  socket?: AdminSocket;
  private closing: Promise<void> | undefined;

  constructor(private readonly installation: Installation) {}

  close(): Promise<void> {
    return (this.closing ??= this.end());
  }

  private async end(): Promise<void> {
    const grace = setTimeout(() => this.cut(), GRACE_MILLIS);
    // A connection whose last request has just ended would be kept alive for seconds.
    const sweep = setInterval(() => this.closeIdle(), SWEEP_MILLIS);
    // Together: the application ends the live streams that the socket's server would wait for.
    await Promise.all([this.app?.close(), this.socket?.close()]);
    clearTimeout(grace);
    clearInterval(sweep);
    await this.installation.close();
  }

  private closeIdle(): void {
    this.app?.getHttpServer().closeIdleConnections();
    this.socket?.closeIdle();
  }

  private cut(): void {
    this.app?.getHttpServer().closeAllConnections();
    this.socket?.cut();
  }
}
