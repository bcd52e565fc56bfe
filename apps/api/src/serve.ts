import type { FastifyInstance } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { listenOnSocket } from './admin-socket.js';
import { createApp } from './app.js';
import { type Installation, openInstallation, type OpenInstallation } from './installation.js';

export interface Serve extends OpenInstallation {
  readonly host?: string;
  readonly port?: number;
  /** False: the admin socket only, no TCP port. */
  readonly listen?: boolean;
  readonly log?: Logger;
}

export interface Server {
  /** Where it listens; absent when it does not. */
  readonly url?: string;
  readonly installation: Installation;
  /** Ends running requests, then closes log and read side. */
  close(): Promise<void>;
}

/** Opens a directory and serves it. Nothing listens before the log is checked and the read side stands at its head. */
export async function serve({
  host = '127.0.0.1',
  port = 3000,
  listen = true,
  log,
  ...where
}: Serve): Promise<Server> {
  const installation = await openInstallation(where);
  let app: NestFastifyApplication | undefined;
  try {
    app = await createApp(installation, { log });
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance; // the adapter's own server
    const socket = await listenOnSocket(installation.directory, (request, response) =>
      fastify.routing(request, response),
    );
    if (listen) await app.listen(port, host);
    const close = async () => {
      await socket.close();
      await app?.close();
      await installation.close();
    };
    return { ...(listen && { url: await app.getUrl() }), installation, close };
  } catch (error) {
    await app?.close();
    await installation.close();
    throw error;
  }
}
