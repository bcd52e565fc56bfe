import { createHmac } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  type ImportedCase,
  type ImportedCases,
  type ImportedEvent,
  importedEvents,
  type Importing,
  type Mapping,
  type RowFault,
} from '@cluetrail/clues';
import { canonical, type Event, instantOf } from '@cluetrail/event-sourcing';
import type { Installation } from '../installation.js';
import type { Progress } from '../ndjson.js';
import { notRecorded, Problem } from '../problem.js';
import { readCases } from './read-cases.js';

export interface Imported {
  readonly mapping: string;
  readonly cases: number;
  /** What the file says in events, and how many of them the log did not hold yet. */
  readonly events: number;
  readonly added: number;
  readonly skipped: number;
  readonly faults: readonly RowFault[];
  readonly dryRun: boolean;
}

export interface ImportOptions {
  readonly mapping: Mapping;
  /** Who runs the import. */
  readonly actor: Event['actor'];
  readonly dryRun: boolean;
  /** Of the file, where it is known. */
  readonly bytes?: number;
  /** First of the file's bytes, then of its cases. */
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
  const { mapping, actor, dryRun, bytes, progress } = options;
  const procedure = installation.references.newest(mapping.procedure);
  if (!procedure)
    throw new Problem(409, 'no-such-procedure', { details: { procedure: mapping.procedure } });
  const cases = await readCases(csv, {
    mapping,
    now: instantOf(installation.clock.nowMicros()),
    pseudonymOf: pseudonyms(installation),
    read: (done) => bytes !== undefined && progress({ done, total: bytes }),
  });
  const importing: Importing = { mapping, procedureVersion: procedure.version, actor };
  const appending = new Appending(installation, { importing, cases, dryRun });
  await appending.all((done) => progress({ done, total: cases.size }));
  const { events, added } = appending;
  if (added > 0 && !dryRun) await installation.runner.catchUp();
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

/** Keyed, so that nobody finds a name by trying names; the same again at the next import into this directory. */
function pseudonyms({ keys }: Installation): (resource: string) => string {
  const key = keys.derive('import-resource');
  return (resource) =>
    `p-${createHmac('sha256', key).update(resource, 'utf8').digest('hex').slice(0, 32)}`;
}

interface ToAppend {
  readonly importing: Importing;
  readonly cases: ImportedCases;
  readonly dryRun: boolean;
}

class Appending {
  events = 0;
  added = 0;
  private done = 0;

  constructor(
    private readonly installation: Installation,
    private readonly work: ToAppend,
  ) {}

  async all(progress: (done: number) => void): Promise<void> {
    const waiting = this.work.cases.all();
    const one = async () => {
      for (const next of waiting) {
        await this.case(next);
        progress((this.done += 1));
      }
    };
    // The first that fails ends the generator, and with it the others: nothing goes on behind the answer.
    const ended = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, one));
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }

  /** What stands already is left alone; what is new in a grown file comes behind it. */
  private async case(one: ImportedCase): Promise<void> {
    const { store } = this.installation;
    const { stream, events } = importedEvents(this.work.importing, one);
    this.events += events.length;
    const standing = new Map((await store.read(stream)).map(({ event }) => [event.eventId, event]));
    for (const event of events) this.compare(event, standing.get(event.draft.eventId));
    const fresh = events.map(({ draft }) => draft).filter(({ eventId }) => !standing.has(eventId));
    this.added += fresh.length;
    if (this.work.dryRun) return;
    for (let at = 0; at < fresh.length; at += BATCH) {
      const batch = fresh.slice(at, at + BATCH);
      const answer = await store.append(stream, standing.size + at, batch);
      // Also when somebody else imports the same at this moment: who tries again finds what stands.
      if (answer.outcome !== 'appended')
        throw notRecorded(answer.outcome === 'unavailable' ? answer : {});
    }
  }

  /** A file that says something else than it said before changes nothing, and is told. */
  private compare({ draft, line, column }: ImportedEvent, before: Event | undefined): void {
    if (!before) return;
    const [expected, found] = [saidBy(before), saidBy(draft)];
    if (expected !== found)
      this.work.cases.fault({ line, column, expected: `as imported before: ${expected}`, found });
  }
}

function saidBy({ happenedAt, data }: Pick<Event, 'happenedAt' | 'data'>): string {
  return canonical([happenedAt.at, data]);
}

/** Events of one append: well below its limit in bytes. */
const BATCH = 200;
