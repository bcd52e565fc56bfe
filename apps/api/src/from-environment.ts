import { LogDamaged } from '@cluetrail/event-sourcing';
import { warningsOf } from './warnings.js';
import { withHelp } from './what-helps.js';
import { serve, type Server } from './serve.js';
import { serverLog } from './server-log.js';
import { SettingRefused, settingsOf } from './service-settings.js';

/**
 * The server as a service: `CLUETRAIL_DATA` (directory), `CLUETRAIL_STORE` and `CLUETRAIL_READ` (where the log and the
 * read models lie, if not there), `CLUETRAIL_KEY_FILE`, `HOST`, `PORT`, `CLUETRAIL_LOG` (pino
 * level), `CLUETRAIL_HOSTS` (names that browsers use, parted by commas), `CLUETRAIL_CREATE=1` (make what is absent),
 * `CLUETRAIL_VOLATILE=1` (take a file system that a power cut empties, too). Answers the exit code once it has ended.
 */
export async function serveFromEnvironment(environment: NodeJS.ProcessEnv): Promise<number> {
  try {
    return await served(settingsOf(environment));
  } catch (error) {
    if (!(error instanceof SettingRefused)) throw error;
    // How loud the log may be is one of them.
    process.stderr.write(`cluetrail: ${error.message}\n`);
    return 1;
  }
}

async function served({
  level,
  volatile,
  ...settings
}: ReturnType<typeof settingsOf>): Promise<number> {
  const log = serverLog(level);
  let server: Server;
  try {
    server = await serve({ ...settings, demo: 'any', requireDurable: !volatile, log });
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

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
