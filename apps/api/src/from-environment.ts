import { LogDamaged } from '@cluetrail/event-sourcing';
import type { Logger } from 'pino';
import { warningsOf } from './warnings.js';
import { withHelp } from './what-helps.js';
import { serve, type Serve, type Server } from './serve.js';
import { serverLog } from './server-log.js';
import { settingsOf } from './service-settings.js';
import { addressOf, SettingRefused } from './setting.js';

/**
 * The server as a service, as {@link settingsOf} finds it in the environment. Answers the exit code once it has ended. A
 * start that is refused says so in one line on standard error, whatever the level of the log.
 */
export async function serveFromEnvironment(environment: NodeJS.ProcessEnv): Promise<number> {
  try {
    const settings = settingsOf(environment);
    await addressOf({ name: 'HOST', text: settings.host });
    return await served(settings);
  } catch (error) {
    const line = lineOf(error);
    if (line === undefined) throw error;
    process.stderr.write(`cluetrail: ${line}\n`);
    return 1;
  }
}

async function served({
  level,
  volatile,
  ...settings
}: ReturnType<typeof settingsOf>): Promise<number> {
  const log = serverLog(level);
  const server = await started({ ...settings, demo: 'any', requireDurable: !volatile, log });
  const { createdKeyFile } = server.installation;
  for (const warning of warningsOf(server.installation)) log.warn(warning);
  log.info({ url: server.url, createdKeyFile }, 'serving');
  await signalled();
  await server.close();
  log.info('closed');
  return 0;
}

/** Whoever collects the log finds there why nothing was served. */
async function started({ log, ...settings }: Serve & { readonly log: Logger }): Promise<Server> {
  try {
    return await serve({ ...settings, log });
  } catch (error) {
    const refused = refusalOf(error);
    if (refused) log.fatal({ code: refused.code }, refused.message);
    throw error;
  }
}

function lineOf(error: unknown): string | undefined {
  if (error instanceof SettingRefused) return error.message;
  const refused = refusalOf(error);
  if (!refused) return undefined;
  const { code, message } = refused;
  // The sentences of the system have it already.
  return message.includes(code) ? message : `${code}: ${message}`;
}

/** A directory that may not be served is a matter for its administrator; the rest is a surprise. */
function refusalOf(
  error: unknown,
): { readonly code: string; readonly message: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  if (error instanceof LogDamaged) return { code: 'log-damaged', message };
  if (!('code' in error)) return undefined;
  const code = String(error.code);
  return { code, message: withHelp(code, message) };
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
