import type { Row } from '../projection.js';
import { difference } from './difference.js';
import { type Entry, type Handlers, park } from './entry.js';
import type { ReadTransaction, Stored } from './read-database.js';
import type { Placed } from './stream-cache.js';
import { type AnyProjection, checkRow, rowOf } from './table.js';

/** A stream's row set during a batch: as stored, and as the events have made it since. */
interface RowSet {
  readonly stored: readonly Stored[];
  next: readonly Row[];
}

/** Applies events in order to the row sets of their streams and writes the differences. */
export async function applyProjection(
  tx: ReadTransaction,
  entry: Entry & { readonly definition: AnyProjection },
  { events, handlers }: { events: readonly Placed[]; handlers: Handlers },
): Promise<void> {
  const { on } = entry.definition;
  const sets = new Map<string, RowSet>();
  for (const { position, event } of events) {
    const { stream, type } = event;
    if (!Object.hasOwn(on, type) || entry.parked.has(stream)) continue;
    const set = sets.get(stream) ?? (await rowSet(tx, entry, stream));
    sets.set(stream, set);
    const result = handlers.attempt(() => {
      const own = set.next as readonly never[]; // rows that this projection made itself
      const rows = on[type](own, event, handlers.unseal);
      if (rows !== set.next) for (const row of rows) checkRow(entry.layout, row);
      return rows;
    });
    if ('value' in result) set.next = result.value;
    else await park(tx, entry, { stream, position, error: result.failed });
  }
  for (const [stream, set] of sets) {
    const change = difference(entry.layout, stream, set);
    if (change) await tx.write(entry.layout.table, change);
  }
}

async function rowSet(tx: ReadTransaction, { layout }: Entry, stream: string): Promise<RowSet> {
  const stored = await tx.load(layout.table, stream);
  return { stored, next: stored.map(({ cells }) => rowOf(layout, cells)) };
}
