import type { Position } from '../event.js';
import type { Derived } from '../projection.js';
import { type Derivation, derive } from './derivation.js';
import { difference } from './difference.js';
import type { Attempt } from './entry.js';
import { normalised, SpellBook } from './spells.js';
import type { Placed } from './stream-cache.js';
import { checkRow } from './table.js';

export type Temporal = Extract<Derived, { temporal: true }>;
export type Timeless = Extract<Derived, { temporal: false }>;

export function isTemporal(definition: Derived): definition is Temporal {
  return definition.temporal;
}

/** Asks for a matter's rows as of a position and writes what differs. A failure leaves the rows as they are. */
export async function answerTimeless(
  derivation: Derivation,
  definition: Timeless,
  { matter, upTo }: { matter: string; upTo: Position },
): Promise<Attempt<void>> {
  const { layout } = derivation.entry;
  const result = await derive(derivation, { stream: matter, upTo }, (...known) => {
    const rows = definition.of(...known);
    for (const row of rows) checkRow(layout, row);
    return rows;
  });
  if ('failed' in result) return result;
  const stored = await derivation.tx.load(layout.table, matter);
  const change = difference(layout, matter, { stored, next: result.value });
  if (change) await derivation.tx.write(layout.table, change);
  return { value: undefined };
}

/** Asks for a matter's spells as of the causing event and learns them. A failure leaves the book as it is. */
export async function answerTemporal(
  derivation: Derivation,
  definition: Temporal,
  { matter, cause, book }: { matter: string; cause: Placed; book: SpellBook },
): Promise<Attempt<void>> {
  const at = { stream: matter, upTo: cause.position };
  const result = await derive(derivation, at, (...known) =>
    normalised(derivation.entry.layout, definition.of(...known)),
  );
  if ('failed' in result) return result;
  book.learn(result.value, cause.event.recordedAt);
  return { value: undefined };
}

export async function openBook(
  { tx, entry }: Derivation,
  matter: string,
  cause: Placed,
): Promise<SpellBook> {
  const { layout } = entry;
  const stored = await tx.load(layout.table, matter, cause.event.recordedAt);
  return new SpellBook(layout, matter, stored);
}

export async function writeBook({ tx, entry }: Derivation, book: SpellBook): Promise<void> {
  const change = book.difference();
  if (change) await tx.write(entry.layout.table, change);
}
