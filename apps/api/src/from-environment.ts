import { LogDamaged } from '@cluetrail/event-sourcing';
import { warningsOf } from './warnings.js';
import { withHelp } from './what-helps.js';
import { serve, type Server } from './serve.js';
import { serverLog } from './server-log.js';

/**
 * The server as a service: `CLUETRAIL_DATA` (directory), `CLUETRAIL_STORE` and `CLUETRAIL_READ` (where the log and the
 * read models lie, if not there), `CLUETRAIL_KEY_FILE`, `HOST`, `PORT`, `CLUETRAIL_LOG` (pino
 * level), `CLUETRAIL_HOSTS` (names that browsers use, parted by commas), `CLUETRAIL_CREATE=1` (make what is absent),
 * `CLUETRAIL_VOLATILE=1` (take a file system that a power cut empties, too). Answers the exit code once it has ended.
 */
export async function serveFromEnvironment(environment: NodeJS.ProcessEnv): Promise<number> {
  const log = serverLog(environment['CLUETRAIL_LOG'] ?? 'info');
  let server: Server;
  try {
    server = await serve({
      directory: environment['CLUETRAIL_DATA'] ?? '.cluetrail/data',
      store: environment['CLUETRAIL_STORE'],
      read: environment['CLUETRAIL_READ'],
      keyFile: environment['CLUETRAIL_KEY_FILE'],
      create: environment['CLUETRAIL_CREATE'] === '1',
      demo: 'any',
      requireDurable: environment['CLUETRAIL_VOLATILE'] !== '1',
      host: environment['HOST'] ?? '127.0.0.1',
      port: portOf(environment['PORT'] ?? '3000'),
      hosts: environment['CLUETRAIL_HOSTS']?.split(','),
      log,
    });
  } catch (error) {
    const refused = refusalOf(error);
    if (!refused) throw error;
    log.fatal({ code: refused.code }, withHelp(refused.code, refused.message));
    return 1;
  }
  const { createdKeyFile } = server.installation;
  for (const warning of warningsOf(server.installation)) log.warn(warning);
  log.info({ url: server.url, createdKeyFile }, 'serving');
  await signalled();
  await server.close();
  log.info('closed');
  return 0;
}

/** A directory that may not be served is a matter for its administrator; the rest is a surprise. */
function refusalOf(
  error: unknown,
): { readonly code: string; readonly message: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  if (error instanceof LogDamaged) return { code: 'log-damaged', message };
  return 'code' in error ? { code: String(error.code), message } : undefined;
}

class PortRefused extends Error {
  readonly code = 'port-refused';
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new PortRefused(`PORT: expected 0 to 65535, found ${text || 'nothing'}`);
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
