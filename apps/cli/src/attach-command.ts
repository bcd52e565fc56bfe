import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { give, segment, zoned } from './clue-commands.js';
import type { Connection } from './connection.js';
import { Failure } from './failure.js';
import { sizeOf } from './files.js';
import { reaching, type Reaching, withConnection } from './reaching.js';

interface Attaching extends Reaching {
  readonly kind: string;
  readonly input: string;
  readonly command: string;
  readonly key?: string;
  readonly ifMatch?: string;
}

/** attach: files onto a clue, case or report. */
export function attachCommand(program: Command): void {
  reaching(program.command('attach <id> <file...>'))
    .description(
      'upload files and name them in a command: by default attachFiles, which does nothing else',
    )
    .addOption(
      new Option('--kind <kind>', 'clues, cases or reports')
        .choices(['clues', 'cases', 'reports'])
        .default('clues'),
    )
    .option('--command <command>', 'the command that the files belong to', 'attachFiles')
    .option('--input <json>', 'its other fields as JSON', '{}')
    .option('--key <key>', 'idempotency key: a retry with the same key gives exactly one event')
    .option('--if-match <version>', 'the version you have seen (default: the present one)')
    .action((id: string, files: readonly string[], options: Attaching) => {
      const fields = fieldsOf(options.input);
      // Before anything is sent: half of the files would help nobody.
      const sized = files.map((file) => ({ file, bytes: sizeOf(file) }));
      return withConnection(options, (connection) =>
        zoned(connection, options, async () => {
          const attachments = [];
          for (const one of sized) attachments.push(await uploaded(connection, one, id, options));
          const body = JSON.stringify({ ...fields, attachments });
          return give(connection, { command: options.command, id, options, body });
        }),
      );
    });
}

async function uploaded(
  connection: Connection,
  { file, bytes }: { readonly file: string; readonly bytes: number },
  id: string,
  { kind }: Attaching,
) {
  const answer = await connection.json('PUT', `/api/${segment(kind)}/${segment(id)}/attachments`, {
    body: createReadStream(file),
    type: 'application/octet-stream',
    headers: { 'Content-Length': String(bytes) },
  });
  const { sha256 } = answer as { readonly sha256: string }; // our own server's answer
  return { sha256, name: basename(file) };
}

function fieldsOf(text: string): object {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    found = undefined;
  }
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found;
  throw new Failure(`--input: expected a JSON object, found ${text}`);
}
