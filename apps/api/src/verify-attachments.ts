import type { EventStore } from '@cluetrail/event-sourcing';
import type { SealedFiles } from '@cluetrail/access';
import type { Progress } from './ndjson.js';
import { soundPages } from './sound-pages.js';

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
  for await (const { events, damaged, after } of soundPages(store)) {
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
