import type { Position } from '../event.js';
import { answerTemporal, answerTimeless, isTemporal, openBook, writeBook } from './answers.js';
import { applyProjection } from './apply-projection.js';
import { type Cursor, derivationOf, type Work } from './cursor.js';
import type { Derivation } from './derivation.js';
import { type Entry, park } from './entry.js';
import type { Parked, ReadTransaction } from './read-database.js';
import type { Placed } from './stream-cache.js';

/**
 * Applies to one parked stream all that waited for it, in order, up to the projection's checkpoint. True = done and
 * no longer parked; else it is parked where it fails now, with its rows as of the event before.
 */
export async function retryOne(
  work: Work,
  { entry, cursor, parked }: { entry: Entry; cursor: Cursor; parked: Parked },
): Promise<boolean> {
  await work.database.transaction(async (tx) => {
    entry.parked.delete(parked.stream);
    await tx.unpark(entry.name, parked.stream);
    await reapply(work, tx, { entry, cursor, parked });
  });
  return !entry.parked.has(parked.stream);
}

async function reapply(
  work: Work,
  tx: ReadTransaction,
  { entry, cursor, parked }: { entry: Entry; cursor: Cursor; parked: Parked },
): Promise<void> {
  const { definition } = entry;
  const { known } = cursor;
  const upTo = cursor.checkpoint.position;
  const derivation = derivationOf(work, { tx, entry, known });
  if (derivation) return reanswer(derivation, parked, upTo);
  if (definition.kind !== 'projection') return;
  const events: Placed[] = [];
  for (let after = parked.position - 1n; ;) {
    const next = await known.streams.next(parked.stream, after, upTo);
    if (!next) break;
    events.push(next);
    after = next.position;
  }
  await applyProjection(tx, { ...entry, definition }, { events, handlers: work.handlers });
}

async function reanswer(derivation: Derivation, parked: Parked, upTo: Position): Promise<void> {
  const { tx, entry } = derivation;
  const { definition } = entry;
  const { stream: matter } = parked;
  const failedAt = (position: Position, error: unknown) =>
    park(tx, entry, { stream: matter, position, error });
  if (!isTemporal(definition)) {
    const result = await answerTimeless(derivation, definition, { matter, upTo });
    if ('failed' in result) await failedAt(parked.position, result.failed);
    return;
  }
  let cause = await nextCause(derivation, matter, { after: parked.position - 1n, upTo });
  if (!cause) return;
  const book = await openBook(derivation, matter, cause);
  while (cause) {
    const result = await answerTemporal(derivation, definition, { matter, cause, book });
    if ('failed' in result) {
      await failedAt(cause.position, result.failed);
      break;
    }
    cause = await nextCause(derivation, matter, { after: cause.position, upTo });
  }
  await writeBook(derivation, book);
}

/** The next event of the matter or of a stream that it watches, as of what it last answered. */
async function nextCause(
  { tx, entry, known }: Derivation,
  matter: string,
  { after, upTo }: { after: Position; upTo: Position },
): Promise<Placed | undefined> {
  let first: Placed | undefined;
  for (const stream of [matter, ...(await tx.watching(entry.name, matter))]) {
    const next = await known.streams.next(stream, after, upTo);
    if (next && (!first || next.position < first.position)) first = next;
  }
  return first;
}
