import type { Command } from 'commander';
import { connect, type Connection, type ConnectOptions } from './connection.js';
import { card } from './table.js';

/** The options by which every command finds its server. */
export interface Reaching extends ConnectOptions {
  readonly json?: boolean;
}

/** The options of what may begin a directory, which then remembers them. */
export function placing(command: Command): Command {
  return command
    .option(
      '--store <url>',
      'where the log lies: sqlite:DIR, postgres://… or esdb://…; remembered; a server that runs already keeps its own (default: $CLUETRAIL_STORE, or the data directory)',
    )
    .option(
      '--read <url>',
      'where the read models lie: postgres://…, or DIR/read.db to have them in the data directory again; remembered; a server that runs already keeps its own (default: $CLUETRAIL_READ, or beside a log on PostgreSQL, or the data directory)',
    );
}

/** What everybody may do whom the server knows: also from elsewhere. */
export function reaching(command: Command): Command {
  return acting(
    inDirectory(command).option(
      '--server <url>',
      'a server elsewhere; its token is read from $CLUETRAIL_TOKEN',
    ),
  );
}

/** What a server answers on the socket in its directory alone: there is no asking it from elsewhere. */
export function administering(command: Command): Command {
  return acting(inDirectory(command));
}

function inDirectory(command: Command): Command {
  return command.option(
    '--data <dir>',
    'data directory (default: $CLUETRAIL_DATA or .cluetrail/data)',
  );
}

function acting(command: Command): Command {
  return command
    .option('--as <person>', 'who acts (needed outside demo directories)')
    .option('--key-file <file>', 'master key, outside the data directory (default: DIR.key)')
    .option('--json', 'for machines');
}

/** For commands that only ask. */
export function looking<T>(
  options: ConnectOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  return withConnection({ ...options, looks: true }, work);
}

export async function withConnection<T>(
  options: ConnectOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect(options);
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** Machines get the answer as it came; people get a line per field. */
export function show(answer: unknown, { json }: { readonly json?: boolean }): void {
  process.stdout.write(`${json ? JSON.stringify(answer) : forPeople(answer)}\n`);
}

function forPeople(answer: unknown): string {
  return typeof answer === 'object' && answer !== null ? card({ ...answer }) : String(answer);
}
