import { warningsOf } from '../../api/src/index.js';
import { opened } from './opened.js';

export interface RunServer {
  readonly data: string;
  readonly store?: string;
  readonly read?: string;
  readonly keyFile?: string;
  readonly host: string;
  readonly port: number;
  readonly demo: boolean;
  readonly create: boolean;
  /** Serve from a file system that a power cut empties, too. */
  readonly volatile: boolean;
  readonly acceptLoss?: { readonly leaf: string; readonly by: string; readonly reason: string };
  readonly acceptMissingKeys?: boolean;
  readonly scrubCycleMs?: number;
}

/** Serves until it is told to end. A directory that may not be served is refused by name, before any port opens. */
export async function runServer({ data, volatile, ...options }: RunServer): Promise<void> {
  const requireDurable = !volatile && !options.demo;
  const server = await opened({ directory: data, requireDurable, ...options });
  const { createdKeyFile, directory, place, demo } = server.installation;
  if (createdKeyFile)
    process.stdout.write(
      `master key written to ${createdKeyFile}: keep it apart from the data and its backups\n`,
    );
  for (const warning of warningsOf(server.installation))
    process.stderr.write(`warning: ${warning}\n`);
  const url = boundAt(server.url ?? '', options.host);
  if (!isLoopback(options.host))
    process.stderr.write(
      `warning: everything is reachable from other machines, in clear HTTP: tokens and names too; put a TLS proxy before it, or use --host 127.0.0.1\n`,
    );
  endsOnSignal(server);
  const log = place === `sqlite:${directory}` ? '' : ` with its log in ${place}`;
  process.stdout.write(`Cluetrail serves ${directory}${log}${demo ? ' (DEMO)' : ''} at ${url}\n`);
}

/** Of all addresses the framework names the loopback one alone. */
function boundAt(url: string, host: string): string {
  if (isLoopback(host)) return url;
  const { port } = new URL(url);
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127[.]/.test(host);
}

/** Closes on the first signal; a second one does not wait. */
export function endsOnSignal(server: { close(): Promise<void> }): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (ending) process.exit(1);
      ending = true;
      void server.close().then(() => process.exit(0));
    });
}
