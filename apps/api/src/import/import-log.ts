import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import {
  ImportedCases,
  importedEvents,
  type ImportedCase,
  type Importing,
  type Mapping,
  type RowFault,
} from '@cluetrail/clues';
import type { Installation } from '../installation.js';
import type { Progress } from '../ndjson.js';
import { Problem } from '../problem.js';

export interface Imported {
  readonly mapping: string;
  readonly cases: number;
  readonly events: number;
  readonly added: number;
  readonly skipped: number;
  readonly faults: readonly RowFault[];
  readonly dryRun: boolean;
}

export interface ImportOptions {
  readonly mapping: Mapping;
  readonly personId: string;
  readonly dryRun: boolean;
  progress(now: Progress): void;
}

/** Appends in flight: they share commits. */
const IN_FLIGHT = 64;

/** Reads the whole file, then appends what the log does not hold yet. Importing twice adds nothing. */
export async function importLog(
  installation: Installation,
  csv: Readable,
  options: ImportOptions,
): Promise<Imported> {
  const { mapping, personId, dryRun, progress } = options;
  const procedure = installation.references.newest(mapping.procedure);
  if (!procedure)
    throw new Problem(409, 'no-such-procedure', { details: { procedure: mapping.procedure } });
  const cases = await read(csv, mapping);
  const importing: Importing = { mapping, procedureVersion: procedure.version, personId };
  const counts = { events: 0, added: 0, done: 0 };
  const work = cases.all();
  const one = async () => {
    for (const next of work) {
      const { events, added } = await append(installation, { importing, one: next, dryRun });
      counts.events += events;
      counts.added += added;
      counts.done += 1;
      progress({ done: counts.done, total: cases.size });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
  if (counts.added > 0 && !dryRun) await installation.runner.catchUp();
  const { events, added } = counts;
  return {
    mapping: mapping.mapping,
    cases: cases.size,
    events,
    added,
    skipped: events - added,
    faults: cases.faults,
    dryRun,
  };
}

async function read(csv: Readable, mapping: Mapping): Promise<ImportedCases> {
  const cases = new ImportedCases(mapping);
  const wanted = Object.values(mapping.columns);
  let header: readonly string[] | undefined;
  const parser = csv.pipe(
    parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (!header) {
        header = record;
        const missing = wanted.filter((column) => !record.includes(column));
        if (missing.length > 0)
          throw new Problem(422, 'faulty-file', {
            errors: missing.map((column) => ({
              line: 1,
              path: column,
              expected: 'a column of that name',
              found: 'none',
            })),
          });
      } else if (record.length !== header.length)
        cases.fault(info.lines, '', `${header.length} columns`, `${record.length}`);
      else
        cases.add(
          Object.fromEntries(header.map((column, index) => [column, record[index]])),
          info.lines,
        );
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Problem(422, 'faulty-file', {
      errors: [{ path: '', expected: 'CSV', found: message }],
    });
  }
  if (!header)
    throw new Problem(422, 'faulty-file', {
      errors: [{ line: 1, path: '', expected: 'a header', found: 'an empty file' }],
    });
  return cases;
}

/** What stands already is left alone; what is new in a grown file comes behind it. */
async function append(
  { store }: Installation,
  { importing, one, dryRun }: { importing: Importing; one: ImportedCase; dryRun: boolean },
): Promise<{ events: number; added: number }> {
  const { stream, drafts } = importedEvents(importing, one);
  const standing = await store.read(stream);
  const known = new Set(standing.map(({ event }) => event.eventId));
  const fresh = drafts.filter(({ eventId }) => !known.has(eventId));
  if (fresh.length === 0 || dryRun) return { events: drafts.length, added: fresh.length };
  for (let at = 0; at < fresh.length; at += BATCH) {
    const batch = fresh.slice(at, at + BATCH);
    const answer = await store.append(stream, standing.length + at, batch);
    if (answer.outcome !== 'appended') throw new Problem(503, 'unavailable');
  }
  return { events: drafts.length, added: fresh.length };
}

/** Events of one append: well below its limit in bytes. */
const BATCH = 500;
