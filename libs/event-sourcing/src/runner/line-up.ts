import { hex } from '../seal.js';
import type { EventStore } from '../store.js';
import { Cursor, type Work } from './cursor.js';
import { type Entry, entryOf } from './entry.js';
import type { Checkpoint, ReadTransaction } from './read-database.js';
import type { Definition } from './table.js';

/**
 * Makes the tables fit the code and the log, and groups the projections by how far they have read, the leading first.
 * A table of another version or shape, or whose checkpoint is not in this log (a log restored from an older copy, or
 * another log), is emptied and built anew; a table that the code no longer knows is dropped.
 */
export function lineUp(work: Work, definitions: readonly Definition[]): Promise<Cursor[]> {
  return work.database.transaction(async (tx) => {
    const stored = new Map((await tx.projections()).map((one) => [one.name, one]));
    const parked = await tx.parked();
    const cursors = new Map<bigint, { checkpoint: Checkpoint; entries: Entry[] }>();
    for (const definition of definitions) {
      const mine = parked.filter(({ projection }) => projection === definition.name);
      const entry = entryOf(
        definition,
        mine.map(({ stream }) => stream),
      );
      const found = stored.get(definition.name);
      stored.delete(definition.name);
      const fits = found?.signature === entry.layout.table.signature;
      const checkpoint =
        fits && (await isInLog(work.store, found.checkpoint))
          ? found.checkpoint
          : await begin(tx, entry);
      const group = cursors.get(checkpoint.position) ?? { checkpoint, entries: [] };
      group.entries.push(entry);
      cursors.set(checkpoint.position, group);
    }
    for (const name of stored.keys()) await tx.drop(name);
    return [...cursors.values()]
      .sort((a, b) => (a.checkpoint.position > b.checkpoint.position ? -1 : 1))
      .map(({ checkpoint, entries }) => new Cursor(work, checkpoint, entries));
  });
}

/** Before the first event. */
export const BEGINNING: Checkpoint = { position: 0n, leaf: '' };

async function begin(tx: ReadTransaction, entry: Entry): Promise<Checkpoint> {
  await tx.recreate(entry.layout.table);
  entry.parked.clear();
  return BEGINNING;
}

async function isInLog(store: EventStore, { position, leaf }: Checkpoint): Promise<boolean> {
  if (position === 0n) return true;
  const [found] = await store.readAll({ after: position - 1n, limit: 1 });
  return found?.position === position && hex(found.leaf) === leaf;
}
