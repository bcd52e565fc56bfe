import { opened } from './opened.js';

export interface RunServer {
  readonly data: string;
  readonly keyFile?: string;
  readonly host: string;
  readonly port: number;
  readonly demo: boolean;
  readonly create: boolean;
  /** Serve from a file system that a power cut empties, too. */
  readonly volatile: boolean;
}

/** Serves until it is told to end. A directory that may not be served is refused by name, before any port opens. */
export async function runServer({ data, volatile, ...options }: RunServer): Promise<void> {
  const requireDurable = !volatile && !options.demo;
  const server = await opened({ directory: data, requireDurable, ...options });
  const { createdKeyFile, directory, demo } = server.installation;
  if (createdKeyFile)
    process.stdout.write(
      `master key written to ${createdKeyFile}: keep it apart from the data and its backups\n`,
    );
  process.stdout.write(`Cluetrail serves ${directory}${demo ? ' (DEMO)' : ''} at ${server.url}\n`);
  endsOnSignal(server);
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
