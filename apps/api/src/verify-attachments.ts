import {
  type EventStore,
  LogDamaged,
  type Position,
  type Recorded,
} from '@cluetrail/event-sourcing';
import type { SealedFiles } from '@cluetrail/access';
import { StoreRefused } from '@cluetrail/stores';
import type { Progress } from './ndjson.js';

/** A file that an event names and that is not what it was. */
export interface FileProblem {
  readonly sha256: string;
  readonly stream: string;
  readonly eventId: string;
  readonly type: string;
  readonly found: 'missing' | 'damaged';
}

export interface FilesVerified {
  readonly named: number;
  readonly problems: readonly FileProblem[];
  /**
   * Lie there and no event names them: uploads that were never used, or that a stop cut off. Harmless. None are told
   * where an event could not be read: it may name them.
   */
  readonly orphans: readonly string[];
}

type Files = Pick<SealedFiles, 'names' | 'fault'>;

const PAGE = 1000;

/** Compares every file that an event of the log names with its name. */
export async function verifyAttachments(
  { store, files }: { readonly store: EventStore; readonly files: Files },
  progress: (now: Progress) => void,
): Promise<FilesVerified> {
  const { position: head } = await store.head();
  const problems: FileProblem[] = [];
  const named = new Set<string>();
  // Looked at first: what is uploaded meanwhile is no orphan.
  const there = files.names();
  let unread = 0;
  for await (const { events, damaged, after } of pages(store)) {
    unread += damaged;
    for (const { event } of events)
      for (const { sha256 } of event.attachments ?? []) {
        named.add(sha256);
        const found = await files.fault(sha256);
        const { stream, eventId, type } = event;
        if (found) problems.push({ sha256, stream, eventId, type, found });
      }
    progress({ done: Number(after), total: Number(head) });
  }
  const orphans = unread > 0 ? [] : there.filter((name) => !named.has(name));
  return { named: named.size, problems, orphans };
}

interface Read {
  readonly events: readonly Recorded[];
  readonly damaged: number;
  readonly after: Position;
}

/** The whole log but for events that are gone or whose leaf does not fit: those are named by whoever verifies the log. */
async function* pages(store: EventStore): AsyncGenerator<Read> {
  for (let after = 0n, limit = PAGE; ;) {
    try {
      const events = await store.readAll({ after, limit });
      if (events.length === 0) return;
      after = events[events.length - 1].position;
      limit = PAGE;
      yield { events, damaged: 0, after };
    } catch (error) {
      const position = damagedAt(error, after);
      if (position === undefined && !isSetBack(error)) throw error;
      // Positions may have gaps: fewer events than it seems may lie before this one.
      limit = Math.min(position ? Number(position - after) - 1 : limit, limit >> 1);
      if (limit > 0) continue;
      yield { events: [], damaged: 1, after: position ?? after };
      if (position === undefined) return;
      [after, limit] = [position, PAGE];
    }
  }
}

/** It ends before what its server knows: nothing can be said of what was named there. */
function isSetBack(error: unknown): boolean {
  return error instanceof StoreRefused && error.code === 'overtaken';
}

/** The next event that cannot be read; undefined for any other error. */
function damagedAt(error: unknown, after: Position): Position | undefined {
  if (error instanceof LogDamaged) return error.at.position;
  if (!(error instanceof StoreRefused) || error.code !== 'log-damaged') return undefined;
  // Of a gap it is told which event was found behind it.
  const found = BigInt(error.detail['position'] ?? after + 1n);
  return found - after > 1n ? found - 1n : after + 1n;
}
