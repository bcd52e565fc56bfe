import type { Command } from 'commander';
import { directoryOf, placeOf } from './connection.js';
import { Failure } from './failure.js';
import { placing } from './reaching.js';

interface Serving {
  readonly data?: string;
  readonly store?: string;
  readonly read?: string;
  readonly keyFile?: string;
  readonly port: string;
  readonly host: string;
  readonly demo?: boolean;
  readonly create?: boolean;
  readonly volatile?: boolean;
}

interface Demo {
  readonly data: string;
  readonly store?: string;
  readonly read?: string;
  readonly port: string;
  readonly today?: string;
  readonly fillOnly?: boolean;
}

/** serve · demo. */
export function serverCommands(program: Command): void {
  placing(program.command('serve'))
    .description('serve the HTTP API and a start page from a data directory')
    .option('--data <dir>', 'data directory (default: $CLUETRAIL_DATA or .cluetrail/data)')
    .option('--key-file <file>', 'master key, outside the data directory (default: DIR.key)')
    .option(
      '--host <host>',
      'address to listen on; any but a loopback one is reachable from other machines',
      '127.0.0.1',
    )
    .option('--port <port>', 'port', '3000')
    .option('--demo', 'the directory is a demo')
    .option('--create', 'make the directory where there is none')
    .option(
      '--volatile',
      'serve from tmpfs, ramfs or overlay too: nothing survives a power cut there',
    )
    .action(async (options: Serving) => {
      const { runServer } = await import('./run-server.js');
      await runServer({
        ...options,
        data: directoryOf(options),
        ...placeOf(options),
        port: portOf(options.port),
        demo: options.demo ?? false,
        create: options.create ?? false,
        volatile: options.volatile ?? false,
      });
    });
  placing(program.command('demo'))
    .description('fill a store with demo data and serve it')
    .option('--data <dir>', 'data directory', '.cluetrail/demo')
    .option('--port <port>', 'port', '3000')
    .option('--today <date>', 'the day on which the demo stands (default: today)')
    .option('--fill-only', 'fill the store, print the tokens, and end')
    .action(async (options: Demo) => {
      const { runDemo } = await import('./run-demo.js');
      await runDemo({ ...options, ...placeOf(options), port: portOf(options.port) });
    });
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Failure(`--port: expected 0 to 65535, found ${text || 'nothing'}`);
}
