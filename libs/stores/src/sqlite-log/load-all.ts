import { microsOf, open } from '@cluetrail/event-sourcing';
import { checkFits } from '../shared/check-fits.js';
import { sha256 } from '../shared/sha256.js';
import type { Entry, LogFile } from './log-file.js';
import type { Requests } from './messages.js';

/** Puts events of another log at the end, as they are; inside a transaction. Throws LogDamaged, or names what does not fit. */
export function loadAll(log: LogFile, events: Requests['load']['events']): void {
  for (const { bytes, leaf } of events) log.insert(checked(log, bytes, leaf));
}

function checked(log: LogFile, bytes: Uint8Array, leaf: Uint8Array): Entry {
  const { event } = open({ position: BigInt(log.end.position + 1), bytes, leaf }, sha256);
  const version = log.versionOf(event.stream);
  checkFits(event, { version, stands: (id) => log.find(id) !== undefined });
  return { ...event, micros: microsOf(event.recordedAt), bytes, leaf };
}
