import { createReadStream } from 'node:fs';
import { sizeOf } from './files.js';
import type { Outcome } from './outcome.js';
import { followed } from './progress.js';
import { type Reaching, show, withConnection } from './reaching.js';
import { table } from './table.js';

interface TakingOver extends Reaching {
  readonly dryRun?: boolean;
}

interface TakenOver {
  readonly leftOut: number;
  readonly faults: readonly {
    readonly cell: string;
    readonly column: string;
    readonly expected: string;
    readonly found: string;
  }[];
}

/** What people are shown at once; machines get all of them. */
const MOST_SHOWN = 50;

/** Takes over a ledger of open clues into a directory that has an organisation. Rows left out: exit code 2. */
export async function takingOver(
  file: string,
  options: TakingOver,
  outcome: Outcome,
): Promise<void> {
  sizeOf(file);
  return withConnection(options, async (connection) => {
    const lines = await connection.send('POST', '/admin/ledger', {
      body: createReadStream(file),
      type: /[.]csv$/i.test(file) ? 'text/csv' : XLSX,
      query: options.dryRun ? { dryRun: '1' } : {},
    });
    const following = { title: options.dryRun ? 'check' : 'import', quiet: options.json };
    const result = (await followed(lines, following)) as TakenOver; // our own server's answer
    if (result.leftOut > 0) outcome.exitCode = 2;
    if (options.json) return show(result, options);
    const { faults, ...counts } = result;
    show({ ...counts, faults: faults.length }, options);
    if (faults.length > 0) process.stderr.write(`${faultsForPeople(faults)}\n`);
  });
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function faultsForPeople(faults: TakenOver['faults']): string {
  const more = faults.length - MOST_SHOWN;
  const shown = table(faults.slice(0, MOST_SHOWN).map((fault) => ({ ...fault })));
  return more > 0 ? `${shown}\n(and ${more} more; --json has all)` : shown;
}
