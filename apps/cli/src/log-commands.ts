import { createReadStream, createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { type Beginning, beginning } from './beginning.js';
import { segment } from './clue-commands.js';
import type { Connection } from './connection.js';
import { Failure } from './failure.js';
import { failureOfSystem, sizeOf, textOf } from './files.js';
import type { Outcome } from './outcome.js';
import { brokenOff, followed, type Progress, progressOf } from './progress.js';
import {
  administering,
  looking,
  placing,
  type Reaching,
  show,
  withConnection,
} from './reaching.js';
import { table } from './table.js';
import { takingOver } from './taking-over.js';
import { verified } from './verified.js';

interface Bringing extends Reaching, Beginning {
  readonly mapping?: string;
  readonly ledger?: string;
  readonly template?: boolean;
}

interface Importing extends Bringing {
  readonly mapping: string;
}

interface Exporting extends Reaching {
  readonly out?: string;
}

interface Imported {
  readonly cases: number;
  readonly added: number;
  readonly skipped: number;
  readonly faults: readonly {
    readonly line: number;
    readonly column: string;
    readonly expected: string;
    readonly found: string;
  }[];
}

/** import · export · verify · rebuild: the log as a whole. */
export function logCommands(program: Command, outcome: Outcome): void {
  placing(administering(program.command('import [file]')))
    .description(
      'bring in an event log (CSV) through a mapping, or take over a ledger of open clues; importing twice adds nothing',
    )
    .option('--mapping <name>', 'of a log: a shipped mapping (receipt) or a YAML file')
    .option('--ledger <file>', 'a ledger of open clues, .xlsx or CSV')
    .option('--template', 'print an empty ledger, as CSV')
    .option('--dry-run', 'say what would be added, and add nothing')
    .action((file: string | undefined, options: Bringing) => bringing(file, options, outcome));
  placing(administering(program.command('export')))
    .description(
      'every event with its leaf, a line of JSON each; for an auditor of the organ above all who may read every level',
    )
    .option('--out <file>', 'where to (default: standard output)')
    .action((options: Exporting) =>
      looking(options, (connection) => exporting(connection, options)),
    );
  placing(administering(program.command('verify')))
    .description('read every event and check its leaf, its place and its stream')
    .action(async (options: Reaching) => {
      const result = await verified(options);
      show(result, options);
      if (!result.ok) outcome.exitCode = 1;
    });
  placing(administering(program.command('rebuild [name]')))
    .description('build the read models anew from the log, beside those in use')
    .action((name: string | undefined, options: Reaching) =>
      withConnection(options, async (connection) =>
        show(
          await followed(await connection.send('POST', '/admin/rebuild', { query: { name } }), {
            title: 'rebuild',
            quiet: options.json,
          }),
          options,
        ),
      ),
    );
  placing(administering(program.command('status')))
    .description('what this data directory is and how its read side stands')
    .action((options: Reaching) =>
      looking(options, async (connection) =>
        show(await connection.json('GET', '/admin/status'), options),
      ),
    );
}

async function exporting(connection: Connection, { out, json }: Exporting): Promise<void> {
  const { events } = (await connection.json('GET', '/admin/status')) as { events?: number }; // our own server's answer
  const answer = await connection.send('GET', '/admin/export');
  // A store that gives places of its own knows no number of events.
  const progress = progressOf({ title: 'export', quiet: json || events === undefined });
  const to = out === undefined ? process.stdout : createWriteStream(out);
  try {
    await pipeline(answer, counted(progress, events ?? 0), to, { end: out !== undefined });
  } catch (error) {
    throw failureOfSystem(error, out ?? 'standard output') ?? brokenOff(error);
  } finally {
    progress.end();
  }
}

/** A line is an event. */
function counted(progress: Progress, total: number): Transform {
  let done = 0;
  return new Transform({
    transform(chunk: Buffer, _, next) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) done++;
      progress.at(done, total);
      next(null, chunk);
    },
  });
}

async function bringing(
  file: string | undefined,
  options: Bringing,
  outcome: Outcome,
): Promise<void> {
  const { ledger, mapping, template } = options;
  const asked = [file, ledger, template].filter((one) => one !== undefined);
  if (asked.length !== 1 || (file === undefined) !== (mapping === undefined))
    throw new Failure('import: expected FILE --mapping NAME, or --ledger FILE, or --template');
  if (ledger !== undefined) return takingOver(ledger, options, outcome);
  if (file !== undefined && mapping !== undefined)
    return importing(file, { ...options, mapping }, outcome);
  const { ledgerTemplate } = await import('@cluetrail/clues');
  process.stdout.write(ledgerTemplate());
}

async function importing(file: string, options: Importing, outcome: Outcome): Promise<void> {
  const bytes = sizeOf(file);
  const mapping = mappingOf(options.mapping);
  const answer = await beginning(options, async (connection, { dryRun }) => {
    if (mapping.text !== undefined)
      await connection.json('PUT', `/admin/mappings/${segment(mapping.name)}`, {
        body: mapping.text,
        type: 'application/yaml',
      });
    const lines = await connection.send('POST', `/admin/import/${segment(mapping.name)}`, {
      body: createReadStream(file),
      type: 'text/csv',
      headers: { 'Cluetrail-Length': String(bytes) },
      query: dryRun ? { dryRun: '1' } : {},
    });
    return followed(lines, { title: dryRun ? 'check' : 'import', quiet: options.json });
  });
  const result = answer as Imported; // our own server's answer
  show(options.json ? result : { ...result, faults: result.faults.length }, options);
  if (result.faults.length === 0) return;
  if (!options.json) process.stderr.write(`${table(result.faults)}\n`);
  outcome.exitCode = 2;
}

/** A path with a dot or a slash is a file of one's own; a bare word is a shipped mapping. */
function mappingOf(text: string): { name: string; text?: string } {
  if (!/[./]/.test(text)) return { name: text };
  const name = (text.split('/').at(-1) ?? text).replace(/[.]ya?ml$/, '');
  return { name, text: textOf(text) };
}
