import { closeSync, existsSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { logToldBeside } from '@cluetrail/access';
import { LogDamaged } from '@cluetrail/event-sourcing';
import { holderOf, StoreRefused } from '@cluetrail/stores';
import { lines, serve, type Serve, type Server, serverLog, withHelp } from '../../api/src/index.js';
import { Failure, refusal } from './failure.js';
import { failureOfSystem } from './files.js';
import { answers } from './running.js';

/** Where its surprises are told: on standard error, a line of JSON each. */
const LOG = serverLog('error', lines(2));

/** Serves, or says in one line by which name the directory or its port is refused. */
export async function opened(options: Serve): Promise<Server> {
  try {
    return await serve({ log: LOG, ...options });
  } catch (error) {
    throw (await failureOfOpening(error, options)) ?? error;
  }
}

/** The port of a server that cannot listen there; undefined for any other error. */
export function failureOfListening(
  error: Error,
  { port }: Pick<Serve, 'port'>,
): Failure | undefined {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new Failure(
      `port ${port}: in use already; take another with --port N (0 = any free one), or stop what uses it`,
    );
  if ('syscall' in error && error.syscall === 'listen')
    return new Failure(`port ${port}: ${failureOfSystem(error)?.message ?? code}`);
  return undefined;
}

async function failureOfOpening(error: unknown, options: Serve): Promise<Failure | undefined> {
  if (error instanceof LogDamaged) return refusal('log-damaged', error.message);
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const directory = resolve(options.directory);
  const code = String(error.code);
  switch (code) {
    case 'in-use':
      // The log lies elsewhere: who has it need not be in this directory.
      if (isElsewhere(error) && !(await answers(socketOf(directory)))) break;
      return refusal('in-use', await userOf(directory));
    case 'log-missing':
      return refusal(code, `${error.message}${options.create ? '' : helping(error, directory)}`);
    case 'ERR_SQLITE_ERROR':
      return new Failure(closedFile(directory) ?? `${directory}: ${error.message}`);
    default:
      break;
  }
  return (
    failureOfListening(error, options) ??
    failureOfSystem(error) ??
    refusal(code, withHelp(code, error.message))
  );
}

/** SQLite does not say which file it could not open or write. */
export function closedFile(directory: string): string | undefined {
  for (const name of ['events.db', 'keys.db', 'read.db'].flatMap((one) => [one, `${one}-wal`])) {
    const file = join(directory, name);
    if (!existsSync(file)) continue;
    try {
      closeSync(openSync(file, 'r+'));
    } catch (error) {
      return `${file}: expected that it may be read and written, found ${(error as NodeJS.ErrnoException).code}`; // of node:fs
    }
  }
  return undefined;
}

/** Where a pin says that there was a log, an empty one is no help, and is not made; where keys say so, the refusal does. */
export function helping(error: Error, directory: string): string {
  if (error instanceof StoreRefused && 'keys' in error.detail) return '';
  const isEmpty = error instanceof StoreRefused && error.detail['expected'] === '0';
  // The first start was refused or killed before it was remembered where the log lies.
  if (isEmpty && existsSync(join(directory, 'keys.db'))) {
    const elsewhere = `; the keys of a log are in ${directory}: say with --store where that lies, or put its events.db and pin.json back from a backup`;
    if (logToldBeside(directory).reached > 0n) return elsewhere;
    return `${elsewhere}; serve --create begins a new one beside them, which is right only where its first start was cut short`;
  }
  if (isEmpty)
    return '; serve --create makes an empty one, and a copy that was to be made here begins with the same "cluetrail log copy"';
  return isElsewhere(error)
    ? '; restore the database from its backup, or give with --store the address of the one that holds the log'
    : '; put the directory back from a backup, all of its files';
}

function isElsewhere(error: Error): boolean {
  return error instanceof StoreRefused && 'place' in error.detail;
}

function socketOf(directory: string): string {
  return join(directory, 'admin.sock');
}

async function userOf(directory: string): Promise<string> {
  const holder = holderOf(directory);
  return (await answers(socketOf(directory)))
    ? `a server is running on ${directory}${holder}; commands with --data ${directory} go through it, and a second one may start when it has ended`
    : `another process works on ${directory}${holder} (an import, a rebuild …); try again when it has ended`;
}
