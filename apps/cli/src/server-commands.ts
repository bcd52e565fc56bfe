import { resolve } from 'node:path';
import type { Command } from 'commander';
import { addressOf, DIRECTORY, PORT, valueOf } from '../../api/src/setting.js';
import { directoryOf, keyFileOf, placeOf } from './asked-place.js';
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
  readonly acceptLoss?: string;
  readonly acceptMissingKeys?: boolean;
  readonly as?: string;
  readonly reason?: string;
  readonly scrubDays: string;
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
    .option(
      '--accept-loss <leaf>',
      'go on with a log that lost its end: the leaf of the last event that stands, as the refusal names it; with --as and --reason',
    )
    .option('--as <person>', 'with --accept-loss: the administrator who answers for it')
    .option(
      '--reason <text>',
      'with --accept-loss: why; stays in the log for ever, and must name nobody',
    )
    .option(
      '--accept-missing-keys',
      'go on beside a keys.db that is older than the log, where no newer one is left: what was sealed since cannot be read',
    )
    .option(
      '--scrub-days <n>',
      'on SQLite and PostgreSQL: the whole log is read again within so many days',
      '7',
    )
    .action(serving);
  placing(program.command('demo'))
    .description('fill a store with demo data and serve it')
    .option('--data <dir>', 'data directory', '.cluetrail/demo')
    .option('--port <port>', 'port', '3000')
    .option('--today <date>', 'the day on which the demo stands (default: today)')
    .option('--fill-only', 'fill the store, print the tokens, and end')
    .action(demonstrating);
}

async function serving(options: Serving): Promise<void> {
  const { runServer } = await import('./run-server.js');
  await runServer({
    ...options,
    data: directoryOf(options),
    ...(await placeOf(options)),
    keyFile: keyFileOf(options),
    host: await addressOf({ name: '--host', text: options.host }),
    port: portOf(options.port),
    demo: options.demo ?? false,
    create: options.create ?? false,
    volatile: options.volatile ?? false,
    acceptLoss: lossOf(options),
    scrubCycleMs: daysOf(options.scrubDays) * DAY_MS,
  });
}

async function demonstrating(options: Demo): Promise<void> {
  const { runDemo } = await import('./run-demo.js');
  const data = valueOf({ name: '--data', text: options.data }, DIRECTORY);
  const place = await placeOf(options, resolve(data));
  await runDemo({ ...options, data, ...place, port: portOf(options.port) });
}

/** One without the others would accept nothing, or nobody's loss. */
function lossOf({ acceptLoss: leaf, as: by, reason, create }: Serving) {
  if ([leaf, by, reason].every((one) => one === undefined)) return undefined;
  const expected = 'serve: expected --accept-loss LEAF, --as PERSON and --reason TEXT together';
  if (leaf === undefined) throw new Failure(`${expected}, found no --accept-loss`);
  if (!by) throw new Failure(`${expected}, found no --as`);
  if (create)
    throw new Failure(
      'serve: expected --accept-loss without --create, found both: a log that is made has lost nothing',
    );
  if (!reason?.trim()) throw new Failure(`${expected}, found no --reason`);
  if (!/^[0-9a-f]{64}$/i.test(leaf))
    throw new Failure(`--accept-loss: expected a leaf of 64 hexadecimal digits, found ${leaf}`);
  return { leaf: leaf.toLowerCase(), by, reason };
}

const DAY_MS = 86_400_000;

function daysOf(text: string): number {
  const days = Number(text);
  if (text.trim() !== '' && days > 0 && days <= 24) return days;
  throw new Failure(
    `--scrub-days: expected more than 0 and at most 24, found ${text || 'nothing'}`,
  );
}

function portOf(text: string): number {
  return valueOf({ name: '--port', text }, PORT);
}
