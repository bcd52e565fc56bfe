import { hex, leafOf, LogDamaged } from '@cluetrail/event-sourcing';
import type { Entry, LogFile } from './log-file.js';
import type { Requests } from './messages.js';
import { eventOf } from './row.js';
import { sha256 } from '../shared/sha256.js';

/** Puts events of another log at the end, as they are; inside a transaction. Throws LogDamaged, or names what does not fit. */
export function loadAll(log: LogFile, events: Requests['load']['events']): void {
  for (const { bytes, leaf } of events) log.insert(checked(log, bytes, leaf));
}

function checked(log: LogFile, bytes: Uint8Array, leaf: Uint8Array): Entry {
  const position = BigInt(log.end.position + 1);
  const found = hex(leafOf(bytes, sha256));
  if (found !== hex(leaf))
    throw new LogDamaged({ position, expectedLeaf: hex(leaf), foundLeaf: found });
  const event = eventOf({ bytes });
  const next = log.versionOf(event.stream) + 1;
  if (event.version !== next)
    throw new Error(`load of ${event.stream}: expected version ${next}, found ${event.version}`);
  if (log.find(event.eventId))
    throw new Error(`load of ${event.stream}: event ${event.eventId} stands in the log already`);
  return { ...event, bytes, leaf };
}
